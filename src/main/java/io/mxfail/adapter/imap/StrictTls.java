package io.mxfail.adapter.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// TLS that a password may travel over: the chain must lead to an anchor and the certificate must
/// be for the expected name, or there is no connection.
final class StrictTls {
    private final SSLContext context;
    private final String expectedName;

    /// @throws IllegalArgumentException where the extra anchors hold no certificate
    StrictTls(String expectedName, String anchorsPem) {
        this.expectedName = expectedName;
        try {
            TrustManagerFactory factory = factory();
            if (!anchorsPem.isBlank()) {
                factory.init(both(anchorsPem));
            }
            context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("smtp.ca-file is no PEM: " + e.getMessage(), e);
        }
    }

    /// The runtime's own anchors.
    private static TrustManagerFactory factory() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory;
    }

    private static KeyStore both(String pem) throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        int number = 0;
        for (TrustManager manager : factory().getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate issuer : x509.getAcceptedIssuers()) {
                    anchors.setCertificateEntry("runtime-" + number++, issuer);
                }
            }
        }
        for (Certificate issuer :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
            anchors.setCertificateEntry("file-" + number++, issuer);
        }
        return anchors;
    }

    /// Encrypts a connected socket.
    SSLSocket over(Socket connected) throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(connected, expectedName, connected.getPort(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }
}
