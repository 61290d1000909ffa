package io.mxfail.core.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A DMARC policy record (RFC 9989, section 4.7).
///
/// @param policy what the domain asks for mail that fails
/// @param subdomains the same for existing subdomains (`sp`), where it is said
/// @param strictDkim whether the signing domain must be the very domain (`adkim=s`)
/// @param strictSpf whether the envelope's domain must be the very domain (`aspf=s`)
/// @param testing whether the domain asks to apply no policy yet (`t=y`)
/// @param suffix whether the domain is a public suffix (`psd`)
/// @param reports where aggregate reports go (`rua`), as written
public record DmarcPolicy(
        Disposition policy,
        Optional<Disposition> subdomains,
        boolean strictDkim,
        boolean strictSpf,
        boolean testing,
        Suffix suffix,
        List<String> reports) {

    /// Whether others register names below the domain, or all below it is one organisation's.
    public enum Suffix {
        YES,
        NO,
        UNSAID;

        static Suffix of(String word) {
            return word.equalsIgnoreCase("y") ? YES : word.equalsIgnoreCase("n") ? NO : UNSAID;
        }
    }

    /// What a domain asks for mail that fails.
    public enum Disposition {
        NONE,
        QUARANTINE,
        REJECT;

        static Optional<Disposition> of(String word) {
            return Arrays.stream(values()).filter(d -> d.name().equalsIgnoreCase(word)).findFirst();
        }

        /// As records have it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DmarcPolicy {
        reports = List.copyOf(reports);
    }

    /// Whether a text claims to be a DMARC record: others at the name do not count.
    public static boolean isDmarc(String text) {
        return text.matches("(?s)[vV][ \t]*=[ \t]*DMARC1[ \t]*(;.*)?");
    }

    /// Reads the text of a record; empty where receivers would ignore it.
    ///
    /// A policy that is missing or unknown, or an unknown one for subdomains (`sp`, `np`),
    /// counts as `none` for all where reports are asked for, and else makes the record void
    /// (section 4.7).
    public static Optional<DmarcPolicy> parse(String text) {
        Optional<TagList> list = isDmarc(text) ? TagList.parseFolded(text) : Optional.empty();
        if (list.isEmpty()) {
            return Optional.empty();
        }
        TagList tags = list.get();
        List<String> reports =
                tags.value("rua").stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .map(String::strip)
                        .filter(uri -> uri.matches("[A-Za-z][-+.A-Za-z0-9]*:.+"))
                        .toList();
        boolean unknown =
                Stream.of("sp", "np")
                        .flatMap(tag -> tags.value(tag).stream())
                        .anyMatch(word -> Disposition.of(word).isEmpty());
        Optional<Disposition> policy =
                unknown ? Optional.empty() : tags.value("p").flatMap(Disposition::of);
        if (policy.isEmpty() && reports.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DmarcPolicy(
                        policy.orElse(Disposition.NONE),
                        unknown ? Optional.empty() : tags.value("sp").flatMap(Disposition::of),
                        tags.value("adkim").filter("s"::equalsIgnoreCase).isPresent(),
                        tags.value("aspf").filter("s"::equalsIgnoreCase).isPresent(),
                        tags.value("t").filter("y"::equalsIgnoreCase).isPresent(),
                        tags.value("psd").map(Suffix::of).orElse(Suffix.UNSAID),
                        reports));
    }

    /// The record that asks receivers to reject what fails, of the domain and below it, with all
    /// else that it says; empty where it cannot be read. That it only tests, or asks so for a part
    /// of the mail (`pct`, of older records), is left out.
    ///
    /// @param inherited whether it is to stand at a domain below the one whose record it is
    public static Optional<String> rejecting(String text, boolean inherited) {
        Optional<TagList> list = isDmarc(text) ? TagList.parseFolded(text) : Optional.empty();
        return list.map(
                tags ->
                        "v=DMARC1; p=reject; sp=reject"
                                + tags.others(
                                        inherited
                                                ? List.of("v", "p", "sp", "t", "pct", "psd")
                                                : List.of("v", "p", "sp", "t", "pct")));
    }
}
