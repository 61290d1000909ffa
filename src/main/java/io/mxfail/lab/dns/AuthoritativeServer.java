package io.mxfail.lab.dns;

import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// An authoritative name server inside the process: several zones at several addresses, queries
/// over UDP and TCP, zone transfers, signed updates with prerequisites, and faults on demand.
///
/// ```java
/// try (var dns = AuthoritativeServer.start(
///         List.of(ZoneVersion.parse("example.test.", "@ 60 MX 10 mx1")),
///         List.of(UpdateKey.of("mxfail.", "hmac-sha256", base64)),
///         Listen.primary(), Listen.secondary())) {
///     dns.listener(1).lag();
///     … dns.address(0) … dns.zone("example.test.").set("@", Type.MX) …
/// }
/// ```
///
/// With keys, only signed updates are taken; without, every update is. The first listener is the
/// primary unless told otherwise. All listeners show one state of the zones, each perhaps later
/// than the others. [#close] ends every thread.
public final class AuthoritativeServer implements AutoCloseable {
    private static final int KEPT_EXCHANGES = 1000;

    private final Map<Name, UpdateKey> keys;
    private final List<Listener> listeners = new ArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Zones zones;
    private volatile boolean signedTransfersOnly;
    private final Deque<Exchange> exchanges = new ArrayDeque<>();

    private AuthoritativeServer(Zones zones, Map<Name, UpdateKey> keys) {
        this.zones = zones;
        this.keys = keys;
    }

    /// Starts a server; without listeners it gets one primary on a free port.
    ///
    /// @throws IOException if an address cannot be had
    /// @throws IllegalArgumentException if a zone or key name is given twice
    public static AuthoritativeServer start(
            Collection<ZoneVersion> zones, Collection<UpdateKey> keys, Listen... listen)
            throws IOException {
        var server =
                new AuthoritativeServer(
                        Zones.of(zones),
                        keys.stream()
                                .collect(Collectors.toMap(UpdateKey::name, Function.identity())));
        try {
            for (Listen at : listen.length == 0 ? new Listen[] {Listen.primary()} : listen) {
                server.listeners.add(
                        new Listener(at, server.zones, l -> new Responder(server, l)::answer));
            }
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    public List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    public Listener listener(int index) {
        return listeners.get(index);
    }

    public InetSocketAddress address(int index) {
        return listener(index).address();
    }

    /// The addresses of all listeners.
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    public Faults faults(int index) {
        return listener(index).faults();
    }

    /// The newest version of a zone.
    ///
    /// @throws IllegalArgumentException if it is not served here
    public ZoneVersion zone(String origin) {
        Name name = ZoneVersion.absolute(origin, Name.root);
        return zones.at(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "zone %s is not served".formatted(name)));
    }

    /// Changes a zone by hand, as another tool would, and moves its serial on if that changed
    /// anything and the edit itself did not. Waits for updates under way. Returns the new version.
    public ZoneVersion edit(String origin, UnaryOperator<ZoneVersion> edit) {
        writing.lock();
        try {
            ZoneVersion before = zone(origin);
            ZoneVersion after = edit.apply(before);
            boolean changed = !Records.sameZone(before, after);
            if (changed && after.serial() == before.serial()) {
                after = after.withSerial(UpdateRules.nextSerial(before.serial()));
            }
            publish(after);
            return after;
        } finally {
            writing.unlock();
        }
    }

    /// Serves one more zone, or another version of one under the serial that it bears.
    public void load(ZoneVersion zone) {
        writing.lock();
        try {
            publish(zone);
        } finally {
            writing.unlock();
        }
    }

    /// From now on refuses zone transfers that no key has signed.
    public void requireSignedTransfers() {
        signedTransfersOnly = true;
    }

    /// The last 1000 requests that were carried out, oldest first, with the answer that was made
    /// (it may have been lost or late).
    public List<Exchange> exchanges() {
        synchronized (exchanges) {
            return List.copyOf(exchanges);
        }
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
    }

    Map<Name, UpdateKey> keys() {
        return keys;
    }

    boolean signedTransfersOnly() {
        return signedTransfersOnly;
    }

    /// Judges an update against the newest version and publishes the outcome, one update at a time.
    Optional<UpdateRules.Result> update(
            Name origin, Function<ZoneVersion, UpdateRules.Result> judge) {
        writing.lock();
        try {
            Optional<UpdateRules.Result> result = zones.at(origin).map(judge);
            if (result.isPresent()
                    && result.get() instanceof UpdateRules.Result.Accepted(var after)) {
                publish(after);
            }
            return result;
        } finally {
            writing.unlock();
        }
    }

    void note(Exchange exchange) {
        synchronized (exchanges) {
            if (exchanges.size() == KEPT_EXCHANGES) {
                exchanges.removeFirst();
            }
            exchanges.addLast(exchange);
        }
    }

    private void publish(ZoneVersion zone) {
        Zones changed = zones.with(zone);
        zones = changed;
        listeners.forEach(l -> l.publish(changed));
    }

    /// One request and its answer.
    ///
    /// @param listener where it came in
    /// @param answer without its TSIG; of a zone transfer the first message
    public record Exchange(Listener listener, boolean tcp, Message request, Message answer) {}
}
