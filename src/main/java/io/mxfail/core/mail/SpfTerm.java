package io.mxfail.core.mail;

import java.util.Locale;

/// One term of an SPF record: a mechanism or modifier with its argument, as written (RFC 7208,
/// section 4.6.1).
///
/// Two terms are the same where [#normalised] is: qualifier `+` is the default, letters
/// compare without case, and networks compare as networks.
public record SpfTerm(String text) {
    public SpfTerm {
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("not an SPF term: \"" + text + "\"");
        }
    }

    /// Whether both terms mean the same.
    public boolean same(SpfTerm other) {
        return normalised().equals(other.normalised());
    }

    /// The form in which equal terms are equal text.
    public String normalised() {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("+")) {
            lower = lower.substring(1);
        }
        if (lower.startsWith("ip4:") || lower.startsWith("ip6:")) {
            return SpfNetwork.normalised(lower);
        }
        if (lower.endsWith(".") && lower.indexOf(':') > 0) {
            return lower.substring(0, lower.length() - 1);
        }
        return lower;
    }

    /// Whether this is a network, without a qualifier that shuts it out, and the other one in it.
    public boolean holds(SpfTerm other) {
        return SpfNetwork.isWithin(other.normalised(), normalised());
    }

    /// Whether this is `all`, with any qualifier: evaluation ends there.
    public boolean isAll() {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals("all")
                || (lower.length() == 4
                        && "+-~?".indexOf(lower.charAt(0)) >= 0
                        && lower.endsWith("all"));
    }

    /// Whether this is `all` or `redirect=`: new terms go before it.
    public boolean ends() {
        return isAll() || text.regionMatches(true, 0, "redirect=", 0, "redirect=".length());
    }

    @Override
    public String toString() {
        return text;
    }
}
