package io.mxfail.core.mail;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The policy that a domain serves at `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` (RFC 8461,
/// section 3.2).
///
/// @param mode what senders do where a host does not fit
/// @param mx the host patterns, lower-case
/// @param maxAge how long senders keep it
public record MtaStsPolicy(Mode mode, List<String> mx, Duration maxAge) {
    /// What senders do where a host does not fit the policy.
    public enum Mode {
        /// they do not deliver
        ENFORCE,
        /// they deliver and report
        TESTING,
        /// the domain takes its policy back
        NONE
    }

    /// The longest age that there is (section 3.2).
    private static final long LONGEST = 31_557_600;

    private static final Pattern MODE =
            Pattern.compile("(?im)^[ \\t]*mode[ \\t]*[:=][ \\t]*(enforce|testing|none)[ \\t\\r]*$");

    public MtaStsPolicy {
        mx = List.copyOf(mx);
    }

    /// What reading a policy gave.
    public sealed interface Reading {}

    /// A policy that senders follow.
    public record Good(MtaStsPolicy policy) implements Reading {}

    /// A text that senders ignore.
    public record Bad(String reason) implements Reading {}

    /// Reads the text of a policy. Of fields that stand twice the first counts, `mx` apart; unknown
    /// ones are passed over.
    public static Reading parse(String text) {
        Optional<String> version = Optional.empty();
        Optional<String> mode = Optional.empty();
        Optional<String> age = Optional.empty();
        var mx = new ArrayList<String>();
        List<String> lines = List.of(text.split("\r?\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() && i == lines.size() - 1) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon <= 0
                    || !line.substring(0, colon).matches("[A-Za-z0-9][-_.A-Za-z0-9]{0,31}")) {
                return new Bad("line " + (i + 1) + " is no `key: value`");
            }
            String value = line.substring(colon + 1).strip();
            if (value.isEmpty()) {
                return new Bad("line " + (i + 1) + " has no value");
            }
            switch (line.substring(0, colon)) {
                case "version" -> version = version.or(() -> Optional.of(value));
                case "mode" -> mode = mode.or(() -> Optional.of(value));
                case "max_age" -> age = age.or(() -> Optional.of(value));
                case "mx" -> mx.add(value.toLowerCase(Locale.ROOT));
                default -> {
                    // an extension: senders pass over what they do not know
                    continue;
                }
            }
        }
        if (version.filter("STSv1"::equals).isEmpty()) {
            return new Bad("`version: STSv1` is missing");
        }
        Optional<Mode> known =
                mode.flatMap(
                        word ->
                                switch (word) {
                                    case "enforce" -> Optional.of(Mode.ENFORCE);
                                    case "testing" -> Optional.of(Mode.TESTING);
                                    case "none" -> Optional.of(Mode.NONE);
                                    default -> Optional.empty();
                                });
        if (known.isEmpty()) {
            return new Bad("`mode` must be enforce, testing or none");
        }
        if (age.filter(a -> a.matches("[0-9]{1,10}")).isEmpty()
                || Long.parseLong(age.get()) > LONGEST) {
            return new Bad("`max_age` must be seconds up to " + LONGEST);
        }
        if (mx.isEmpty() && known.get() != Mode.NONE) {
            return new Bad("it names no `mx`");
        }
        Optional<String> odd = mx.stream().filter(pattern -> !isPattern(pattern)).findFirst();
        if (odd.isPresent()) {
            return new Bad("an `mx` is no host or `*.` and a domain");
        }
        return new Good(
                new MtaStsPolicy(known.get(), mx, Duration.ofSeconds(Long.parseLong(age.get()))));
    }

    /// What a text that senders ignore wants of them all the same: the mode that it names;
    /// empty: it names none, or several.
    public static Optional<Mode> meant(String text) {
        Set<Mode> modes =
                MODE.matcher(text)
                        .results()
                        .map(found -> Mode.valueOf(found.group(1).toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet());
        return modes.size() == 1 ? modes.stream().findFirst() : Optional.empty();
    }

    private static boolean isPattern(String pattern) {
        String host = pattern.startsWith("*.") ? pattern.substring(2) : pattern;
        return host.matches(
                "([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.?");
    }

    /// The lines of the file that says so.
    public List<String> lines() {
        var lines = new ArrayList<>(List.of("version: STSv1"));
        lines.add("mode: " + mode.name().toLowerCase(Locale.ROOT));
        mx.forEach(pattern -> lines.add("mx: " + pattern));
        lines.add("max_age: " + maxAge.toSeconds());
        return List.copyOf(lines);
    }

    /// Whether a mail host fits one of the patterns; a `*` stands for exactly one label (section
    /// 4.1).
    public boolean allows(Name host) {
        String name = host.toString(true).toLowerCase(Locale.ROOT);
        return mx.stream().anyMatch(pattern -> matches(pattern, name));
    }

    /// Whether one pattern is met by a host.
    public static boolean matches(String pattern, String host) {
        String wanted =
                pattern.endsWith(".") ? pattern.substring(0, pattern.length() - 1) : pattern;
        if (!wanted.startsWith("*.")) {
            return wanted.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && wanted.substring(2).equals(host.substring(dot + 1));
    }
}
