package io.mxfail.lab.mail;

import io.mxfail.lab.mail.LabAuthority.ServerCertificate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// A certificate as no authority should sign it, signed by one that is trusted all the same.
///
/// @param subject the common name, as it stands there; empty: no name at all
/// @param names the DNS names, in octets
/// @param serial its number
/// @param notBefore in the form of a GeneralizedTime (RFC 5280, section 4.1.2.5.2)
/// @param notAfter the same
public record OddCertificate(
        String subject, List<byte[]> names, BigInteger serial, String notBefore, String notAfter) {
    private static final byte[] ECDSA_WITH_SHA256 =
            Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final String ISSUER = "odd CA";
    private static final KeyPair KEY = newKey();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /// One with nothing odd about it.
    public static OddCertificate fitting(String host) {
        return new OddCertificate(host, List.of(), BigInteger.TEN, day(-9), day(90)).naming(host);
    }

    /// A day that many days from now.
    public static String day(long days) {
        return TIME.format(Instant.now().plusSeconds(days * 86_400));
    }

    /// For these DNS names.
    public OddCertificate naming(String... hosts) {
        return new OddCertificate(
                subject,
                List.of(hosts).stream().map(host -> host.getBytes(StandardCharsets.UTF_8)).toList(),
                serial,
                notBefore,
                notAfter);
    }

    /// With another subject.
    public OddCertificate of(String common) {
        return new OddCertificate(common, names, serial, notBefore, notAfter);
    }

    /// With another number.
    public OddCertificate numbered(BigInteger number) {
        return new OddCertificate(subject, names, number, notBefore, notAfter);
    }

    /// With other dates.
    public OddCertificate valid(String from, String to) {
        return new OddCertificate(subject, names, serial, from, to);
    }

    /// Whom to trust, as PEM.
    public static String authority() {
        byte[] mayType = Der.sequence(Der.bool(true));
        byte[] may = Der.sequence(Der.oid(2, 5, 29, 19), Der.bool(true), Der.octets(mayType));
        return LabAuthority.pem(
                sign(KEY, name(ISSUER), BigInteger.ONE, day(-99), day(99), Der.sequence(may)));
    }

    /// With a key of its own, for a server.
    public ServerCertificate issued() {
        KeyPair pair = newKey();
        byte[] alternatives = alternatives();
        byte[] extensions =
                names.isEmpty()
                        ? new byte[0]
                        : Der.sequence(
                                Der.sequence(
                                        Der.oid(2, 5, 29, 17),
                                        // critical where it is all there is (RFC 5280, 4.2.1.6)
                                        subject.isEmpty() ? Der.bool(true) : new byte[0],
                                        Der.octets(alternatives)));
        byte[] whom = subject.isEmpty() ? Der.sequence() : name(subject);
        return new ServerCertificate(
                pair, List.of(sign(pair, whom, serial, notBefore, notAfter, extensions)));
    }

    private byte[] alternatives() {
        var all = new ByteArrayOutputStream();
        names.forEach(host -> all.writeBytes(Der.tagged(2, false, host)));
        return Der.sequence(all.toByteArray());
    }

    private static X509Certificate sign(
            KeyPair pair,
            byte[] subject,
            BigInteger serial,
            String notBefore,
            String notAfter,
            byte[] extensions) {
        byte[] toBeSigned =
                Der.sequence(
                        Der.tagged(0, true, Der.integer(BigInteger.TWO)),
                        Der.integer(serial),
                        ECDSA_WITH_SHA256,
                        name(ISSUER),
                        Der.sequence(Der.generalized(notBefore), Der.generalized(notAfter)),
                        subject,
                        pair.getPublic().getEncoded(),
                        extensions.length == 0 ? extensions : Der.tagged(3, true, extensions));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(KEY.getPrivate());
            signature.update(toBeSigned);
            byte[] encoded =
                    Der.sequence(toBeSigned, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot read the certificate", e);
        }
    }

    private static byte[] name(String common) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(common))));
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make an EC key", e);
        }
    }
}
