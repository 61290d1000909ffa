package io.mxfail.wire.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A shared key for signed exchanges (TSIG, RFC 8945).
///
/// @param name the key's name, as the server has it
/// @param algorithm the algorithm's name on the wire
/// @param secret never printed
public record DnsKey(Name name, Name algorithm, SecretKey secret) {
    private static final Map<String, Name> ALGORITHMS =
            new TreeMap<>(
                    Map.of(
                            "hmac-md5", TSIG.HMAC_MD5,
                            "hmac-sha1", TSIG.HMAC_SHA1,
                            "hmac-sha224", TSIG.HMAC_SHA224,
                            "hmac-sha256", TSIG.HMAC_SHA256,
                            "hmac-sha256-128", TSIG.HMAC_SHA256_128,
                            "hmac-sha384", TSIG.HMAC_SHA384,
                            "hmac-sha384-192", TSIG.HMAC_SHA384_192,
                            "hmac-sha512", TSIG.HMAC_SHA512,
                            "hmac-sha512-256", TSIG.HMAC_SHA512_256));

    /// The algorithms' names as configuration files write them.
    public static List<String> algorithms() {
        return List.copyOf(ALGORITHMS.keySet());
    }

    /// Reads a key as configuration files write it.
    ///
    /// @param algorithm one of [#algorithms], in any case
    /// @param secret base64
    /// @throws IllegalArgumentException where a part is wrong; the message does not hold the
    ///     secret
    public static DnsKey parse(String name, String algorithm, String secret) {
        String known = algorithm.strip().toLowerCase(Locale.ROOT);
        Name id =
                ALGORITHMS.get(
                        known.endsWith(".") ? known.substring(0, known.length() - 1) : known);
        if (id == null) {
            throw new IllegalArgumentException(
                    "no such TSIG algorithm: "
                            + algorithm
                            + "; there are "
                            + String.join(", ", ALGORITHMS.keySet()));
        }
        return new DnsKey(keyName(name), id, secretKey(name, secret));
    }

    private static Name keyName(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a key name: " + name, e);
        }
    }

    private static SecretKey secretKey(String name, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException _) {
            // The decoder's own message can quote the secret.
            throw badSecret(name);
        }
        if (bytes.length == 0) {
            throw badSecret(name);
        }
        return new SecretKeySpec(bytes, "HMAC");
    }

    private static IllegalArgumentException badSecret(String name) {
        return new IllegalArgumentException(
                "the secret of the TSIG key "
                        + name
                        + " is not base64; give it exactly as the server's key file has it");
    }

    TSIG tsig(Clock clock) {
        return new TSIG(algorithm, name, secret, clock);
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
