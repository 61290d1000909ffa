package io.mxfail.view;

import io.mxfail.app.CommandFailure;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.profile.Problem;

import org.xbill.DNS.Name;

import java.net.IDN;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What all screens for people share: words, times and sentences at about 80 columns.
public final class Text {
    private static final String NEXT = "Next: ";

    /// Beside a longer place there is no room for what is wrong there.
    private static final int SHORT_PLACE = 30;

    /// A command, which is copied as it stands; or a name with an A-label, and what closes it.
    private static final Pattern COMMAND_OR_NAME =
            Pattern.compile(
                    "`[^`\\s]+\\s[^`]*`|\\bmxfail [^,;()]*"
                        + "|(?<![\\w.-])((?:[\\w-]+\\.)*(?i:xn--)[\\w-]+(?:\\.[\\w-]+)*\\.?)([\"'`]?)");

    private Text() {}

    /// Text without control characters and those that turn text round or end lines, which a server
    /// could use to play with the terminal.
    public static String printable(String text) {
        return text.codePoints()
                .map(c -> isPlain(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /// A domain as DNS has it and, where that is unlike what people write, as they write it.
    static String domain(Name domain) {
        return domain + asWritten(domain).map(written -> " (" + written + ")").orElse("");
    }

    /// A domain with its U-labels; empty: it has none.
    static Optional<String> asWritten(Name domain) {
        return asWritten(domain.toString(true));
    }

    /// The same of a domain without final dot, or of a profile's name, which has none.
    public static Optional<String> asWritten(String ascii) {
        String written = printable(IDN.toUnicode(ascii));
        return written.equals(ascii) ? Optional.empty() : Optional.of(written);
    }

    /// A sentence in which each name with an A-label is followed, where it first stands, by
    /// the form that people write. Commands stay as they are to be typed.
    static String bothForms(String text) {
        var told = new HashSet<String>();
        return COMMAND_OR_NAME
                .matcher(text)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        found.group() + second(found, text, told)));
    }

    private static String second(MatchResult found, String text, Set<String> told) {
        if (found.group(1) == null) {
            return "";
        }
        String name = found.group(1).replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
        Optional<String> form = asWritten(name).map(written -> " (" + written + ")");
        boolean known =
                form.isEmpty() || text.startsWith(form.get(), found.end()) || !told.add(name);
        return known ? "" : form.get();
    }

    /// A text without a domain's name in all its forms, to compare it with that of another.
    static String without(Name domain, String text) {
        String same =
                text.replace(" (" + asWritten(domain).orElse(".") + ")", "")
                        .replace(domain.toString(), "@")
                        .replace(domain.toString(true), "@");
        return asWritten(domain).map(written -> same.replace(written, "@")).orElse(same);
    }

    /// Rounded up: what ends within a minute may need all of it.
    static String span(Duration span) {
        long seconds = span.toSeconds();
        if (seconds >= 7200) {
            return Math.ceilDiv(seconds, 3600) + " h";
        }
        return seconds >= 120 ? Math.ceilDiv(seconds, 60) + " min" : seconds + " s";
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// A step of progress, for stderr.
    public static String step(String line) {
        return Lines.of("  ", bothForms(printable(line)), 4);
    }

    /// What went wrong, in a sentence for stderr.
    public static String message(String message) {
        return Lines.of("mxfail: ", bothForms(printable(message)));
    }

    /// A failure with all its problems, for stderr.
    public static String failure(CommandFailure failure) {
        var text = new StringBuilder(message(failure.message()));
        failure.problems().forEach(problem -> text.append(problem(problem)));
        failure.findings().forEach(finding -> text.append(finding(finding, true)));
        return text.toString();
    }

    static String problem(Problem problem) {
        String label =
                switch (problem.severity()) {
                    case ERROR -> "error";
                    case WARNING -> "warning";
                    case PLACEHOLDER -> "to do";
                };
        String lead = problem.place() + ": " + label + ":";
        String message = bothForms(printable(problem.message()));
        return (problem.place().length() <= SHORT_PLACE
                        ? Lines.of(lead + " ", message, 4)
                        : lead + "\n" + Lines.of("    ", message))
                + problem.fix().map(fix -> Lines.of("    fix: ", printable(fix))).orElse("");
    }

    static String finding(Finding finding, boolean blocks) {
        return Lines.of(
                        String.format("  %-7s ", blocks ? "BLOCKS" : finding.severity().name()),
                        finding.id() + ": " + bothForms(printable(finding.message())))
                + (finding.fix().isEmpty()
                        ? ""
                        : Lines.of("          fix: ", printable(finding.fix())));
    }

    /// Sentences, each on lines of its own.
    public static String sentences(List<String> sentences) {
        return sentences.stream()
                .map(Text::printable)
                .map(
                        sentence ->
                                sentence.startsWith(NEXT)
                                        ? Lines.of(NEXT, sentence.substring(NEXT.length()))
                                        : Lines.of("", bothForms(sentence)))
                .collect(Collectors.joining());
    }

    /// A sentence of any length after a lead, broken where a terminal ends.
    public static String sentence(String lead, String text) {
        return Lines.of(lead, text);
    }
}
