package io.mxfail.adapter.yaml;

import io.mxfail.core.profile.NotationException;

import java.net.IDN;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Turns letters beyond ASCII in names into A-labels (RFC 5890), so that the core sees only what
/// DNS carries.
final class Idn {
    /// A label: what lies between the characters that part names from one another and from
    /// whatever surrounds them.
    private static final Pattern LABEL =
            Pattern.compile("[^\\s.@:/=+~?,\"{}$]*[^\\x00-\\x7f][^\\s.@:/=+~?,\"{}$]*");

    private Idn() {}

    /// The text with each label that is not ASCII replaced by its A-label.
    ///
    /// @throws NotationException where a label has no A-label, or one that IDNA 2003 and 2008
    ///   spell differently
    static String ascii(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        return LABEL.matcher(text).replaceAll(Idn::label);
    }

    private static String label(MatchResult match) {
        String label = match.group();
        for (char deviating : new char[] {'ß', 'ς', '\u200c', '\u200d'}) {
            if (label.indexOf(deviating) >= 0) {
                throw new NotationException(
                        "\""
                                + label
                                + "\" holds "
                                + (deviating < '\u2000'
                                        ? "`" + deviating + "`"
                                        : "an invisible joiner")
                                + ", which programs turn into different names",
                        "write the A-label that is registered (xn--…)");
            }
        }
        try {
            return IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw new NotationException(
                    "\"" + label + "\" is not a label of a domain name",
                    "write its A-label (xn--…)");
        }
    }
}
