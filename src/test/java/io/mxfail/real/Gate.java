package io.mxfail.real;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;

/// Where every packet of a [FreezingProxy] passes, one after the other, or waits while it is
/// frozen. Whoever brings a packet never waits: what may not pass is kept for later.
final class Gate {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Predicate<byte[]> counted;
    private final Map<Way, Integer> passed = new EnumMap<>(Way.class);
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private Way watched = Way.EITHER;
    private int limit = NEVER;
    private boolean frozen;

    Gate(Predicate<byte[]> counted) {
        this.counted = counted;
    }

    /// Puts a packet on the wire.
    interface Send {
        void run() throws IOException;
    }

    private sealed interface Waiting {
        record Packet(Way way, byte[] message, Send send) implements Waiting {}

        record End(Runnable close) implements Waiting {}
    }

    synchronized void pass(Way way, byte[] message, Send send) {
        waiting.add(new Waiting.Packet(way, message, send));
        drain();
    }

    /// The end of a connection, after everything that it brought.
    synchronized void end(Runnable close) {
        waiting.add(new Waiting.End(close));
        drain();
    }

    synchronized void freezeAfter(int packets, Way way) {
        release();
        passed.clear();
        watched = way;
        limit = packets;
        frozen = packets == 0;
    }

    synchronized int passed(Way way) {
        return passed.entrySet().stream()
                .filter(entry -> way.includes(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    synchronized boolean isFrozen() {
        return frozen;
    }

    /// Whether a packet waits.
    synchronized boolean isHolding() {
        return frozen && waiting.stream().anyMatch(each -> each instanceof Waiting.Packet);
    }

    synchronized void release() {
        frozen = false;
        limit = NEVER;
        drain();
    }

    synchronized void discard() {
        List<Waiting> lost = new ArrayList<>(waiting);
        waiting.clear();
        release();
        for (Waiting each : lost) {
            if (each instanceof Waiting.End(Runnable close)) {
                close.run();
            }
        }
    }

    private void drain() {
        while (!frozen && !waiting.isEmpty()) {
            switch (waiting.remove()) {
                case Waiting.Packet packet -> send(packet);
                case Waiting.End(Runnable close) -> close.run();
            }
        }
    }

    private void send(Waiting.Packet packet) {
        try {
            packet.send().run();
        } catch (IOException _) {
            // Its receiver is gone: it did not pass.
            return;
        }
        if (counted.test(packet.message())) {
            passed.merge(packet.way(), 1, Integer::sum);
            if (watched.includes(packet.way()) && passed(watched) >= limit) {
                frozen = true;
            }
        }
    }
}
