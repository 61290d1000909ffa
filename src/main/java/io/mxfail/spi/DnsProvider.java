package io.mxfail.spi;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;

import org.xbill.DNS.Name;

import java.util.Set;

/// One account or server where zones are read and written.
///
/// Safe for use by many threads. Every call ends within the configured timeout. Reads may be
/// repeated;
/// a write is never repeated by an adapter, since its first try may have taken effect.
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

    /// Reads those sets as the provider stores them now; sets that a wildcard would synthesise
    /// are
    /// absent.
    Observed read(Name zone, Set<RecordKey> keys) throws ProviderException;

    /// Writes the sets if they are still as the write says, in the provider's most atomic
    /// form, and
    /// confirms by reading where the service's word is not enough.
    ///
    /// Returns, never throws, whatever the world does: once a packet may have left, the
    /// outcome is a
    /// value.
    Outcome write(ZoneWrite write);

    /// Whether an applied write has reached all of the provider's own name servers.
    ///
    /// @param receipt of [Outcome.Applied]
    boolean inSync(String receipt) throws ProviderException;

    @Override
    void close();
}
