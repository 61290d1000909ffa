package io.mxfail.real;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A real authoritative name server: a primary, or a secondary that holds all zones of its
/// primary.
///
/// A primary notifies its secondaries at once of every change, and they follow by IXFR.
public sealed interface NameServer extends AutoCloseable permits Bind, Knot {
    /// Where it answers, over UDP and TCP.
    InetSocketAddress address();

    /// The zones it serves, without final dot.
    List<String> zones();

    /// Whom it asks for its zones; empty for a primary.
    List<NameServer> primaries();

    /// The secondaries that it tells of every change.
    List<NameServer> notified();

    /// From now on it tells exactly these secondaries. A secondary adds itself when it starts.
    void notifies(List<NameServer> secondaries);

    /// Lets a secondary ask its primary now, without waiting for the answer.
    void refresh();

    /// Lets it hang: packets are accepted, nothing answers.
    void freeze();

    /// Ends [freeze].
    void thaw();

    /// Ends it at once and keeps its data and port: from now on connections are refused.
    void crash();

    /// Starts it again after [crash].
    void restart();

    /// All it has logged since it last started.
    String log();

    /// Ends it and deletes its folder.
    @Override
    void close();

    /// A secondary hears of no further change: it goes on answering what it has, whatever the
    /// refresh time in the zone's SOA.
    default void fallBehind() {
        for (NameServer primary : primaries()) {
            primary.notifies(
                    primary.notified().stream().filter(secondary -> secondary != this).toList());
        }
    }

    /// Ends [fallBehind]; returns when the secondary has the primary's serials.
    default void catchUp() {
        follow();
        refresh();
        awaitPrimary();
    }

    /// A secondary hears of every change from now on.
    default void follow() {
        for (NameServer primary : primaries()) {
            if (!primary.notified().contains(this)) {
                primary.notifies(
                        Stream.concat(primary.notified().stream(), Stream.of(this)).toList());
            }
        }
    }

    /// Returns when this secondary serves what its primary serves.
    default void awaitPrimary() {
        for (NameServer primary : primaries()) {
            for (String zone : zones()) {
                Await.until(
                        "the secondary has the primary's " + zone,
                        Duration.ofSeconds(10),
                        () -> Ask.serial(address(), zone) == Ask.serial(primary.address(), zone));
            }
        }
    }
}
