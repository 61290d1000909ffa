package io.mxfail.adapter.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.port.Secrets.SecretException;
import io.mxfail.real.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class SecretReaderTest {
    private final SecretReader secrets = new SecretReader(Map.of("KEY", "hunter2"), Map::of);

    @Test
    void a_secret_comes_from_the_environment_or_a_program() throws SecretException {
        assertEquals("hunter2", secrets.resolve("env:KEY"));
        assertEquals("from a program", secrets.resolve("exec:echo from  a program"));
    }

    @Test
    void a_file_that_others_can_read_is_refused(@TempDir Path folder)
            throws IOException, SecretException {
        Path file = Files.writeString(folder.resolve("key"), "hunter2\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var refused = assertThrows(SecretException.class, () -> secrets.resolve("file:" + file));
        assertFalse(String.valueOf(refused.getMessage()).contains("hunter2"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals("hunter2", secrets.resolve("file:" + file));
    }

    @Test
    void what_cannot_be_had_is_an_error_that_shows_no_value() {
        assertThrows(SecretException.class, () -> secrets.resolve("env:NONE"));
        assertThrows(SecretException.class, () -> secrets.resolve("exec:false"));
        var literal = assertThrows(SecretException.class, () -> secrets.resolve("hunter2"));
        assertFalse(String.valueOf(literal.getMessage()).contains("hunter2"));
    }

    @Test
    void nothing_is_no_secret(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        for (String reference : List.of("file:" + file, "exec:true", "exec:")) {
            assertThrows(SecretException.class, () -> secrets.resolve(reference), reference);
        }
    }

    @Test
    void a_program_that_hangs_is_killed_with_all_that_it_started(@TempDir Path folder)
            throws Exception {
        String hangs =
                script(
                        folder,
                        """
                        echo hunter2
                        (sleep 300 & echo $! > %1$s/grandchild; wait) &
                        echo $! > %1$s/child
                        wait
                        """);
        var patient = new SecretReader(Map.of(), Map::of, Duration.ofSeconds(4));
        var failure = assertThrows(SecretException.class, () -> patient.resolve("exec:" + hangs));
        assertFalse(String.valueOf(failure.getMessage()).contains("hunter2"));
        for (String name : List.of("child", "grandchild")) {
            long process = Long.parseLong(Files.readString(folder.resolve(name)).strip());
            Await.until(
                    "the " + name + " is gone",
                    Duration.ofSeconds(30),
                    () -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @Test
    void an_agent_that_a_program_leaves_behind_does_not_keep_us(@TempDir Path folder)
            throws Exception {
        String leaves =
                script(
                        folder,
                        """
                        sleep 300 &
                        echo $! > %1$s/agent
                        echo hunter2
                        """);
        assertEquals("hunter2", secrets.resolve("exec:" + leaves));
        long agent = Long.parseLong(Files.readString(folder.resolve("agent")).strip());
        assertTrue(ProcessHandle.of(agent).orElseThrow().destroyForcibly());
    }

    @Test
    void a_program_that_writes_without_end_is_stopped(@TempDir Path folder) throws Exception {
        String endless = script(folder, "exec yes hunter2\n");
        var failure = assertThrows(SecretException.class, () -> secrets.resolve("exec:" + endless));
        assertFalse(String.valueOf(failure.getMessage()).contains("hunter2"));
    }

    private static String script(Path folder, String lines) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("secret.sh"), "#!/bin/sh\n" + lines.formatted(folder));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
