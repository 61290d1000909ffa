package io.mxfail.app;

import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Locks in memory: those of a process that died leave their marks, as lock files do.
final class MemoryLease implements Lease {
    private final MemoryJournal process;
    private final Map<Name, List<String>> marks = new TreeMap<>();
    private final Map<Name, String> held = new TreeMap<>();
    private Runnable beforeTaking = () -> {};

    MemoryLease(MemoryJournal process) {
        this.process = process;
    }

    /// A new process: no lock is held, marks stay.
    synchronized void restart() {
        held.clear();
    }

    synchronized boolean isFree() {
        return held.isEmpty();
    }

    /// What happens once, right before a lock is next taken.
    synchronized void beforeTaking(Runnable act) {
        beforeTaking = act;
    }

    @Override
    public synchronized Taken take(Collection<Name> domains, String run) {
        Runnable act = beforeTaking;
        beforeTaking = () -> {};
        act.run();
        var wanted = new TreeSet<>(domains);
        for (Name domain : wanted) {
            if (held.containsKey(domain)) {
                return new Taken.Busy(domain, "run " + held.get(domain));
            }
        }
        var dead = new LinkedHashSet<String>();
        var before = new TreeMap<Name, List<String>>();
        for (Name domain : wanted) {
            List<String> found = marks.getOrDefault(domain, List.of());
            dead.addAll(found);
            before.put(domain, found);
            var more = new ArrayList<>(found);
            more.add(run);
            marks.put(domain, more);
            held.put(domain, run);
        }
        return new Taken.All(new Locks(before), List.copyOf(dead));
    }

    private final class Locks implements Held {
        private final Map<Name, List<String>> before;
        private boolean open = true;

        Locks(Map<Name, List<String>> before) {
            this.before = before;
        }

        @Override
        public void close() {
            release(false);
        }

        @Override
        public void leaveAsFound() {
            release(true);
        }

        private void release(boolean asFound) {
            synchronized (MemoryLease.this) {
                if (!open || process.isDead()) {
                    return;
                }
                open = false;
                before.forEach(
                        (domain, found) -> {
                            held.remove(domain);
                            if (asFound) {
                                marks.put(domain, found);
                            } else {
                                marks.remove(domain);
                            }
                        });
            }
        }
    }
}
