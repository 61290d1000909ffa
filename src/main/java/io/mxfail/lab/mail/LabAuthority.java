package io.mxfail.lab.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate authority that lives in memory and signs for the lab's mail servers (RFC 5280).
///
/// Its key is made anew for every lab and never leaves the process, so that trusting it
/// (`smtp.ca-file`) is harmless beyond the lab's life.
public final class LabAuthority {
    private static final byte[] ECDSA_WITH_SHA256 =
            Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] COMMON_NAME = Der.oid(2, 5, 4, 3);
    private static final byte[] BASIC_CONSTRAINTS = Der.oid(2, 5, 29, 19);
    private static final byte[] SUBJECT_KEY = Der.oid(2, 5, 29, 14);
    private static final byte[] AUTHORITY_KEY = Der.oid(2, 5, 29, 35);
    private static final byte[] KEY_USAGE = Der.oid(2, 5, 29, 15);
    private static final byte[] EXTENDED_KEY_USAGE = Der.oid(2, 5, 29, 37);
    private static final byte[] SERVER_AUTH = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
    private static final byte[] ALTERNATIVE_NAME = Der.oid(2, 5, 29, 17);
    private static final Duration DAY = Duration.ofDays(1);

    private final String name;
    private final Instant now;
    private final KeyPair key;
    private final X509Certificate certificate;

    private LabAuthority(String name, Instant now) throws GeneralSecurityException {
        this.name = name;
        this.now = now;
        this.key = newKey();
        byte[] extensions =
                Der.join(
                        extension(BASIC_CONSTRAINTS, true, Der.sequence(Der.bool(true))),
                        extension(KEY_USAGE, true, Der.flags(0b00000110, 7)));
        this.certificate =
                sign(
                        name,
                        key.getPublic(),
                        now.minus(DAY.multipliedBy(60)),
                        now.plus(DAY.multipliedBy(60)),
                        extensions);
    }

    /// Makes an authority whose certificates are valid around the given moment.
    public static LabAuthority create(Instant now) {
        try {
            return new LabAuthority("mxfail lab CA", now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make an EC certificate", e);
        }
    }

    /// The authority's own certificate, for `smtp.ca-file`.
    public String pem() {
        return pem(certificate);
    }

    /// The authority's own certificate.
    public X509Certificate certificate() {
        return certificate;
    }

    /// The private key and then the chain of a server of that name, in PEM, for a mail server
    /// that is not the lab's own. Valid as [LabAuthority#issue] says.
    public String serverPem(String host, Duration validFor) {
        try {
            ServerCertificate issued = issue(host, validFor);
            return issued.keyPem() + issued.chainPem();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make an EC certificate", e);
        }
    }

    /// A key and certificate for a server, valid from 30 days ago until the given time from now
    /// (negative: expired).
    public ServerCertificate issue(String host, Duration validFor) throws GeneralSecurityException {
        KeyPair pair = newKey();
        byte[] names = Der.sequence(Der.tagged(2, false, host.getBytes(StandardCharsets.US_ASCII)));
        byte[] extensions =
                Der.join(
                        extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                        extension(KEY_USAGE, true, Der.flags(0b10000000, 1)),
                        extension(EXTENDED_KEY_USAGE, false, Der.sequence(SERVER_AUTH)),
                        extension(ALTERNATIVE_NAME, false, names));
        X509Certificate leaf =
                sign(
                        host,
                        pair.getPublic(),
                        now.minus(DAY.multipliedBy(30)),
                        now.plus(validFor),
                        extensions);
        return new ServerCertificate(pair, List.of(leaf, certificate));
    }

    /// A server's private key and the chain that goes with it, its own certificate first.
    public record ServerCertificate(KeyPair pair, List<X509Certificate> chain) {
        public ServerCertificate {
            chain = List.copyOf(chain);
        }

        /// For a server in this process.
        public SSLContext serverContext() throws GeneralSecurityException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try {
                store.load(null, null);
            } catch (IOException e) {
                throw new GeneralSecurityException("an empty key store was not made", e);
            }
            store.setKeyEntry(
                    "server",
                    pair.getPrivate(),
                    new char[0],
                    chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        }

        /// The chain for a server elsewhere.
        public String chainPem() {
            return String.join("", chain.stream().map(LabAuthority::pem).toList());
        }

        /// The private key for a server elsewhere.
        public String keyPem() {
            return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a parsed certificate has an encoding", e);
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        kind,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content),
                        kind);
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private X509Certificate sign(
            String subject,
            PublicKey publicKey,
            Instant notBefore,
            Instant notAfter,
            byte[] extensions)
            throws GeneralSecurityException {
        byte[] toBeSigned =
                Der.sequence(
                        Der.tagged(0, true, Der.integer(BigInteger.TWO)), // version 3
                        Der.integer(new BigInteger(120, new SecureRandom()).add(BigInteger.ONE)),
                        ECDSA_WITH_SHA256,
                        commonName(name),
                        Der.sequence(Der.time(notBefore), Der.time(notAfter)),
                        commonName(subject),
                        publicKey.getEncoded(), // is a SubjectPublicKeyInfo already
                        Der.tagged(3, true, Der.sequence(extensions, keyIdentifiers(publicKey))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(toBeSigned);
        byte[] encoded = Der.sequence(toBeSigned, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded));
    }

    /// By these a verifier finds the issuer among several (RFC 5280, 4.2.1.1 and 4.2.1.2).
    private byte[] keyIdentifiers(PublicKey subject) throws GeneralSecurityException {
        byte[] issuer = Der.sequence(Der.tagged(0, false, identifier(key.getPublic())));
        return Der.join(
                extension(SUBJECT_KEY, false, Der.octets(identifier(subject))),
                extension(AUTHORITY_KEY, false, issuer));
    }

    private static byte[] identifier(PublicKey publicKey) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
        return Arrays.copyOf(digest, 20);
    }

    private static byte[] commonName(String text) {
        return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8(text))));
    }

    private static byte[] extension(byte[] id, boolean critical, byte[] content) {
        return critical
                ? Der.sequence(id, Der.bool(true), Der.octets(content))
                : Der.sequence(id, Der.octets(content));
    }
}
