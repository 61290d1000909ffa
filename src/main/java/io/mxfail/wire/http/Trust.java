package io.mxfail.wire.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom we trust to sign for a service: the Java runtime's authorities and those of `ca-file`.
public record Trust(SSLSocketFactory sockets, X509TrustManager manager) {
    /// The runtime's authorities and those of a PEM file.
    ///
    /// @throws IllegalArgumentException where the file cannot be read or holds no certificate
    public static Trust with(Path caFile) {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            int number = 0;
            for (X509Certificate issuer : manager(null).getAcceptedIssuers()) {
                anchors.setCertificateEntry("runtime-" + number++, issuer);
            }
            for (Certificate issuer : read(caFile)) {
                anchors.setCertificateEntry("file-" + number++, issuer);
            }
            X509TrustManager manager = manager(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return new Trust(context.getSocketFactory(), manager);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot read this Java runtime's trust anchors", e);
        }
    }

    private static X509TrustManager manager(@org.jspecify.annotations.Nullable KeyStore anchors)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    private static Collection<? extends Certificate> read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "`ca-file` holds no certificate: " + file + "; it must be PEM");
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read `ca-file` " + file + ": " + e, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "`ca-file` is not a list of PEM certificates: " + file, e);
        }
    }
}
