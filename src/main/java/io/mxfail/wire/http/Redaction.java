package io.mxfail.wire.http;

import io.mxfail.spi.SecretForms;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Takes secrets and control characters out of texts, since services repeat in their errors what
/// they were sent.
final class Redaction {
    private static final int LONGEST = 400;

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    void hide(String secret) {
        secrets.addAll(SecretForms.of(secret));
    }

    /// One line of bearable length.
    String clean(String text) {
        String clean = text;
        // The longest first: one may be a part of another.
        for (String secret :
                secrets.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList()) {
            clean = clean.replace(secret, "***");
        }
        clean = clean.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029\\s]+", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }
}
