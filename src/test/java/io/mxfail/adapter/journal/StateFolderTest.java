package io.mxfail.adapter.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class StateFolderTest {
    private static final Path HOME = Path.of("/home/op");

    private static String resolved(String option, Map<String, String> environment) {
        return StateFolder.resolve(
                        Optional.of(option).filter(o -> !o.isEmpty()).map(Path::of),
                        environment,
                        HOME)
                .toString();
    }

    @Test
    void the_option_counts_first() {
        assertEquals("/s", resolved("/s", Map.of("MXFAIL_STATE", "/m", "XDG_STATE_HOME", "/x")));
    }

    @Test
    void then_the_variables_then_the_home() {
        assertEquals("/m", resolved("", Map.of("MXFAIL_STATE", "/m", "XDG_STATE_HOME", "/x")));
        assertEquals("/x/mxfail", resolved("", Map.of("XDG_STATE_HOME", "/x")));
        assertEquals("/home/op/.local/state/mxfail", resolved("", Map.of()));
    }

    @Test
    void empty_variables_and_a_relative_xdg_folder_do_not_count() {
        assertEquals(
                "/home/op/.local/state/mxfail",
                resolved("", Map.of("MXFAIL_STATE", "", "XDG_STATE_HOME", "x")));
        assertEquals(
                "/x/mxfail", resolved("", Map.of("MXFAIL_STATE", " ", "XDG_STATE_HOME", "/x")));
    }

    @Test
    void a_relative_option_is_one_of_the_working_folder() {
        assertEquals(Path.of("s").toAbsolutePath().toString(), resolved("./s", Map.of()));
    }
}
