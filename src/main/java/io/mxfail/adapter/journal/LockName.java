package io.mxfail.adapter.journal;

import org.xbill.DNS.Name;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The file name of a domain's lock: the domain where it is harmless, `%XX` for every other octet
/// of a label, and a hash at the end of what would be too long for a file system. Two domains
/// never have the same one.
final class LockName {
    private static final int LONGEST = 200;
    private static final int KEPT = 120;

    private LockName() {}

    static String of(Name domain) {
        Name name = domain.canonicalize();
        var text = new StringBuilder();
        for (int i = 0; i < name.labels() - 1; i++) {
            if (i > 0) {
                text.append('.');
            }
            byte[] label = name.getLabel(i);
            // the first octet is the label's length
            for (int j = 1; j < label.length; j++) {
                text.append(octet(label[j]));
            }
        }
        if (text.length() > LONGEST) {
            String hash = hash(text.toString());
            text.setLength(KEPT);
            text.append('~').append(hash);
        }
        return text + ".lock";
    }

    private static String octet(byte octet) {
        char c = (char) (octet & 0xff);
        boolean harmless = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        return harmless ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02x", (int) c);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
