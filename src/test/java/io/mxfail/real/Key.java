package io.mxfail.real;

import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

import java.security.SecureRandom;
import java.util.Base64;

/// A TSIG key of a test.
///
/// @param name without final dot, as configuration files have it
/// @param algorithm `hmac-sha256` and so on, as servers write it
/// @param secret base64
public record Key(String name, String algorithm, String secret) {
    /// A key with a random secret of 32 bytes, for hmac-sha256.
    public static Key random(String name) {
        return random(name, "hmac-sha256");
    }

    public static Key random(String name, String algorithm) {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new Key(name, algorithm, Base64.getEncoder().encodeToString(bytes));
    }

    /// The same name and algorithm with another secret: what a server must refuse.
    public Key forged() {
        return random(name, algorithm);
    }

    /// For dnsjava's clients.
    public TSIG tsig() {
        try {
            return new TSIG(
                    Name.fromString(algorithm + "."),
                    Name.fromString(name + "."),
                    Base64.getDecoder().decode(secret));
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
