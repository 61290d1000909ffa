package io.mxfail;

import io.mxfail.lab.Lab;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts what always looks the same, and is as wide, over what differs from run to run: ports,
/// ids, and times, which count from the third hour of a night.
final class Veil {
    private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern RUN = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{6}");
    private static final Pattern TIME =
            Pattern.compile("(\" : \")?(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z)");
    // certificates are made by the real clock, a little before the lab's begins
    private static final Pattern CERTIFICATE =
            Pattern.compile(
                    "(?<=name until )\\d{4}-\\d\\d-\\d\\d(?=, (?:chain|outside))"
                            + "|(?<=\"validUntil\" : \")[^\"]+");
    private static final Pattern SECONDS =
            Pattern.compile("(?<=\"(seconds|latencySeconds)\" : )[0-9.E-]+");
    private static final Pattern PORT = Pattern.compile("(?<=\"port\" : )\\d+");
    private static final Pattern NOBODY = Pattern.compile("mxfail-probe-[0-9a-f]{12}");
    private static final Pattern PLAN = Pattern.compile("(?<=[Pp]lan )[0-9a-f]{12}");
    private static final Pattern MILLIS = Pattern.compile(" *\\d+(?= ms\\b)");
    private static final Pattern OPERATOR =
            Pattern.compile(
                    Pattern.quote(System.getProperty("user.name") + "@")
                            + "[\\w.-]+"); // the host is not always known
    private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{64}\\b");

    private final Path folder;
    private final String lab;
    private final Instant start;
    private final Map<String, String> ports = new LinkedHashMap<>();
    private final Map<String, String> runs = new LinkedHashMap<>();

    Veil(Lab lab, Path folder) {
        this.folder = folder;
        this.lab = Path.of(lab.profiles()).getParent().toString();
        this.start = lab.clock().instant();
        // in the order of the lab's description: both name servers, the resolver, both mail hosts
        String[] fixed = {"10053", "20053", "30053", "10025", "20025"};
        ADDRESS.matcher(String.join(" ", lab.description()))
                .results()
                .forEach(found -> ports.put(found.group(1), fixed[ports.size()]));
    }

    String over(String seen) {
        String text = seen.replace(lab, "/lab").replace(folder + "/", "");
        text = each(ADDRESS, text, m -> "127.0.0.1:" + ports.getOrDefault(m.group(1), m.group(1)));
        text = each(RUN, text, m -> run(m.group()));
        text = each(TIME, text, this::time);
        text =
                each(
                        CERTIFICATE,
                        text,
                        m -> "2026-12-24T03:00:00Z".substring(0, Math.min(20, m.group().length())));
        text = each(HASH, text, _ -> "0123456789ab".repeat(6).substring(0, 64));
        text = each(PLAN, text, _ -> "0123456789ab");
        text = each(MILLIS, text, m -> millis(m.group()));
        text = each(SECONDS, text, _ -> "0.001");
        text = each(PORT, text, m -> ports.getOrDefault(m.group(), m.group()));
        text = each(NOBODY, text, _ -> "mxfail-probe-0123456789ab");
        return OPERATOR.matcher(text).replaceAll("ann@ops");
    }

    /// In a column figures end below each other; in a sentence one blank stands before them.
    private static String millis(String figure) {
        return figure.lastIndexOf(' ') == 0 ? " 1" : right("1", figure.length());
    }

    private String run(String id) {
        return runs.computeIfAbsent(
                id, _ -> "20261124T030000Z-%06x".formatted(0xa1 + runs.size() * 16));
    }

    /// The lab's clock starts within a second, and is shown without its fraction. JSON tells
    /// when it was written by the real clock, which has moved on meanwhile: there minutes do
    /// not count.
    private String time(MatchResult found) {
        Duration since = Duration.between(start, Instant.parse(found.group(2)));
        long seconds = since.toSeconds() + (since.toNanosPart() > 0 ? 1 : 0);
        String json = Objects.requireNonNullElse(found.group(1), "");
        return json + NIGHT.plusSeconds(json.isEmpty() ? seconds : seconds - seconds % 600);
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String each(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(by.apply(m)));
    }
}
