package io.mxfail.spi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/// How a secret can look in a text that somebody else wrote: as itself, encoded for a URL, in hex,
/// or somewhere inside of a text in Base64, as `AUTH PLAIN` and `Authorization: Basic` have it.
public final class SecretForms {
    /// Shorter ones would blank out ordinary words.
    private static final int SHORTEST = 4;

    /// Encoded, so few octets could be anything.
    private static final int SHORTEST_ENCODED = 6;

    private SecretForms() {}

    /// @return the longest first, since one may be a part of another; none of a text that is too
    ///     short for a secret
    public static List<String> of(String secret) {
        String bare = secret.strip();
        if (bare.length() < SHORTEST) {
            return List.of();
        }
        var forms = new TreeSet<String>();
        forms.add(bare);
        forms.add(URLEncoder.encode(bare, StandardCharsets.UTF_8));
        forms.add(URLEncoder.encode(bare, StandardCharsets.UTF_8).replace("+", "%20"));
        byte[] octets = bare.getBytes(StandardCharsets.UTF_8);
        if (octets.length >= SHORTEST_ENCODED) {
            forms.add(HexFormat.of().formatHex(octets));
            forms.add(HexFormat.of().withUpperCase().formatHex(octets));
            for (int before = 0; before < 3; before++) {
                String inside = inside(octets, before);
                forms.add(inside);
                forms.add(inside.replace('+', '-').replace('/', '_'));
            }
        }
        return forms.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    /// The characters of Base64 that the octets alone decide, with so many octets before them.
    private static String inside(byte[] octets, int before) {
        var padded = new byte[before + octets.length];
        System.arraycopy(octets, 0, padded, before, octets.length);
        String encoded = Base64.getEncoder().encodeToString(padded);
        int first = (before * 8 + 5) / 6;
        int end = padded.length * 8 / 6;
        return encoded.substring(first, end);
    }

    /// A text without the secret in any of its forms.
    ///
    /// @param instead what is shown in its place
    public static String hide(String text, String secret, String instead) {
        String clean = text;
        for (String form : of(secret)) {
            clean = clean.replace(form, instead);
        }
        return clean;
    }
}
