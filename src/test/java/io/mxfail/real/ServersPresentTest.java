package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ServersPresentTest {
    @TempDir private Path folder;

    @Test
    void a_test_runs_when_its_servers_are_there() {
        Path list = folder.resolve("left-out.txt");
        assertFalse(ServersPresent.judge("x.FooTest", "", true, list).isDisabled());
        assertFalse(Files.exists(list));
    }

    @Test
    void a_test_without_its_server_is_left_out_and_listed() throws IOException {
        Path list = folder.resolve("target/left-out.txt");
        assertTrue(ServersPresent.judge("x.FooTest", "BIND is missing", false, list).isDisabled());
        ServersPresent.judge("x.BarTest", "BIND is missing", false, list);
        assertEquals(
                List.of("x.FooTest: BIND is missing", "x.BarTest: BIND is missing"),
                Files.readAllLines(list));
    }

    @Test
    void a_missing_server_fails_where_nothing_may_be_left_out() {
        var failure =
                assertThrows(
                        AssertionError.class,
                        () ->
                                ServersPresent.judge(
                                        "x.FooTest",
                                        "BIND is missing",
                                        true,
                                        folder.resolve("left-out.txt")));
        assertTrue(failure.getMessage().contains("BIND is missing"), failure::getMessage);
    }

    @Test
    void an_unpacked_program_goes_before_an_installed_one_and_finds_its_libraries()
            throws IOException {
        Path unpacked = folder.resolve("servers");
        Path installed = folder.resolve("installed");
        Path ours = program(unpacked.resolve("usr/sbin/named"));
        program(installed.resolve("named"));
        Path libraries = unpacked.resolve("usr/lib/x86_64-linux-gnu");
        program(libraries.resolve("libdns-9.18.so"));
        program(libraries.resolve("bind9/libuv.so.1"));

        Binary found = Binary.find("named", unpacked, List.of(installed)).orElseThrow();

        assertEquals(
                List.of(
                        "env",
                        "LD_LIBRARY_PATH=" + libraries + ":" + libraries.resolve("bind9"),
                        ours.toString(),
                        "-g"),
                found.command("-g"));
    }

    @Test
    void an_installed_program_runs_as_it_is() throws IOException {
        Path installed = program(folder.resolve("installed/named"));
        Binary found = Binary.find("named", folder, List.of(installed.getParent())).orElseThrow();
        assertEquals(List.of(installed.toString()), found.command());
    }

    private static Path program(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
