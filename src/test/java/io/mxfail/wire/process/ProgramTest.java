package io.mxfail.wire.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class ProgramTest {
    @TempDir private Path folder;

    private Program sh(String script, Duration timeout) {
        return new Program(
                List.of("/bin/sh", "-c", script),
                Optional.of(folder),
                Optional.of(Map.of("PATH", "/usr/bin:/bin")),
                timeout);
    }

    private void assertGone(String file) throws IOException {
        long process = Long.parseLong(Files.readString(folder.resolve(file)).strip());
        Await.until(
                "the process in " + file + " is gone",
                Duration.ofSeconds(30),
                () -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    }

    /// Its parent ends at once, so that it is nobody's child, and it leads a session of its own.
    @Test
    void what_was_forked_twice_ends_with_the_program_at_its_deadline() throws Exception {
        Ended ended =
                sh(
                                """
                                (setsid sh -c 'echo $$ > orphan; (sleep 300; true) & \
                                echo $! > child; wait' > /dev/null 2>&1 &)
                                until [ -s child ]; do sleep 0.05; done
                                sleep 300
                                """,
                                Duration.ofSeconds(5))
                        .run("");
        assertTrue(assertInstanceOf(Ended.Stopped.class, ended).late());
        assertGone("orphan");
        assertGone("child");
    }

    @Test
    void another_program_at_work_meanwhile_is_left_alone() throws Exception {
        Thread patient =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        assertInstanceOf(
                                                Ended.Exited.class,
                                                sh(
                                                                "echo $$ > patient; until [ -e go"
                                                                        + " ]; do sleep 0.05; done;"
                                                                        + " echo done > ended",
                                                                Duration.ofMinutes(1))
                                                        .run("")));
        Await.until(
                "it runs", Duration.ofSeconds(50), () -> Files.exists(folder.resolve("patient")));
        sh("sleep 300", Duration.ofMillis(200)).run("");
        Files.createFile(folder.resolve("go"));
        patient.join();
        assertEquals("done", Files.readString(folder.resolve("ended")).strip());
    }

    @Test
    void what_a_profile_keeps_secret_no_program_inherits() {
        var inherited =
                new Inherited(
                        Map.of("HOME", "/root", "TOKEN", "1", "KEY", "2", "OTHER", "3"),
                        () -> Set.of("OTHER"));
        inherited.withhold(Set.of("TOKEN"));
        assertEquals(Map.of("HOME", "/root", "KEY", "2"), inherited.get());
        inherited.withhold(Set.of("KEY", "NONE"));
        assertEquals(Map.of("HOME", "/root"), inherited.get());
    }
}
