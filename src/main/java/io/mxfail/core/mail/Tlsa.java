package io.mxfail.core.mail;

import org.xbill.DNS.TLSARecord;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// What a TLSA record demands of a mail host's certificate chain (RFC 6698; for mail RFC 7672).
///
/// @param usage 2 (an authority of the chain) or 3 (the host's own certificate); mail knows no
///   others (RFC 7672, section 3.1.3)
/// @param selector 0 (the whole certificate) or 1 (its public key)
/// @param matching 0 (as it is), 1 (SHA-256) or 2 (SHA-512)
/// @param data in hexadecimal, lower-case
public record Tlsa(int usage, int selector, int matching, String data) {
    private static final int SHA_256 = 64;
    private static final int SHA_512 = 128;

    /// The demand of a record.
    public static Tlsa of(TLSARecord record) {
        return new Tlsa(
                record.getCertificateUsage(),
                record.getSelector(),
                record.getMatchingType(),
                HexFormat.of().formatHex(record.getCertificateAssociationData()));
    }

    /// Whether senders can use it at all: others count as absent (RFC 7672, section 3.1), among
    /// them a digest that is too long or too short (RFC 6698, section 2.1.3).
    public boolean isUsable() {
        return (usage == 2 || usage == 3)
                && (selector == 0 || selector == 1)
                && switch (matching) {
                    case 0 -> !data.isEmpty();
                    case 1 -> data.length() == SHA_256;
                    case 2 -> data.length() == SHA_512;
                    default -> false;
                };
    }

    /// Whether a chain meets the demand. A certificate that was merely sent along is no authority
    /// of the chain: it must have signed the host's own, or one that did.
    ///
    /// @param chain the host's certificate first, the others in any order (RFC 8446, section
    ///   4.4.2)
    public boolean matches(List<? extends Certificate> chain) {
        if (!isUsable() || chain.isEmpty()) {
            return false;
        }
        return usage == 3
                ? matches(chain.getFirst())
                : signers(chain).stream().anyMatch(this::matches);
    }

    /// Those that stand behind the first certificate, by as many signatures as it takes.
    private static List<Certificate> signers(List<? extends Certificate> chain) {
        var signers = new ArrayList<Certificate>();
        var left = new ArrayList<Certificate>(chain.subList(1, chain.size()));
        Certificate signed = chain.getFirst();
        for (int next = 0; ; signed = signers.get(next++)) {
            for (Certificate candidate : List.copyOf(left)) {
                if (isSigned(signed, candidate)) {
                    left.remove(candidate);
                    signers.add(candidate);
                }
            }
            if (next == signers.size()) {
                return signers;
            }
        }
    }

    private static boolean isSigned(Certificate certificate, Certificate by) {
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            // Signed by another, or in a way that cannot be checked: no evidence.
            return false;
        }
    }

    private boolean matches(Certificate certificate) {
        return digest(selector, matching, certificate).equals(data);
    }

    /// The record that a certificate asks for, for `3 1 1` and its kin.
    public static Tlsa forCertificate(
            int usage, int selector, int matching, Certificate certificate) {
        return new Tlsa(usage, selector, matching, digest(selector, matching, certificate));
    }

    private static String digest(int selector, int matching, Certificate certificate) {
        try {
            PublicKey key = certificate.getPublicKey();
            byte[] bytes = selector == 0 ? certificate.getEncoded() : key.getEncoded();
            byte[] shown =
                    switch (matching) {
                        case 1 -> MessageDigest.getInstance("SHA-256").digest(bytes);
                        case 2 -> MessageDigest.getInstance("SHA-512").digest(bytes);
                        default -> Arrays.copyOf(bytes, bytes.length);
                    };
            return HexFormat.of().formatHex(shown).toLowerCase(Locale.ROOT);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-2", e);
        }
    }

    /// As zone files have it.
    @Override
    public String toString() {
        return usage + " " + selector + " " + matching + " " + data;
    }
}
