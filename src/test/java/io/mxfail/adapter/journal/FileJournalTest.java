package io.mxfail.adapter.journal;

import static io.mxfail.adapter.journal.Events.RUN;
import static io.mxfail.adapter.journal.Events.event;
import static io.mxfail.adapter.journal.Events.started;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class FileJournalTest {
    @TempDir private Path state;
    private FileJournal journal;
    private Path file;

    @BeforeEach
    void in_a_state_folder_that_is_made_when_it_is_needed() {
        state = state.resolve("deep/mxfail");
        journal = new FileJournal(state);
        file = state.resolve("runs").resolve(RUN + ".jsonl");
    }

    private void write(JournalEvent... events) throws JournalException {
        try (var log = journal.start(RUN)) {
            for (JournalEvent event : events) {
                log.append(List.of(event));
            }
        }
    }

    @Test
    void events_are_read_as_they_were_added() throws JournalException {
        write(started(RUN), event(1), event(2));
        assertEquals(List.of(started(RUN), event(1), event(2)), journal.read(RUN));
    }

    @Test
    void a_reopened_run_is_continued() throws JournalException {
        write(started(RUN), event(1));
        try (var log = journal.reopen(RUN)) {
            log.append(List.of(event(2), event(3)));
        }
        assertEquals(List.of(started(RUN), event(1), event(2), event(3)), journal.read(RUN));
    }

    @Test
    void a_run_that_was_read_is_not_read_again_until_anybody_adds_to_it() throws Exception {
        write(started(RUN), event(1));
        List<JournalEvent> first = journal.read(RUN);
        assertSame(first, journal.read(RUN));
        try (var log = new FileJournal(state).reopen(RUN)) {
            log.append(List.of(event(2)));
        }
        assertEquals(List.of(started(RUN), event(1), event(2)), journal.read(RUN));
        try (var log = journal.reopen(RUN)) {
            log.append(List.of(event(3)));
            assertEquals(4, journal.read(RUN).size());
        }
        Files.delete(file);
        assertThrows(JournalException.class, () -> journal.read(RUN));
    }

    @Test
    void a_run_is_never_overwritten() throws JournalException {
        write(started(RUN));
        assertThrows(JournalException.class, () -> journal.start(RUN));
        assertEquals(1, journal.read(RUN).size());
    }

    @Test
    void only_the_owner_can_read_it() throws JournalException, IOException {
        write(started(RUN));
        assertEquals("rw-------", permissions(file));
        assertEquals("rwx------", permissions(file.getParent()));
        assertEquals("rwx------", permissions(state));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void runs_are_listed_newest_first_without_those_that_never_began()
            throws JournalException, IOException {
        assertEquals(List.of(), journal.runs());
        write(started(RUN));
        String later = "20261124T040000Z-000000";
        try (var log = journal.start(later)) {
            log.append(List.of(started(later)));
        }
        journal.start("20261124T050000Z-000000").close();
        Files.writeString(file.resolveSibling("notes.jsonl.swp"), "x");
        assertEquals(List.of(later, RUN), journal.runs());
    }

    @Test
    void a_line_cut_anywhere_by_a_crash_is_left_out_and_then_cut_off()
            throws JournalException, IOException {
        write(started(RUN), event(1), event(2));
        byte[] whole = Files.readAllBytes(file);
        int last =
                new String(whole, StandardCharsets.US_ASCII).lastIndexOf('\n', whole.length - 2)
                        + 1;
        for (int length = last; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals(List.of(started(RUN), event(1)), journal.read(RUN));
            try (var log = journal.reopen(RUN)) {
                log.append(List.of(event(9)));
            }
            assertEquals(List.of(started(RUN), event(1), event(9)), journal.read(RUN));
        }
    }

    @Test
    void a_file_without_a_whole_line_has_no_events() throws JournalException, IOException {
        journal.start(RUN).close();
        assertEquals(List.of(), journal.read(RUN));
        Files.writeString(file, "{\"format\":");
        assertEquals(List.of(), journal.read(RUN));
    }

    @Test
    void damage_elsewhere_is_an_error_with_file_and_line() throws JournalException, IOException {
        write(started(RUN), event(1), event(2));
        List<String> lines = Files.readAllLines(file);
        damaged(List.of(lines.get(0), "garbage", lines.get(2)), 2);
        damaged(List.of(lines.get(0), lines.get(1), "garbage"), 3);
        damaged(List.of(lines.get(0), lines.get(2)), 2);
        damaged(List.of(lines.get(1), lines.get(2)), 1);
        damaged(List.of(lines.get(0), lines.get(2), lines.get(1)), 2);
        damaged(List.of(lines.get(0), lines.get(1), lines.get(1), lines.get(2)), 3);
        damaged(List.of(lines.get(0).replace("fire", "test"), lines.get(1), lines.get(2)), 2);
        damaged(List.of(lines.get(0), lines.get(1).replace(" 1", " 7"), lines.get(2)), 3);
        damaged(List.of(lines.get(0), "", lines.get(1)), 2);
    }

    private void damaged(List<String> lines, int line) throws IOException {
        Files.write(file, lines);
        var e = assertThrows(JournalException.class, () -> journal.read(RUN), lines::toString);
        assertTrue(message(e).contains(file + ", line " + line), message(e));
        var again = assertThrows(JournalException.class, () -> journal.reopen(RUN));
        assertEquals(message(e), message(again));
    }

    @Test
    void the_journal_of_another_run_is_not_taken_for_this_one()
            throws JournalException, IOException {
        write(started(RUN));
        String other = "20261124T040000Z-000000";
        Files.copy(file, file.resolveSibling(other + ".jsonl"));
        var e = assertThrows(JournalException.class, () -> journal.read(other));
        assertTrue(message(e).contains(RUN), message(e));
    }

    @Test
    void a_run_that_does_not_exist_is_said_so() {
        var e = assertThrows(JournalException.class, () -> journal.read("nosuch"));
        assertTrue(message(e).contains("no run nosuch"), message(e));
        assertThrows(JournalException.class, () -> journal.reopen("nosuch"));
        assertThrows(JournalException.class, () -> journal.read("../../etc/passwd"));
        assertThrows(JournalException.class, () -> journal.start(""));
    }

    @Test
    void threads_that_meet_share_a_force_and_lose_nothing() throws Exception {
        var forces = new AtomicInteger();
        var counting = new FileJournal(state, path -> counted(Disk.of(path), forces));
        int threads = 40;
        try (var log = counting.start(RUN);
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            log.append(List.of(started(RUN)));
            var go = new CountDownLatch(1);
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                all.add(
                        pool.submit(
                                () -> {
                                    go.await();
                                    for (int j = 0; j < 5; j++) {
                                        log.append(List.of(event(number * 5 + j)));
                                    }
                                    return null;
                                }));
            }
            go.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        List<JournalEvent> read = journal.read(RUN);
        assertEquals(1 + threads * 5, read.size());
        assertEquals(read.size(), new HashSet<>(read).size());
        assertTrue(forces.get() < read.size(), forces::toString);
        for (int i = 0; i < threads; i++) {
            for (int j = 1; j < 5; j++) {
                assertTrue(read.indexOf(event(i * 5 + j - 1)) < read.indexOf(event(i * 5 + j)));
            }
        }
    }

    private static Disk counted(Disk disk, AtomicInteger forces) {
        return new Disk() {
            @Override
            public void append(byte[] bytes) throws IOException {
                disk.append(bytes);
            }

            @Override
            public void force() throws IOException {
                forces.incrementAndGet();
                disk.force();
            }

            @Override
            public void cut(long length) throws IOException {
                disk.cut(length);
            }

            @Override
            public void close() throws IOException {
                disk.close();
            }
        };
    }

    @Test
    void an_interrupted_thread_writes_all_the_same() throws JournalException {
        try (var log = journal.start(RUN)) {
            Thread.currentThread().interrupt();
            log.append(List.of(started(RUN)));
            log.append(List.of(event(1)));
            assertTrue(Thread.interrupted());
        }
        assertEquals(2, journal.read(RUN).size());
    }

    @Test
    void a_full_disk_is_an_error_and_leaves_a_journal_that_reads() throws Exception {
        for (int room = 0; room < 900; room += 50) {
            Path folder = state.resolve("room" + room);
            var disks = new ArrayList<FailingDisk>();
            int bytes = room;
            var full =
                    new FileJournal(
                            folder,
                            path -> {
                                disks.add(new FailingDisk(path, bytes));
                                return disks.getLast();
                            });
            try (var log = full.start(RUN)) {
                int written = 0;
                var e = assertThrows(JournalException.class, () -> fill(log));
                assertTrue(message(e).contains("No space left on device"), message(e));
                assertTrue(message(e).contains("free space"), message(e));
                written = full.read(RUN).size();
                // once there is room again, the run can note how it ends
                disks.getFirst().room(10_000);
                log.append(List.of(written == 0 ? started(RUN) : event(99)));
                assertEquals(written + 1, full.read(RUN).size());
            }
        }
    }

    private static void fill(RunLog log) throws JournalException {
        log.append(List.of(started(RUN)));
        for (int i = 1; i < 100; i++) {
            log.append(List.of(event(i)));
        }
    }

    @Test
    void after_a_failed_force_nothing_more_is_promised() throws Exception {
        var disks = new ArrayList<FailingDisk>();
        var failing =
                new FileJournal(
                        state,
                        path -> {
                            disks.add(new FailingDisk(path, 10_000));
                            return disks.getLast();
                        });
        try (var log = failing.start(RUN)) {
            log.append(List.of(started(RUN)));
            disks.getFirst().forcing(false);
            assertThrows(JournalException.class, () -> log.append(List.of(event(1))));
            disks.getFirst().forcing(true);
            assertThrows(JournalException.class, () -> log.append(List.of(event(2))));
        }
        assertEquals(List.of(started(RUN)), journal.read(RUN));
    }

    @Test
    void a_closed_log_takes_nothing() throws JournalException {
        var log = journal.start(RUN);
        log.close();
        log.close();
        assertThrows(JournalException.class, () -> log.append(List.of(started(RUN))));
    }

    @Test
    void a_folder_that_cannot_be_is_said_with_its_remedy() throws Exception {
        Files.createDirectories(state.getParent());
        Files.writeString(state, "a file where the folder should be");
        for (var tried : List.<Executable>of(journal::checkWritable, () -> journal.start(RUN))) {
            var e = assertThrows(JournalException.class, tried);
            assertTrue(message(e).contains(state.toString()), message(e));
            assertTrue(message(e).contains("--state"), message(e));
        }
    }

    @Test
    void a_folder_that_takes_no_bytes_is_found_before_anything_begins() {
        var full = new FileJournal(state, path -> new FailingDisk(path, 0));
        var e = assertThrows(JournalException.class, full::checkWritable);
        assertTrue(message(e).contains("No space left"), message(e));
    }

    @Test
    void a_writable_folder_stays_empty() throws Exception {
        journal.checkWritable();
        journal.checkWritable();
        try (var files = Files.list(state.resolve("runs"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void bytes_that_are_no_text_are_damage() throws Exception {
        write(started(RUN));
        Files.write(file, new byte[] {(byte) 0xff, 0, '\n'}, StandardOpenOption.APPEND);
        assertFalse(
                message(assertThrows(JournalException.class, () -> journal.read(RUN))).isEmpty());
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
