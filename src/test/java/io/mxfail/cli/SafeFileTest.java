package io.mxfail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

class SafeFileTest {
    @TempDir private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    /// A disk with room for a few bytes.
    private static void full(FileChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap("{\"format".getBytes(StandardCharsets.UTF_8)));
        throw new IOException("No space left on device");
    }

    @Test
    void a_file_is_written_in_place_of_the_old_one() throws IOException {
        Path file = folder.resolve("plan.json");
        SafeFile.replace(file, "old");
        SafeFile.replace(file, "new ä");
        assertEquals("new ä", Files.readString(file));
        assertEquals(List.of("plan.json"), names());
    }

    @Test
    void a_full_disk_leaves_the_old_file_and_nothing_beside_it() throws IOException {
        Path file = folder.resolve("plan.json");
        Files.writeString(file, "old");
        assertThrows(IOException.class, () -> SafeFile.replace(file, SafeFileTest::full));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("plan.json"), names());
    }

    @Test
    void a_full_disk_leaves_no_half_of_a_new_file() throws IOException {
        Path file = folder.resolve("check.json");
        assertThrows(IOException.class, () -> SafeFile.replace(file, SafeFileTest::full));
        assertThrows(IOException.class, () -> SafeFile.create(file, SafeFileTest::full));
        assertEquals(List.of(), names());
    }

    @Test
    void a_new_file_never_takes_the_place_of_one_that_came_meanwhile() throws IOException {
        Path file = folder.resolve("check.json");
        assertThrows(
                FileAlreadyExistsException.class,
                () -> SafeFile.create(file, _ -> Files.writeString(file, "another's")));
        assertEquals("another's", Files.readString(file));
        assertThrows(FileAlreadyExistsException.class, () -> SafeFile.create(file, "mine"));
        assertEquals(List.of("check.json"), names());
    }

    @Test
    void a_new_file_is_whole() throws IOException {
        Path file = folder.resolve("check.json");
        SafeFile.create(file, "all of it");
        assertEquals("all of it", Files.readString(file));
        assertEquals(List.of("check.json"), names());
    }

    @Test
    void a_link_stays_one_and_what_it_leads_to_is_replaced() throws IOException {
        Path file = Files.writeString(folder.resolve("real.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("plan.json"), file);
        SafeFile.replace(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void who_could_not_read_the_old_file_cannot_read_the_new_one() throws IOException {
        Path file = Files.writeString(folder.resolve("plan.json"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        SafeFile.replace(file, "new");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
}
