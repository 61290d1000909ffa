package io.mxfail;

import io.mxfail.app.World;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.port.JournalStore;

import java.util.List;
import java.util.function.Consumer;

/// The program with its real parts, where a test acts right after chosen moments: each journal
/// event, once it is on disk. After [JournalEvent.Announced] the zone has been read and the packet
/// has not left.
final class Overheard {
    private Overheard() {}

    /// Acts after every event.
    static Altered atEveryEvent(Consumer<JournalEvent> then) {
        return new Altered(
                world ->
                        new World(
                                world.profiles(),
                                world.providers(),
                                world.network(),
                                new World.Records(
                                        new Journal(world.records().journal(), then),
                                        world.records().lease(),
                                        world.records().ids()),
                                world.time(),
                                world.operator()));
    }

    /// Acts once, when the first write is about to leave.
    static Altered beforeTheFirstWrite(Runnable act) {
        return atEveryEvent(
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
