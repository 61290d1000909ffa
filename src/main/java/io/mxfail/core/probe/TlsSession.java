package io.mxfail.core.probe;

/// An encrypted connection as the host set it up; a bad certificate is recorded, never a reason
/// to hang up.
///
/// @param protocol such as `TLSv1.3`
/// @param cipher the suite's name
/// @param certificate what the host showed
/// @param nameMatches the certificate is for the expected name
/// @param chainTrusted the chain leads to a trust anchor, its dates aside
public record TlsSession(
        String protocol,
        String cipher,
        PeerCertificate certificate,
        boolean nameMatches,
        boolean chainTrusted) {
    /// A sender that checks certificates (MTA-STS) would go on.
    public boolean isTrustworthy() {
        return nameMatches && chainTrusted && certificate.isInDate();
    }
}
