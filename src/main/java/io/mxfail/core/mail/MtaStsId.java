package io.mxfail.core.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The id under which mxfail announces an MTA-STS policy: it follows from the text that is served,
/// so that it changes exactly when that does and nothing needs to be remembered.
///
/// RFC 8461, section 3.1, asks for 1 to 32 letters and digits and for nothing else; senders compare
/// ids for equality alone.
public final class MtaStsId {
    private static final int LENGTH = 32;

    private MtaStsId() {}

    /// The first 32 hexadecimal digits of the text's SHA-256.
    public static String of(String policy) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(policy.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Whether an id looks like one of these. Another one was written by somebody else, and nobody
    /// knows which policy it stands for.
    public static boolean isOne(String id) {
        return id.matches("[0-9a-f]{" + LENGTH + "}");
    }
}
