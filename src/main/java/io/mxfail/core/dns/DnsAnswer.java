package io.mxfail.core.dns;

import org.xbill.DNS.Name;

import java.util.Optional;

/// What one server said to one question, with the kinds of "no" kept apart: a name that is
/// missing, a type that is missing and a server that gave no usable answer are different
/// facts.
public sealed interface DnsAnswer {
    /// The set was found, perhaps at the end of a chain of aliases.
    ///
    /// @param set the set as the server sent it; its key is the last alias's target
    /// @param aliased whether the name asked for is an alias (CNAME)
    record Found(RecordSet set, boolean aliased) implements DnsAnswer {}

    /// The name exists and has no set of that type (RFC 2308, section 2.2).
    ///
    /// @param negativeTtl seconds for which resolvers may remember this
    /// @param zone the zone that says so; empty: not told, or an alias led there
    record NoData(long negativeTtl, Optional<Name> zone) implements DnsAnswer {
        public NoData(long negativeTtl) {
            this(negativeTtl, Optional.empty());
        }
    }

    /// The name does not exist (RFC 2308, section 2.1).
    ///
    /// @param negativeTtl seconds for which resolvers may remember this
    /// @param zone as with [NoData]
    record NxDomain(long negativeTtl, Optional<Name> zone) implements DnsAnswer {
        public NxDomain(long negativeTtl) {
            this(negativeTtl, Optional.empty());
        }
    }

    /// The server gave no usable answer, so nothing is known of the set.
    ///
    /// @param reason the kind of failure
    /// @param detail one line for people, without control characters
    record Failed(Reason reason, String detail) implements DnsAnswer {}

    /// Why there was no usable answer.
    enum Reason {
        /// no reply within the deadline
        TIMEOUT,
        /// the host or port refused, or there is no route to it
        UNREACHABLE,
        /// the server answered SERVFAIL
        SERVFAIL,
        /// the server answered REFUSED
        REFUSED,
        /// a server that should be authoritative answered without authority (AA unset)
        LAME,
        /// a reply that cannot be read, or another response code
        BAD_REPLY
    }
}
