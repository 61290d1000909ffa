package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class DaemonTest {
    private static final List<String> FOREVER = List.of("sleep", "600");

    /// A JVM of its own that starts a daemon, says where, and waits to be killed.
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws IOException {
            Scratch scratch = Scratch.create("victim");
            Daemon daemon = Daemon.start("sleep", scratch, FOREVER);
            Files.writeString(Path.of(args[0]), daemon.pid() + " " + scratch.folder() + "\n");
            Await.until("somebody kills me", Duration.ofMinutes(2), () -> false);
        }
    }

    @Test
    void a_daemon_dies_and_its_folder_goes_when_the_jvm_is_killed() throws Exception {
        Path told = Files.createTempFile("mxfail-victim", ".txt");
        Process jvm =
                new ProcessBuilder(ChildJvm.command(Victim.class, told.toString()))
                        .inheritIO()
                        .start();
        try {
            Await.until(
                    "the child says where its daemon is",
                    Duration.ofMinutes(1),
                    () -> read(told).endsWith("\n"));
            String[] words = read(told).strip().split(" ");
            ProcessHandle daemon = ProcessHandle.of(Long.parseLong(words[0])).orElseThrow();
            assertTrue(daemon.isAlive());

            jvm.destroyForcibly().waitFor();

            Await.until("the daemon ends", Duration.ofSeconds(30), () -> !runs(daemon));
            Await.until(
                    "its folder goes",
                    Duration.ofSeconds(30),
                    () -> !Files.exists(Path.of(words[1])));
        } finally {
            jvm.destroyForcibly();
            Files.delete(told);
        }
    }

    @Test
    void a_daemon_that_dies_by_itself_leaves_its_folder_for_a_restart() {
        try (Scratch scratch = Scratch.create("test")) {
            Daemon daemon = Daemon.start("sleep", scratch, FOREVER);
            daemon.signal("KILL");
            Await.until("it is dead", Duration.ofSeconds(30), () -> !daemon.isAlive());
            daemon.stop();
            assertTrue(Files.exists(scratch.folder().resolve("sleep.log")));
        }
    }

    @Test
    void stopping_ends_the_process_and_keeps_its_folder_until_that_is_closed() {
        Scratch scratch = Scratch.create("test");
        Daemon daemon = Daemon.start("sleep", scratch, FOREVER);
        assertTrue(daemon.isAlive());
        daemon.stop();
        assertFalse(daemon.isAlive());
        assertTrue(Files.exists(scratch.folder()));
        scratch.close();
        assertFalse(Files.exists(scratch.folder()));
    }

    @Test
    void a_daemon_that_ends_while_it_starts_shows_its_log() {
        try (Scratch scratch = Scratch.create("test")) {
            Daemon daemon =
                    Daemon.start("broken", scratch, List.of("sh", "-c", "echo my reason; exit 3"));
            var failure = assertThrows(AssertionError.class, () -> daemon.awaitReady(() -> false));
            assertTrue(failure.getMessage().contains("exit 3"), failure::getMessage);
            assertTrue(failure.getMessage().contains("my reason"), failure::getMessage);
        }
    }

    @Test
    void a_port_that_another_process_took_is_tried_again_with_another() {
        var starts = new AtomicInteger();
        String result =
                Ports.retrying(
                        () -> {
                            if (starts.incrementAndGet() < 3) {
                                startWith("bind: Address already in use");
                            }
                            return "started";
                        });
        assertEquals("started", result);
        assertEquals(3, starts.get());
    }

    private static void startWith(String complaint) {
        try (Scratch scratch = Scratch.create("test")) {
            Daemon.start(
                            "taken",
                            scratch,
                            List.of("sh", "-c", "echo " + complaint + "; exec sleep 600"))
                    .awaitReady(() -> false);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A killed process that nobody has reaped is a zombie: it no longer has a command.
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
