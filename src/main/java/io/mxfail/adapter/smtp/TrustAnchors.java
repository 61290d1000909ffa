package io.mxfail.adapter.smtp;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom we trust to sign for mail hosts: the Java runtime's authorities and those of
/// `smtp.ca-file`.
final class TrustAnchors {
    private final Set<TrustAnchor> anchors;

    private TrustAnchors(Set<TrustAnchor> anchors) {
        this.anchors = anchors;
    }

    /// The runtime's own and the given ones.
    ///
    /// @throws IllegalArgumentException where the text holds no certificate
    static TrustAnchors with(String pem) {
        Set<TrustAnchor> anchors = new HashSet<>();
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    for (X509Certificate issuer : x509.getAcceptedIssuers()) {
                        anchors.add(new TrustAnchor(issuer, null));
                    }
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot read this Java runtime's trust anchors", e);
        }
        if (!pem.isBlank()) {
            parse(pem).forEach(issuer -> anchors.add(new TrustAnchor(issuer, null)));
        }
        return new TrustAnchors(anchors);
    }

    private static List<X509Certificate> parse(String pem) {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no certificate in smtp.ca-file");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("smtp.ca-file is no PEM: " + e.getMessage(), e);
        }
    }

    /// Whether a chain, in whatever order it was sent, leads to one of them. A host whose
    /// certificate has run out is asked about as of the time when it had not: that fact is told
    /// apart.
    boolean trust(List<X509Certificate> chain, Instant now) {
        X509Certificate leaf = chain.getFirst();
        if (anchors.stream().anyMatch(a -> leaf.equals(a.getTrustedCert()))) {
            return true;
        }
        Instant until = leaf.getNotAfter().toInstant();
        Instant from = leaf.getNotBefore().toInstant();
        Instant when = now.isAfter(until) ? until : now.isBefore(from) ? from : now;
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            List<Certificate> sent = List.copyOf(chain);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(when));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException _) {
            return false; // there is no such path
        }
    }
}
