package io.mxfail;

import io.mxfail.app.World;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.port.JournalStore;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The program with its real parts, where a test acts right after chosen moments: each journal
/// event, once it is on disk. After [JournalEvent.Announced] the zone has been read and the packet
/// has not left.
record Overheard(Platform.Factory factory, Consumer<JournalEvent> then)
        implements Platform.Factory {
    Overheard(Consumer<JournalEvent> then) {
        this(new Wiring(), then);
    }

    /// Acts once, when the first write is about to leave.
    static Overheard beforeTheFirstWrite(Runnable act) {
        return new Overheard(
                new Consumer<>() {
                    private boolean done;

                    @Override
                    public synchronized void accept(JournalEvent event) {
                        if (event instanceof JournalEvent.Announced && !done) {
                            done = true;
                            act.run();
                        }
                    }
                });
    }

    @Override
    public World world(Optional<String> profiles, Optional<String> state) {
        World world = factory.world(profiles, state);
        var records = world.records();
        return new World(
                world.profiles(),
                world.providers(),
                world.network(),
                new World.Records(
                        new Journal(records.journal(), then), records.lease(), records.ids()),
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
        return factory.interactive();
    }

    @Override
    public Optional<String> readLine() {
        return factory.readLine();
    }

    private record Journal(JournalStore journal, Consumer<JournalEvent> then)
            implements JournalStore {
        @Override
        public RunLog start(String run) throws JournalException {
            return heard(journal.start(run));
        }

        @Override
        public RunLog reopen(String run) throws JournalException {
            return heard(journal.reopen(run));
        }

        private RunLog heard(RunLog log) {
            return new RunLog() {
                @Override
                public void append(List<JournalEvent> events) throws JournalException {
                    log.append(events);
                    events.forEach(then);
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
