package io.mxfail.adapter.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.ChildJvm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class OneWriterTest {
    @TempDir private Path folder;

    /// Each of them takes the lock's file away at its end, while the others wait for it.
    @Test
    void writers_of_several_processes_never_overlap_and_leave_nothing_behind() throws Exception {
        Path file = Files.writeString(folder.resolve("number"), "0");
        var children = new ArrayList<Process>();
        for (int i = 0; i < 3; i++) {
            children.add(
                    new ProcessBuilder(ChildJvm.command(Counting.class, file.toString(), "300"))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        }
        for (Process child : children) {
            assertEquals(0, child.waitFor());
        }
        assertEquals("900", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void a_second_writer_waits_no_longer_than_it_may() throws Exception {
        Path file = Files.writeString(folder.resolve("zone"), "");
        try (OneWriter first = OneWriter.of(file, Duration.ofSeconds(1)).orElseThrow()) {
            assertTrue(Files.exists(OneWriter.fileFor(file)));
            var second = new ArrayList<Optional<OneWriter>>();
            Thread other =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            second.add(OneWriter.of(file, Duration.ofMillis(50)));
                                        } catch (Exception e) {
                                            throw new IllegalStateException(e);
                                        }
                                    });
            other.join();
            assertEquals(List.of(Optional.empty()), second);
        }
        assertTrue(Files.notExists(OneWriter.fileFor(file)));
    }
}
