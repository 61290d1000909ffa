package io.mxfail.port;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks name servers, one by one and by address, so that their differences can be seen.
///
/// Every call ends within the timeout and gives an answer; a failure is an answer too. Safe
/// for use by
/// many threads.
public interface Lookup extends AutoCloseable {
    /// Asks one authoritative server, without recursion; a reply without authority (AA) is
    /// [DnsAnswer.Reason#LAME].
    DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout);

    /// Asks one recursive resolver.
    ///
    /// @param resolver `ADDR[:PORT]` or an `https://` DoH address; `system` is the machine's
    ///   own
    ///     resolver
    DnsAnswer recursive(String resolver, RecordKey key, Duration timeout);

    /// The addresses of every server of a zone, as the parent names them: a walk from the
    /// parent's
    /// servers, not the zone's own word.
    ///
    /// @param resolver where to start from, as in [#recursive]
    /// @return empty where the delegation cannot be read
    List<NameServer> delegation(Name zone, String resolver, Duration timeout);

    /// Whether a server offers to look elsewhere for who asks from here (RA, RFC 1035, section
    /// 4.1.1); empty: it gave no answer, or this cannot be told.
    ///
    /// @param zone one that the server has, so that the question costs it nothing
    default Optional<Boolean> recursion(ServerAddress server, Name zone, Duration timeout) {
        return Optional.empty();
    }

    /// One address of one name server.
    record NameServer(Name name, ServerAddress address) {}

    @Override
    void close();
}
