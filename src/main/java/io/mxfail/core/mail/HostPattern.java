package io.mxfail.core.mail;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Locale;

/// Names of hosts that belong to one service, such as `feedback-smtp.*.amazonses.com`.
///
/// A `*` that is the first label stands for one label or more, one elsewhere for any text within
/// its label.
public final class HostPattern {
    private final String text;
    private final List<String> labels;

    /// @param text small letters, without final dot
    public HostPattern(String text) {
        if (!text.matches("[a-z0-9_*-]+(\\.[a-z0-9_*-]+)+") || text.matches("[*.]+")) {
            throw new IllegalArgumentException(
                    "not a host name of small letters, with `*` for what varies: " + text);
        }
        this.text = text;
        this.labels = List.of(text.split("\\.", -1));
    }

    /// As it was written.
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    /// Whether a name is one of them.
    ///
    /// Thousands of records are held against every pattern, so labels are compared from the last
    /// one on, and most names part there.
    public boolean matches(Name name) {
        boolean deep = labels.getFirst().equals("*");
        int count = name.labels() - 1; // without the root
        if (deep ? count < labels.size() : count != labels.size()) {
            return false;
        }
        for (int back = 1; back <= labels.size() - (deep ? 1 : 0); back++) {
            if (!fits(
                    labels.get(labels.size() - back),
                    name.getLabelString(count - back).toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a label is that of the pattern; each `*` takes as little as it can.
    private static boolean fits(String pattern, String label) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(label);
        }
        if (!label.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int from = star; from <= label.length(); from++) {
            if (fits(rest, label.substring(from))) {
                return true;
            }
        }
        return false;
    }
}
