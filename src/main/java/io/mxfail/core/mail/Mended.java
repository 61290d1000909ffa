package io.mxfail.core.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Text records that nobody follows, as they were meant, as far as that can be told from them.
public final class Mended {
    /// Whole addresses only: what is left of one with other characters is an address of nobody.
    private static final Pattern MAIL =
            Pattern.compile(
                    "(?i)(?<![^\\s,;:=/<\"'(])(?:mailto:)?([-+._a-z0-9]+@[-.a-z0-9]*[a-z0-9])"
                            + "(?=\\.?(?:$|[\\s,;!?/>\"')]))");
    private static final Pattern RUA =
            Pattern.compile("(?i)(?<=[;\\s])rua[ \\t]*=[ \\t]*[^;]*[^;\\s]");
    private static final Pattern WEB = Pattern.compile("(?i)https://[^\\s;,\"!`]+");

    private Mended() {}

    /// A record of TLS-RPT with all addresses that the texts name; empty: they name none.
    public static Optional<String> tlsReporting(List<String> texts) {
        Set<String> reports = new LinkedHashSet<>();
        texts.stream().filter(text -> valid(text)).limit(1).forEach(text -> reports(text, reports));
        texts.forEach(text -> reports(text, reports));
        return reports.isEmpty()
                ? Optional.empty()
                : Optional.of("v=TLSRPTv1; rua=" + String.join(",", reports))
                        .filter(text -> TlsReporting.parse(text).isPresent());
    }

    private static boolean valid(String text) {
        return TlsReporting.parse(text).isPresent();
    }

    private static void reports(String text, Set<String> into) {
        mail(text).forEach(into::add);
        WEB.matcher(text).results().map(MatchResult::group).forEach(into::add);
    }

    /// The mail addresses in a text, as `mailto:`.
    private static Stream<String> mail(String text) {
        return MAIL.matcher(text).results().map(found -> "mailto:" + found.group(1));
    }

    /// A DMARC record that says what the texts say, so far as receivers know it; `p=none` where
    /// they name no policy.
    public static String dmarc(List<String> texts) {
        var tags = new ArrayList<>(List.of("v=DMARC1"));
        tags.add("p=" + tag(texts, "p", "none|quarantine|reject").orElse("none"));
        for (String policy : List.of("sp", "np")) {
            tag(texts, policy, "none|quarantine|reject").ifPresent(v -> tags.add(policy + "=" + v));
        }
        for (String alignment : List.of("adkim", "aspf")) {
            tag(texts, alignment, "[rs]").ifPresent(v -> tags.add(alignment + "=" + v));
        }
        for (String reports : List.of("rua", "ruf")) {
            List<String> addresses =
                    tag(texts, reports, "[^;]+").stream().flatMap(Mended::mail).distinct().toList();
            if (!addresses.isEmpty()) {
                tags.add(reports + "=" + String.join(",", addresses));
            }
        }
        return String.join("; ", tags);
    }

    /// A record for reports with one more address to send them to, all else as it was; empty: it
    /// names none yet, or several times.
    ///
    /// @param record of DMARC or TLS-RPT
    public static Optional<String> reportingTo(String record, String address) {
        List<MatchResult> found = RUA.matcher(record).results().toList();
        return found.size() == 1
                ? Optional.of(
                        record.substring(0, found.getFirst().end())
                                + ","
                                + address
                                + record.substring(found.getFirst().end()))
                : Optional.empty();
    }

    private static Optional<String> tag(List<String> texts, String name, String values) {
        Pattern pattern =
                Pattern.compile(
                        "(?i)(?:^|[;\\s])" + name + "\\s*[=:]\\s*(" + values + ")(?=\\s*(;|$))");
        return texts.stream()
                .flatMap(text -> pattern.matcher(text).results())
                .map(found -> found.group(1).strip())
                .findFirst();
    }

    /// One SPF record with the terms of several, each once, and the most lenient `all` of them, so
    /// that nobody who may send today may not then; empty: one of them cannot be read.
    public static Optional<String> spf(List<String> records) {
        var terms = new ArrayList<SpfTerm>();
        var ends = new ArrayList<SpfTerm>();
        for (String text : records) {
            Optional<SpfText> record = SpfText.parse(text);
            if (record.isEmpty()) {
                return Optional.empty();
            }
            for (SpfTerm term : record.get().terms()) {
                List<SpfTerm> into = term.ends() ? ends : terms;
                if (into.stream().noneMatch(term::same)) {
                    into.add(term);
                }
            }
        }
        List<SpfTerm> all = ends.stream().filter(SpfTerm::isAll).toList();
        all.stream()
                .min(java.util.Comparator.comparingInt(Mended::strictness))
                .or(() -> ends.stream().findFirst())
                .ifPresent(terms::add);
        return Optional.of(new SpfText(terms).toString());
    }

    private static int strictness(SpfTerm all) {
        return switch (all.text().charAt(0)) {
            case '-' -> 3;
            case '~' -> 2;
            case '?' -> 1;
            default -> 0;
        };
    }

    /// The shortest SPF record that says the same, of what is written in it; the record
    /// itself where it cannot be read, or has nothing to spare.
    ///
    /// @param kept terms that come back when they are taken out
    public static String shortened(String record, List<SpfTerm> kept) {
        return SpfTidy.fewerOctets(record, kept);
    }

    /// An SPF record without terms; empty: it cannot be read, or has none of them.
    ///
    /// @param unwanted as written
    public static Optional<String> without(String record, Set<String> unwanted) {
        return SpfText.parse(record)
                .map(
                        text ->
                                new SpfText(
                                        text.terms().stream()
                                                .filter(term -> !unwanted.contains(term.text()))
                                                .toList()))
                .map(SpfText::toString)
                .filter(text -> !text.equals(record));
    }

    /// An SPF record with terms before its end; empty: it cannot be read, or has them all.
    public static Optional<String> with(String record, List<String> terms) {
        List<SpfTerm> add = terms.stream().map(SpfTerm::new).toList();
        return SpfText.parse(record)
                .map(text -> text.edit(add, List.of(), List.of()).toString())
                .filter(text -> !text.equals(record));
    }
}
