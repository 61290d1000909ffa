package io.mxfail.cli;

import io.mxfail.app.ChangeRequest;
import io.mxfail.app.Selection;
import io.mxfail.core.plan.Mode;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Options of commands that change something.
final class Agreement {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    Optional<String> reason = Optional.empty();

    @Option(names = "--yes", description = "In place of the typed confirmation.")
    boolean yes;

    @Option(
            names = "--from",
            paramLabel = "SITE",
            description = "The site that must be active now (mixed, unknown allowed).")
    Optional<String> from = Optional.empty();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            completionCandidates = Modes.class,
            description = "planned, emergency or breach. Default: from the probe.")
    Optional<Mode> mode = Optional.empty();

    @Option(
            names = "--accept",
            paramLabel = "ID[@DOMAIN]",
            description = "Go on in spite of this finding; needs --reason.")
    List<String> accepted = new ArrayList<>();

    @Option(names = "--dry-run", description = "Show what would happen; change nothing.")
    boolean dryRun;

    @Option(names = "--no-verify", description = "Read back at the provider only.")
    boolean noVerify;

    @Option(
            names = "--wait",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "How long to verify, such as 90s or 15m.")
    Optional<Duration> atMost = Optional.empty();

    ChangeRequest.Terms terms() {
        return new ChangeRequest.Terms(mode, accepted, reason);
    }

    ChangeRequest request(Selection selection, String command) {
        return new ChangeRequest(
                selection,
                command,
                new ChangeRequest.Consent(yes, from),
                terms(),
                new ChangeRequest.Pace(dryRun, !noVerify, atMost));
    }

    /// The words of `--mode`.
    static final class Modes extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Modes() {
            super(List.of("planned", "emergency", "breach"));
        }
    }

    /// `planned`, `emergency` or `breach`.
    static final class ModeConverter implements ITypeConverter<Mode> {
        @Override
        public Mode convert(String text) {
            try {
                return Mode.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "`" + text + "` is none of planned, emergency, breach");
            }
        }
    }

    /// `60s`, `5m`, `1h`, `1d`.
    static final class DurationConverter implements ITypeConverter<Duration> {
        /// Nobody waits longer; who types more has slipped.
        private static final Duration MOST = Duration.ofDays(30);

        @Override
        public Duration convert(String text) {
            if (text.matches("[0-9]+")) {
                throw new TypeConversionException(
                        "`%1$s` has no unit; write %1$ss, %1$sm or %1$sh".formatted(text));
            }
            if (!text.matches("[0-9]+[smhd]")) {
                throw new TypeConversionException(
                        "`" + text + "` is no duration; write 60s, 5m, 1h or 1d");
            }
            Duration span = span(text);
            if (span.compareTo(MOST) > 0) {
                throw new TypeConversionException("`" + text + "` is too long; write at most 30d");
            }
            return span;
        }

        private static Duration span(String text) {
            String digits = text.substring(0, text.length() - 1);
            // so many seconds are too long already
            long number = digits.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(digits);
            return switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(number);
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
