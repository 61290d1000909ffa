package io.mxfail.core.probe;

import java.security.cert.X509Certificate;
import java.util.List;

/// An encrypted connection as the host set it up; a bad certificate is recorded, never a reason
/// to hang up.
///
/// @param protocol such as `TLSv1.3`
/// @param cipher the suite's name
/// @param certificate what the host showed
/// @param nameMatches the certificate is for the expected name
/// @param chainTrusted the chain leads to a trust anchor, its dates aside
/// @param chain the certificates as the host sent them, its own first; empty: not kept
public record TlsSession(
        String protocol,
        String cipher,
        PeerCertificate certificate,
        boolean nameMatches,
        boolean chainTrusted,
        List<X509Certificate> chain) {
    public TlsSession {
        chain = List.copyOf(chain);
    }

    /// One of which only the judgement was kept.
    public TlsSession(
            String protocol,
            String cipher,
            PeerCertificate certificate,
            boolean nameMatches,
            boolean chainTrusted) {
        this(protocol, cipher, certificate, nameMatches, chainTrusted, List.of());
    }

    /// A sender that checks certificates (MTA-STS) would go on.
    public boolean isTrustworthy() {
        return nameMatches && chainTrusted && certificate.isInDate();
    }
}
