package io.mxfail.spi;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One account or server where zones are read and written.
///
/// Safe for use by many threads. Every call ends within the configured timeout. Reads may be
/// repeated; a write is never repeated by an adapter, since its first try may have taken
/// effect.
public interface DnsProvider extends AutoCloseable {
    /// Which account or server this is, in a form that is stable and holds no secret, such as
    /// `rfc2136 127.0.0.1:5300 key mxfail.`. Part of a plan's id.
    String identity();

    /// How this provider can fail.
    Capabilities capabilities();

    /// The zone of this provider that holds the name: the longest one that encloses it.
    ///
    /// @throws ProviderException NO_SUCH_ZONE where it has none
    Name zoneOf(Name name) throws ProviderException;

    /// Reads those sets as the provider stores them now; sets that a wildcard would
    /// synthesise are absent.
    Observed read(Name zone, Set<RecordKey> keys) throws ProviderException;

    /// Writes the sets if they are still as the write says, in the provider's most atomic form, and
    /// confirms it by reading them back, whatever the service answers; see [ReadAfterWrite].
    ///
    /// Returns, never throws, whatever the world does: once a packet may have left, the
    /// outcome is a value.
    Outcome write(ZoneWrite write);

    /// Whether an applied write has reached all of the provider's own name servers.
    ///
    /// @param receipt of [Outcome.Applied]
    boolean inSync(String receipt) throws ProviderException;

    /// Makes the servers serve what is stored, where that is a step of its own behind a write, such
    /// as a reload. Called where a write broke off and all of it is found stored; doing it once
    /// more does no harm.
    ///
    /// @throws ProviderException where the servers could not be made to
    default void publish(Name zone) throws ProviderException {}

    /// Name servers that are known to serve what is written here, such as the one that takes the
    /// updates; asked beside those of the delegation where a zone has several providers. Empty: not
    /// known.
    default List<ServerAddress> servers() {
        return List.of();
    }

    /// What people must still do before any server serves what was written, such as to publish a
    /// repository; one line, completes "to be served, ". Empty: nothing.
    default Optional<String> handover(Name zone) {
        return Optional.empty();
    }

    /// Shows what can be shown without changing a record: that the service knows the key, has
    /// the zone, and lets the key write. Where it has no way to tell, the proof says so.
    ///
    /// @param keys what shall be written one day
    default Proof prove(Name zone, Set<RecordKey> keys) {
        try {
            read(zone, keys);
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
        return Proof.read(zone.toString())
                .and(
                        Proof.Subject.WRITE,
                        Proof.State.OPEN,
                        "this provider has no way to try a write without making it");
    }

    /// The same write as a script for a well-known tool, for the hour when this program is not
    /// to be had. It refuses a zone that has moved as far as the tool can; secrets are in it by
    /// name only.
    ///
    /// @return empty: that tool does not speak to this provider
    default Optional<String> script(ZoneWrite write, Tool tool) throws ProviderException {
        return Optional.empty();
    }

    @Override
    void close();
}
