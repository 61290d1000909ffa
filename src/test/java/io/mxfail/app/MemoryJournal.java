package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.port.JournalStore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A journal in memory that can die with its process after any event, and fail as a full disk does.
final class MemoryJournal implements JournalStore {
    private final Map<String, List<JournalEvent>> runs = new TreeMap<>();
    private int written;
    private int lastBeforeCrash = Integer.MAX_VALUE;
    private int lastBeforeFull = Integer.MAX_VALUE;
    private boolean dead;
    private int breaksAt = Integer.MAX_VALUE;

    /// A mistake shows once, as the event of that number, counted from now, is to be written.
    synchronized void breakAt(int event) {
        breaksAt = written + event;
    }

    /// The process dies right after the event of that number, counted from now, is on disk.
    synchronized void crashAfter(int events) {
        lastBeforeCrash = written + events;
    }

    /// The disk is full after that many more events.
    synchronized void fullAfter(int events) {
        lastBeforeFull = written + events;
    }

    /// A new process with room on its disk.
    synchronized void restart() {
        dead = false;
        lastBeforeCrash = Integer.MAX_VALUE;
        lastBeforeFull = Integer.MAX_VALUE;
    }

    /// How many events were written so far.
    synchronized int written() {
        return written;
    }

    synchronized void die() {
        dead = true;
    }

    /// Ends whoever still runs in a process that died.
    synchronized void mustLive() {
        if (dead) {
            throw new Crash("the process is dead");
        }
    }

    synchronized boolean isDead() {
        return dead;
    }

    @Override
    public synchronized RunLog start(String run) throws JournalException {
        mustLive();
        if (runs.putIfAbsent(run, new ArrayList<>()) != null) {
            throw new JournalException("there is a run " + run + " already");
        }
        return new Log(run);
    }

    @Override
    public synchronized RunLog reopen(String run) throws JournalException {
        mustLive();
        read(run);
        return new Log(run);
    }

    @Override
    public synchronized List<String> runs() {
        return List.copyOf(new ArrayList<>(runs.keySet()).reversed());
    }

    @Override
    public synchronized List<JournalEvent> read(String run) throws JournalException {
        List<JournalEvent> events = runs.get(run);
        if (events == null) {
            throw new JournalException("there is no run " + run);
        }
        return List.copyOf(events);
    }

    @Override
    public synchronized void checkWritable() throws JournalException {
        if (written >= lastBeforeFull) {
            throw new JournalException("no space left on device");
        }
    }

    private final class Log implements RunLog {
        private final String run;

        Log(String run) {
            this.run = run;
        }

        @Override
        public void append(List<JournalEvent> events) throws JournalException {
            synchronized (MemoryJournal.this) {
                for (JournalEvent event : events) {
                    mustLive();
                    if (written + 1 == breaksAt) {
                        breaksAt = Integer.MAX_VALUE;
                        throw new IllegalStateException("a mistake at " + event);
                    }
                    if (written >= lastBeforeFull) {
                        throw new JournalException("no space left on device");
                    }
                    runs.get(run).add(event);
                    written++;
                    if (written == lastBeforeCrash) {
                        dead = true;
                        throw new Crash("after event " + written + ": " + event);
                    }
                }
            }
        }

        @Override
        public void close() {}
    }
}
