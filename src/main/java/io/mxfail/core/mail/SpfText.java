package io.mxfail.core.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The text of a domain's SPF record and the edits mxfail makes to it: terms come and go,
/// everything else stays where and as it is (RFC 7208, section 4.5).
///
/// @param terms the terms after the version, in their order
public record SpfText(List<SpfTerm> terms) {
    /// The version that begins every SPF record.
    public static final String VERSION = "v=spf1";

    public SpfText {
        terms = List.copyOf(terms);
    }

    /// Whether a TXT record's text is an SPF record at all.
    public static boolean isSpf(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals(VERSION) || lower.startsWith(VERSION + " ");
    }

    /// The terms of an SPF record; empty where the text is not one or holds characters that
    /// no term can have.
    public static Optional<SpfText> parse(String text) {
        if (!isSpf(text)) {
            return Optional.empty();
        }
        String rest = text.substring(VERSION.length());
        if (rest.chars().anyMatch(c -> c < ' ' || c > '~')) {
            return Optional.empty();
        }
        return Optional.of(
                new SpfText(
                        Arrays.stream(rest.split(" ", -1))
                                .filter(term -> !term.isEmpty())
                                .map(SpfTerm::new)
                                .toList()));
    }

    /// A record for a domain that has none: the terms and `~all`. Never `-all`: mxfail cannot
    /// know every sender of a domain that never said who they are.
    public static SpfText first(List<SpfTerm> terms) {
        var all = new ArrayList<>(terms);
        all.add(new SpfTerm("~all"));
        return new SpfText(all);
    }

    /// The record with `add` in it and without `remove`. New terms follow the last term of
    /// `owned` that is there, else they come before the first term that ends the evaluation
    /// (`all`, `redirect=`).
    ///
    /// A record in which nothing changes is returned as it is.
    public SpfText edit(List<SpfTerm> add, List<SpfTerm> remove, List<SpfTerm> owned) {
        var missing = new ArrayList<SpfTerm>();
        for (SpfTerm term : add) {
            if (reached().stream().noneMatch(term::same)
                    && missing.stream().noneMatch(term::same)) {
                missing.add(term);
            }
        }
        var edited = new ArrayList<>(terms);
        edited.addAll(place(owned), missing);
        edited.removeIf(
                term -> remove.stream().anyMatch(term::same) && add.stream().noneMatch(term::same));
        return edited.equals(terms) ? this : new SpfText(edited);
    }

    /// The terms that a receiver comes to: what stands behind `all` is never looked at (RFC 7208,
    /// section 5.1).
    public List<SpfTerm> reached() {
        int end = 0;
        while (end < terms.size() && !terms.get(end).isAll()) {
            end++;
        }
        return terms.subList(0, end);
    }

    private int place(List<SpfTerm> owned) {
        int end = 0;
        while (end < terms.size() && !terms.get(end).ends()) {
            end++;
        }
        // a term behind `all` would never be reached, so an owned one there is no place to follow
        for (int i = end - 1; i >= 0; i--) {
            SpfTerm term = terms.get(i);
            if (owned.stream().anyMatch(term::same)) {
                return i + 1;
            }
        }
        return end;
    }

    /// The text to publish.
    @Override
    public String toString() {
        var text = new StringBuilder(VERSION);
        terms.forEach(term -> text.append(' ').append(term.text()));
        return text.toString();
    }
}
