package io.mxfail.core.probe;

import java.util.Locale;

/// Compares a name in a certificate with a host's name (RFC 6125, section 6.4).
public final class CertificateName {
    private CertificateName() {}

    /// A `*` stands for exactly one whole label, the leftmost, and never for a top-level domain's
    /// child. Case and a final dot do not count.
    public static boolean matches(String pattern, String host) {
        String wanted = plain(pattern);
        String name = plain(host);
        if (!wanted.startsWith("*.")) {
            return !wanted.isEmpty() && wanted.equals(name);
        }
        String parent = wanted.substring(1);
        int dot = name.indexOf('.');
        return parent.indexOf('.', 1) > 0 && dot > 0 && name.substring(dot).equals(parent);
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
