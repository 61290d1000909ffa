package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.CertificateName;
import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The TLS side of a probe: takes any certificate, then says what is wrong with it.
///
/// No secret ever goes over these connections, so going on after a bad certificate harms nobody,
/// and only then can the rest of the host be looked at.
final class TlsClient {
    private static final int DNS_NAME = 2;
    private static final String WRONG_VERSION = "Received fatal alert: protocol_version";
    private static final Pattern OLD_VERSION =
            Pattern.compile("selected protocol version TLS1(?<minor>[01])\\b");

    private final SSLContext context;
    private final TrustAnchors anchors;
    private final String expectedName;

    TlsClient(TrustAnchors anchors, String expectedName) {
        this.anchors = anchors;
        this.expectedName =
                expectedName.endsWith(".")
                        ? expectedName.substring(0, expectedName.length() - 1)
                        : expectedName;
        try {
            this.context = SSLContext.getInstance("TLS");
            this.context.init(null, new TrustManager[] {new TakesAny()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    /// A socket that encrypts over a connected one; closing it closes both.
    SSLSocket over(Socket connected) throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(connected, expectedName, connected.getPort(), true);
        SSLParameters parameters = secure.getSSLParameters();
        try {
            parameters.setServerNames(List.of(new SNIHostName(expectedName)));
        } catch (IllegalArgumentException _) {
            // An address, or a name that SNI cannot carry: the host picks a certificate itself.
        }
        secure.setSSLParameters(parameters);
        return secure;
    }

    /// What the host showed, judged at the given time.
    TlsSession examine(SSLSession session, Instant now) throws SSLPeerUnverifiedException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : session.getPeerCertificates()) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        PeerCertificate leaf = describe(chain.getFirst(), now);
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                leaf,
                // as they stand there: what is made fit for people may look like the host's
                names(chain.getFirst()).stream()
                        .anyMatch(n -> CertificateName.matches(n, expectedName)),
                anchors.trust(chain, now),
                chain);
    }

    /// What a failed handshake means. Java gives an old version no type of its own, only these
    /// words, with the version in the form `TLS10`.
    static TlsResult failure(String why) {
        if (why.contains(WRONG_VERSION)) {
            return TlsResult.without(TlsResult.Status.OUTDATED, "refuses TLS 1.2 and 1.3");
        }
        Matcher old = OLD_VERSION.matcher(why);
        return old.find()
                ? TlsResult.without(
                        TlsResult.Status.OUTDATED,
                        "speaks nothing newer than TLS 1." + old.group("minor"))
                : TlsResult.without(TlsResult.Status.FAILED, why);
    }

    private static PeerCertificate describe(X509Certificate leaf, Instant now) {
        PeerCertificate.Validity validity =
                new PeerCertificate.Validity(
                        leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant());
        return new PeerCertificate(
                leaf.getSubjectX500Principal().getName(),
                names(leaf),
                validity,
                !now.isBefore(validity.notBefore()) && !now.isAfter(validity.notAfter()),
                leaf.getIssuerX500Principal().getName(),
                sha256(leaf.getPublicKey().getEncoded()));
    }

    private static List<String> names(X509Certificate leaf) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.getFirst() instanceof Integer type
                            && type == DNS_NAME
                            && alternative.getLast() instanceof String name) {
                        names.add(name);
                    }
                }
            }
        } catch (CertificateParsingException _) {
            return List.of(); // names that cannot be read match nothing
        }
        return names.isEmpty() ? commonNames(leaf) : names;
    }

    private static List<String> commonNames(X509Certificate leaf) {
        try {
            return new LdapName(leaf.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .filter(String.class::isInstance) // others are octets, and no name
                            .map(String.class::cast)
                            .toList();
        } catch (InvalidNameException _) {
            return List.of();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /// Refuses nothing; [#examine] does the judging. Being an extended trust manager, it also
    /// keeps the runtime's own checks of names and algorithms out of the handshake.
    private static final class TakesAny extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException(Arrays.toString(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException(Arrays.toString(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException(Arrays.toString(chain));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
