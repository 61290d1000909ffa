package io.mxfail.adapter.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mxfail.port.Secrets.SecretException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

class SecretReaderTest {
    private final SecretReader secrets = new SecretReader(Map.of("KEY", "hunter2"));

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
}
