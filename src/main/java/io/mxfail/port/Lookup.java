package io.mxfail.port;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks name servers, one by one and by address, so that their differences can be seen.
///
/// Every call ends within the timeout and gives an answer; a failure is an answer too. Safe
/// for use by many threads.
public interface Lookup extends AutoCloseable {
    /// Asks one authoritative server, without recursion; a reply without authority (AA) is
    /// [DnsAnswer.Reason#LAME].
    DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout);

    /// Asks one recursive resolver.
    ///
    /// @param resolver `ADDR[:PORT]` or an `https://` DoH address; `system` is the
    ///   machine's own resolver
    DnsAnswer recursive(String resolver, RecordKey key, Duration timeout);

    /// The addresses of every server of a zone, as the parent names them: a walk from the
    /// parent's servers, not the zone's own word.
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

    /// Asks one authoritative server as [#authoritative] does, and for the signatures of what it
    /// answers (DO, RFC 3225).
    default SignedAnswer signed(ServerAddress server, RecordKey key, Duration timeout) {
        return SignedAnswer.bare(notAsked());
    }

    /// Asks one resolver as [#recursive] does, for signatures too, and whether it has validated
    /// them. That a zone has no DS is believed of its parent's side alone.
    ///
    /// @param check whether it may refuse what does not validate; if not, it is told to answer all
    ///   the same (CD, RFC 4035, section 3.2.2)
    default SignedAnswer validated(
            String resolver, RecordKey key, boolean check, Duration timeout) {
        return SignedAnswer.bare(notAsked());
    }

    /// Whether [#signed] asks at all. Its answer then serves for [#authoritative] too, with what
    /// DNSSEC says beside it, as resolvers ask.
    default boolean asksForSignatures() {
        return false;
    }

    private static DnsAnswer notAsked() {
        return new DnsAnswer.Failed(DnsAnswer.Reason.UNREACHABLE, "signatures are not asked for");
    }

    /// One address of one name server.
    ///
    /// @param known who says so
    record NameServer(Name name, ServerAddress address, Known known) {
        /// Where nobody compared.
        public NameServer(Name name, ServerAddress address) {
            this(name, address, Known.BOTH);
        }
    }

    /// Who knows an address of a name server.
    enum Known {
        /// the parent alone (glue), and the name's own records say otherwise
        GLUE,
        /// the name's own records alone
        RECORD,
        /// both, or nobody could be asked for the other
        BOTH
    }

    @Override
    void close();
}
