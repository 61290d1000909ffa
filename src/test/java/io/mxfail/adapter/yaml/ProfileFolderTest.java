package io.mxfail.adapter.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class ProfileFolderTest {
    @TempDir private Path work;

    private Path found(Map<String, String> environment) {
        return ProfileFolder.find(Optional.empty(), environment, work).path();
    }

    @Test
    void the_option_counts_first_then_the_variable() {
        assertEquals(
                Path.of("/p"),
                ProfileFolder.find(Optional.of("/p"), Map.of("MXFAIL_PROFILES", "/m"), work)
                        .path());
        assertEquals(Path.of("/m"), found(Map.of("MXFAIL_PROFILES", "/m")));
    }

    @Test
    void variables_that_are_set_to_nothing_count_as_unset() throws IOException {
        Path here = Files.createDirectory(work.resolve("profiles"));
        assertEquals(here, found(Map.of("MXFAIL_PROFILES", "", "XDG_CONFIG_HOME", " ")));
    }

    @Test
    void a_relative_xdg_folder_does_not_count() {
        assertEquals(
                Path.of("/home/op/.config/mxfail/profiles"),
                found(Map.of("XDG_CONFIG_HOME", "x", "HOME", "/home/op")));
        assertEquals(
                Path.of("/x/mxfail/profiles"),
                found(Map.of("XDG_CONFIG_HOME", "/x", "HOME", "/home/op")));
    }
}
