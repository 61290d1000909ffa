package io.mxfail.real;

import io.mxfail.real.Milter.Field;
import io.mxfail.real.Milter.Mail;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Signs messages for one domain and checks signatures (RFC 6376, `rsa-sha256`, `relaxed/relaxed`).
///
/// @param domain whose the signature is
/// @param selector the name of the key
public record Dkim(String domain, String selector, KeyPair keys) {
    private static final List<String> SIGNED = List.of("from", "to", "subject", "date");

    /// One with a new key.
    public static Dkim create(String domain, String selector) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new Dkim(domain, selector, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make an RSA key", e);
        }
    }

    /// The data of the key's TXT record.
    public String record() {
        String key = base64(keys.getPublic().getEncoded());
        return "\"v=DKIM1; k=rsa; p=\" \"%s\" \"%s\""
                .formatted(key.substring(0, 200), key.substring(200));
    }

    /// The field that is put before a message.
    public List<Field> sign(Mail mail) {
        String unsigned =
                "v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=%s; h=%s; bh=%s; b="
                        .formatted(domain, selector, String.join(":", SIGNED), digest(mail.body()));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(octets(signedText(mail, SIGNED, unsigned)));
            return List.of(new Field("DKIM-Signature", unsigned + base64(signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /// What a receiver finds of a message's first signature.
    ///
    /// @param result as RFC 8601 has it
    /// @param domain whose signature it is; empty: nobody's
    public record Verdict(String result, String domain) {}

    /// Checks the first signature of a message.
    ///
    /// @param texts the TXT strings at a name
    public static Verdict of(Mail mail, Function<String, List<String>> texts) {
        List<String> signatures = mail.all("DKIM-Signature");
        if (signatures.isEmpty()) {
            return new Verdict("none", "");
        }
        Map<String, String> tags = tags(signatures.getFirst());
        String domain = tags.getOrDefault("d", "");
        List<String> keys = texts.apply(tags.getOrDefault("s", "") + "._domainkey." + domain);
        if (keys.isEmpty()) {
            return new Verdict("permerror", domain);
        }
        boolean holds =
                digest(mail.body()).equals(tags.get("bh"))
                        && isOf(mail, signatures.getFirst(), tags, tags(keys.getFirst()));
        return new Verdict(holds ? "pass" : "fail", domain);
    }

    private static boolean isOf(
            Mail mail, String field, Map<String, String> tags, Map<String, String> key) {
        try {
            PublicKey publicKey =
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new X509EncodedKeySpec(
                                            Base64.getDecoder().decode(key.getOrDefault("p", ""))));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(publicKey);
            List<String> names = List.of(tags.getOrDefault("h", "").split(":", -1));
            String unsigned = field.replaceFirst("(?s)(\\bb=)[^;]*", "$1");
            signature.update(octets(signedText(mail, names, unsigned)));
            return signature.verify(Base64.getDecoder().decode(tags.getOrDefault("b", "")));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // nothing that could be checked is no proof
            return false;
        }
    }

    /// Of fields with the same name the last come first; one that is not there counts as nothing.
    private static String signedText(Mail mail, List<String> names, String unsigned) {
        var seen = new HashMap<String, Integer>();
        var text = new StringBuilder();
        for (String named : names) {
            String name = named.strip().toLowerCase(Locale.ROOT);
            int before = seen.merge(name, 1, Integer::sum) - 1;
            mail.all(name).reversed().stream()
                    .skip(before)
                    .findFirst()
                    .ifPresent(value -> text.append(relaxed(name, value)).append("\r\n"));
        }
        return text + relaxed("dkim-signature", unsigned);
    }

    private static String relaxed(String name, String value) {
        return name.toLowerCase(Locale.ROOT) + ":" + value.replaceAll("\\s+", " ").strip();
    }

    private static String digest(String body) {
        String relaxed =
                Arrays.stream(body.split("\r\n", -1))
                        .map(line -> line.replaceAll("[ \t]+", " ").replaceFirst(" $", ""))
                        .collect(Collectors.joining("\r\n"))
                        .replaceFirst("(\r\n)*$", "");
        try {
            return base64(
                    MessageDigest.getInstance("SHA-256")
                            .digest(octets(relaxed.isEmpty() ? "" : relaxed + "\r\n")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static Map<String, String> tags(String text) {
        var tags = new HashMap<String, String>();
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                tags.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).replaceAll("\\s", ""));
            }
        }
        return tags;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
