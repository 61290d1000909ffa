package io.mxfail;

import io.mxfail.app.World;
import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.port.JournalStore;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The program, killed by `kill -9` right after its Nth journal event is on disk.
final class HaltingMain {
    static final int HALTED = 137;

    private HaltingMain() {}

    public static void main(String[] args) {
        int after = Integer.parseInt(args[0]);
        var platform = new Platform(new Halting(after), System.out, System.err, "test");
        System.exit(new Cli(platform).run(Arrays.copyOfRange(args, 1, args.length)));
    }

    private record Halting(int after) implements Platform.Factory {
        @Override
        public World world(Optional<String> profiles, Optional<String> state) {
            World world = new Wiring().world(profiles, state);
            var records = world.records();
            return new World(
                    world.profiles(),
                    world.providers(),
                    world.network(),
                    new World.Records(
                            new HaltingJournal(records.journal(), new AtomicInteger(after)),
                            records.lease(),
                            records.ids()),
                    world.time(),
                    world.operator());
        }

        @Override
        public Practice lab() {
            throw new UnsupportedOperationException("no lab here");
        }

        @Override
        public Platform.Factory fast(Practice lab) {
            return this;
        }

        @Override
        public boolean interactive() {
            return false;
        }

        @Override
        public Optional<String> readLine() {
            return Optional.empty();
        }
    }

    private record HaltingJournal(JournalStore journal, AtomicInteger left)
            implements JournalStore {
        @Override
        public RunLog start(String run) throws JournalException {
            return halting(journal.start(run));
        }

        @Override
        public RunLog reopen(String run) throws JournalException {
            return halting(journal.reopen(run));
        }

        /// No thread writes an event or a packet more than the signal lets it.
        private static void killed() {
            try {
                new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("kill -9 did not come", e);
            }
        }

        private RunLog halting(RunLog log) {
            return new RunLog() {
                @Override
                public void append(List<JournalEvent> events) throws JournalException {
                    for (JournalEvent event : events) {
                        log.append(List.of(event));
                        if (left.decrementAndGet() == 0) {
                            killed();
                        }
                    }
                }

                @Override
                public void close() {
                    log.close();
                }
            };
        }

        @Override
        public List<String> runs() throws JournalException {
            return journal.runs();
        }

        @Override
        public List<JournalEvent> read(String run) throws JournalException {
            return journal.read(run);
        }

        @Override
        public void checkWritable() throws JournalException {
            journal.checkWritable();
        }
    }
}
