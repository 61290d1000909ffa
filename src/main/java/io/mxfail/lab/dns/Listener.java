package io.mxfail.lab.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/// One address of an authoritative server: its faults, and which versions of the zones it shows. It
/// shows every change at once unless told to lag. Safe for use by several threads.
public final class Listener implements AutoCloseable {
    /// When changes show here.
    private sealed interface Following {
        record AtOnce() implements Following {}

        record Never() implements Following {}

        record NotUntil(Instant end, InstantSource time) implements Following {}

        record Behind(Duration by, InstantSource time) implements Following {}
    }

    private record Due(Instant from, Zones zones) {}

    private final boolean secondary;
    private final Faults faults = new Faults();
    private final Object lock = new Object();

    // The next four are guarded by lock.
    private Zones published;
    private Zones shown;
    private Following following = new Following.AtOnce();
    private final Deque<Due> due = new ArrayDeque<>();

    private final PacketServer server;

    Listener(Listen as, Zones zones, Function<Listener, PacketServer.Handler> handler)
            throws IOException {
        this.secondary = as.refusesUpdates();
        this.published = zones;
        this.shown = zones;
        this.server = PacketServer.open(as.address(), faults, handler.apply(this));
    }

    /// Where it listens, with the port that was free.
    public InetSocketAddress address() {
        return server.address();
    }

    /// Whether it refuses updates.
    public boolean isSecondary() {
        return secondary;
    }

    public Faults faults() {
        return faults;
    }

    /// How many messages came in so far, lost ones included.
    public long received() {
        return server.received();
    }

    /// From now on shows what it shows at this moment, until [#catchUp].
    public void lag() {
        stand(new Following.Never());
    }

    /// The same, until that time of that clock.
    public void lagUntil(Instant end, InstantSource time) {
        stand(new Following.NotUntil(end, time));
    }

    /// From now on shows every change by so much later, as a secondary does that polls.
    public void lagBehind(Duration by, InstantSource time) {
        stand(new Following.Behind(by, time));
    }

    /// Shows this version whatever the others show, until [#catchUp].
    public void show(ZoneVersion zone) {
        synchronized (lock) {
            stand(new Following.Never());
            shown = shown.with(zone);
        }
    }

    /// Shows the newest versions, at once and from now on.
    public void catchUp() {
        stand(new Following.AtOnce());
    }

    private void stand(Following how) {
        synchronized (lock) {
            shown = view();
            due.clear();
            following = how;
        }
    }

    /// The zones as they are answered from now.
    Zones view() {
        synchronized (lock) {
            return switch (following) {
                case Following.AtOnce() -> published;
                case Following.Never() -> shown;
                case Following.NotUntil(var end, var time) ->
                        time.instant().isBefore(end) ? shown : published;
                case Following.Behind(_, var time) -> {
                    Instant now = time.instant();
                    while (!due.isEmpty() && !due.getFirst().from().isAfter(now)) {
                        shown = due.removeFirst().zones();
                    }
                    yield shown;
                }
            };
        }
    }

    void publish(Zones zones) {
        synchronized (lock) {
            published = zones;
            if (following instanceof Following.Behind(var by, var time)) {
                due.addLast(new Due(time.instant().plus(by), zones));
            }
        }
    }

    /// Ends this address alone: from now on its port is closed, as that of a dead host's server is.
    @Override
    public void close() {
        server.close();
    }
}
