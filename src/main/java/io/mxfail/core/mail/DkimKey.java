package io.mxfail.core.mail;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A DKIM key record as a verifier reads it (RFC 6376, section 3.6.1; RFC 8463 for Ed25519).
public sealed interface DkimKey {
    /// A key that verifies signatures.
    ///
    /// @param type `rsa` or `ed25519`
    /// @param bits its length
    /// @param testing whether the record says that the domain only tests (`t=y`)
    record Usable(String type, int bits, boolean testing) implements DkimKey {}

    /// An empty `p=`: the key is revoked, and signatures with it fail.
    record Revoked() implements DkimKey {}

    /// A record that verifiers cannot use.
    record Broken(String reason) implements DkimKey {}

    /// Reads the text of a key record.
    static DkimKey parse(String text) {
        Optional<TagList> list = TagList.parse(text);
        if (list.isEmpty()) {
            return new Broken("it is no list of tags");
        }
        TagList tags = list.get();
        Optional<String> version = tags.value("v");
        if (version.isPresent() && !(version.get().equals("DKIM1") && tags.first().equals("v"))) {
            return new Broken("`v=DKIM1` must stand first");
        }
        Optional<String> key = tags.value("p").map(p -> p.replaceAll("[ \t\r\n]", ""));
        if (key.isEmpty()) {
            return new Broken("it has no key (`p=`)");
        }
        String type = tags.value("k").orElse("rsa").toLowerCase(Locale.ROOT);
        if (!List.of("rsa", "ed25519").contains(type)) {
            return new Broken("its key type (`k=`) is unknown");
        }
        if (key.get().isEmpty()) {
            return new Revoked();
        }
        List<String> services = words(tags.value("s").orElse("*"));
        if (!services.contains("*") && !services.contains("email")) {
            return new Broken("`s=` does not allow it for mail");
        }
        List<String> hashes = words(tags.value("h").orElse("sha256"));
        if (!hashes.contains("sha256")) {
            return new Broken("`h=` does not allow sha256");
        }
        boolean testing = words(tags.value("t").orElse("")).contains("y");
        return key(type, key.get(), testing);
    }

    private static DkimKey key(String type, String base64, boolean testing) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return new Broken("`p=` is no Base64");
        }
        if (type.equals("rsa")) {
            return rsa(bytes, testing);
        }
        return bytes.length == 32
                ? new Usable(type, 256, testing)
                : new Broken("an Ed25519 key has 32 octets, this one " + bytes.length);
    }

    private static DkimKey rsa(byte[] bytes, boolean testing) {
        try {
            var key =
                    (RSAPublicKey)
                            KeyFactory.getInstance("RSA")
                                    .generatePublic(new X509EncodedKeySpec(bytes));
            return new Usable("rsa", key.getModulus().bitLength(), testing);
        } catch (InvalidKeySpecException _) {
            return new Broken("`p=` is no RSA public key");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static List<String> words(String value) {
        return Arrays.stream(value.split(":"))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
