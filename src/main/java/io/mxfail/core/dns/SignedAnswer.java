package io.mxfail.core.dns;

import org.xbill.DNS.RRSIGRecord;

import java.util.List;

/// An answer together with what DNSSEC says beside it (RFC 4035).
///
/// @param answer as without DNSSEC
/// @param signatures those of the set that was found (RRSIG); none where there is no set
/// @param authenticated whether a resolver says that it has validated the answer (AD)
public record SignedAnswer(DnsAnswer answer, List<RRSIGRecord> signatures, boolean authenticated) {
    public SignedAnswer {
        signatures = List.copyOf(signatures);
    }

    /// An answer about which DNSSEC says nothing.
    public static SignedAnswer bare(DnsAnswer answer) {
        return new SignedAnswer(answer, List.of(), false);
    }
}
