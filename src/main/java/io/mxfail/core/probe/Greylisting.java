package io.mxfail.core.probe;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Putting off whom one does not know (RFC 6647): a host answers 4xx to a client, sender and
/// recipient that it never saw together, and takes them when they come again after a while. So
/// only the second answer tells.
public final class Greylisting {
    /// The delay of a host that tells none: what Postgrey and others have unless told otherwise.
    public static final Duration USUAL = Duration.ofMinutes(5);

    private static final Duration ROUNDED = Duration.ofSeconds(1);
    private static final Set<Integer> CODES = Set.of(421, 450, 451);
    private static final Pattern AGAIN =
            Pattern.compile("\\b(again|retry|re-?try|come back|later|deferred|delayed|wait)\\b");
    private static final Pattern CLOCK =
            Pattern.compile("(?<![\\d:.])(\\d{1,2}):(\\d{2}):(\\d{2})(?![\\d:.])");
    private static final Pattern SPAN =
            Pattern.compile(
                    "(?<![\\w.:-])(\\d{1,5}) ?-?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)"
                            + "(?![\\w-])");
    private static final Pattern ADDRESS = Pattern.compile("<[^>]*>|\\S+@\\S+|https?://\\S+");

    private Greylisting() {}

    /// Whether it pays to ask for a recipient once more: the reply reads like greylisting, or like
    /// a host that says so in other words.
    public static boolean isPutOff(RecipientResult result) {
        Reply reply = result.reply();
        return result.verdict() == Verdict.GREYLISTED
                || result.stage() == Stage.RCPT
                        && result.verdict() == Verdict.TEMPFAIL
                        && CODES.contains(reply.code())
                        && (reply.enhanced().startsWith("4.7.")
                                || AGAIN.matcher(words(reply)).find());
    }

    /// Whether a reply names the time after which to come again, which only a host says that puts
    /// off on purpose.
    static boolean namesItsDelay(Reply reply) {
        return CODES.contains(reply.code())
                && AGAIN.matcher(words(reply)).find()
                && told(reply).isPresent();
    }

    /// After which time it pays to ask again: what the host says, else [#USUAL].
    public static Duration delay(Reply reply) {
        // hosts round, and some count from the second that follows
        return told(reply).orElse(USUAL).plus(ROUNDED);
    }

    /// After which time it pays to ask for all of those again; empty: for none of them.
    public static Optional<Duration> delay(Collection<RecipientResult> results) {
        return results.stream()
                .filter(Greylisting::isPutOff)
                .map(result -> delay(result.reply()))
                .max(Comparator.naturalOrder());
    }

    private static Optional<Duration> told(Reply reply) {
        String text = words(reply);
        Matcher clock = CLOCK.matcher(text);
        if (clock.find()) {
            return Optional.of(
                    Duration.ofHours(Long.parseLong(clock.group(1)))
                            .plusMinutes(Long.parseLong(clock.group(2)))
                            .plusSeconds(Long.parseLong(clock.group(3))));
        }
        Matcher span = SPAN.matcher(text);
        if (!span.find()) {
            return Optional.empty();
        }
        long many = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2).charAt(0)) {
                    case 'h' -> Duration.ofHours(many);
                    case 'm' -> Duration.ofMinutes(many);
                    default -> Duration.ofSeconds(many);
                });
    }

    /// Addresses and links may hold any number.
    private static String words(Reply reply) {
        return ADDRESS.matcher(reply.text().toLowerCase(Locale.ROOT)).replaceAll(" ");
    }
}
