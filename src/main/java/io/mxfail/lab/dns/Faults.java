package io.mxfail.lab.dns;

import org.xbill.DNS.Opcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The faults of one listener, put in and taken out while it runs. Safe for use by several threads.
public final class Faults {
    private static final int FOREVER = Integer.MAX_VALUE;

    private record Entry(Fault fault, int times) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition lifted = lock.newCondition();
    private final List<Entry> entries = new ArrayList<>();

    Faults() {}

    /// The fault holds until it is lifted.
    public void inject(Fault fault) {
        inject(fault, FOREVER);
    }

    /// The fault holds for so many requests (of those that it concerns) and is gone then. A
    /// [Fault.Freeze] knows no count.
    public void inject(Fault fault, int times) {
        change(() -> entries.add(new Entry(fault, times)));
    }

    /// Takes out every fault that equals this one.
    public void lift(Fault fault) {
        change(() -> entries.removeIf(e -> e.fault().equals(fault)));
    }

    /// Takes out all of them; frozen requests go on.
    public void clear() {
        change(entries::clear);
    }

    /// The faults in force, in the order in which they were put in.
    public List<Fault> active() {
        lock.lock();
        try {
            return entries.stream().map(Entry::fault).toList();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable edit) {
        lock.lock();
        try {
            edit.run();
            lifted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What meets a request with that opcode and question; waits while the listener is frozen.
    InForce take(int opcode, int type) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (matching(opcode, type).has(Fault.Freeze.class)) {
                lifted.await();
            }
            InForce met = matching(opcode, type);
            entries.replaceAll(e -> meant(e.fault(), opcode, type).isPresent() ? used(e) : e);
            entries.removeIf(e -> e.times() == 0);
            return met;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a new TCP connection is to be reset.
    boolean takeTcpRefusal() {
        lock.lock();
        try {
            boolean refused = entries.stream().anyMatch(Faults::refusesTcp);
            entries.replaceAll(
                    e ->
                            refusesTcp(e) && e.times() != FOREVER
                                    ? new Entry(e.fault(), e.times() - 1)
                                    : e);
            entries.removeIf(e -> e.times() == 0);
            return refused;
        } finally {
            lock.unlock();
        }
    }

    private InForce matching(int opcode, int type) {
        return new InForce(
                entries.stream().flatMap(e -> meant(e.fault(), opcode, type).stream()).toList());
    }

    private static Entry used(Entry entry) {
        return entry.times() == FOREVER || refusesTcp(entry)
                ? entry
                : new Entry(entry.fault(), entry.times() - 1);
    }

    private static boolean refusesTcp(Entry entry) {
        return entry.fault() instanceof Fault.RefuseTcp;
    }

    /// The fault itself if it concerns messages with that opcode and question.
    private static Optional<Fault> meant(Fault fault, int opcode, int type) {
        return switch (fault) {
            case Fault.OnQueries(var inner) ->
                    opcode == Opcode.QUERY ? meant(inner, opcode, type) : Optional.empty();
            case Fault.OnUpdates(var inner) ->
                    opcode == Opcode.UPDATE ? meant(inner, opcode, type) : Optional.empty();
            case Fault.OnType(int one, var inner) ->
                    opcode == Opcode.QUERY && type == one
                            ? meant(inner, opcode, type)
                            : Optional.empty();
            case Fault.LoseUpdateAnswers _, Fault.RefuseUpdates _ ->
                    opcode == Opcode.UPDATE ? Optional.of(fault) : Optional.empty();
            case Fault.Drop _,
                    Fault.Delay _,
                    Fault.Answer _,
                    Fault.WrongIdFirst _,
                    Fault.Truncate _,
                    Fault.RefuseTcp _,
                    Fault.Freeze _,
                    Fault.NotAuthoritative _,
                    Fault.MixedTtls _,
                    Fault.ClockSkew _ ->
                    Optional.of(fault);
        };
    }

    /// The faults that meet one request.
    record InForce(List<Fault> faults) {
        InForce {
            faults = List.copyOf(faults);
        }

        boolean has(Class<? extends Fault> kind) {
            return faults.stream().anyMatch(kind::isInstance);
        }

        <F extends Fault> Optional<F> find(Class<F> kind) {
            return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
        }
    }
}
