package io.mxfail.core.dns;

import org.xbill.DNS.RRSIGRecord;

import java.util.List;
import java.util.Optional;

/// An answer together with what DNSSEC says beside it (RFC 4035).
///
/// @param answer as without DNSSEC
/// @param signatures those of the set that was found (RRSIG); none where there is no set
/// @param authenticated whether a resolver says that it has validated the answer (AD)
/// @param denial what the server says of names and types that do not exist; empty: there was no
///   reply
public record SignedAnswer(
        DnsAnswer answer,
        List<RRSIGRecord> signatures,
        boolean authenticated,
        Optional<Denial> denial) {
    public SignedAnswer {
        signatures = List.copyOf(signatures);
    }

    /// An answer that says nothing of what does not exist.
    public SignedAnswer(DnsAnswer answer, List<RRSIGRecord> signatures, boolean authenticated) {
        this(answer, signatures, authenticated, Optional.empty());
    }

    /// An answer about which DNSSEC says nothing.
    public static SignedAnswer bare(DnsAnswer answer) {
        return new SignedAnswer(answer, List.of(), false);
    }
}
