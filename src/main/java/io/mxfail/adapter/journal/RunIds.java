package io.mxfail.adapter.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Ids for new runs, `<UTC compact>-<6 hex>` such as `20261124T030531Z-7f3c9a`.
///
/// Each sorts after every run that is in the folder, also where two begin in one second or the
/// clock was set back: the order of ids is the order of runs, and decides which change of a domain
/// is its newest. Safe for use by many threads.
public final class RunIds implements Supplier<String> {
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Pattern ID = Pattern.compile("(\\d{8}T\\d{6}Z)-([0-9a-f]{6})");
    private static final int NUMBERS = 1 << 24;

    /// How far apart the ids of one second are at most: that leaves room for hundreds of them.
    private static final int STRIDE = 1 << 14;

    private final Path runs;
    private final InstantSource clock;
    private final RandomGenerator random;
    private Optional<Id> given = Optional.empty();

    /// @param state the state folder; need not exist yet
    public RunIds(Path state, InstantSource clock, RandomGenerator random) {
        this.runs = FileJournal.runs(state);
        this.clock = clock;
        this.random = random;
    }

    /// A fresh id.
    @Override
    public synchronized String get() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Id id =
                newest().filter(newest -> !newest.second().isBefore(now))
                        .map(this::after)
                        .orElseGet(() -> new Id(now, random.nextInt(NUMBERS / 2)));
        given = Optional.of(id);
        return id.toString();
    }

    private Id after(Id newest) {
        int number = newest.number() + 1 + random.nextInt(STRIDE);
        return number < NUMBERS
                ? new Id(newest.second(), number)
                : new Id(newest.second().plusSeconds(1), random.nextInt(NUMBERS / 2));
    }

    private Optional<Id> newest() {
        Optional<Id> newest = given;
        if (!Files.isDirectory(runs)) {
            return newest;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(runs)) {
            for (Path file : files) {
                Optional<Id> id = Id.of(file);
                if (id.isPresent() && newest.filter(n -> !id.get().isAfter(n)).isEmpty()) {
                    newest = id;
                }
            }
        } catch (IOException _) {
            // The journal meets the same folder at once, and says what is wrong with it
            return newest;
        }
        return newest;
    }

    private record Id(Instant second, int number) {
        static Optional<Id> of(Path file) {
            Matcher matcher = ID.matcher(file.getFileName().toString());
            if (!matcher.lookingAt()) {
                return Optional.empty();
            }
            try {
                Instant second =
                        LocalDateTime.parse(matcher.group(1), COMPACT).toInstant(ZoneOffset.UTC);
                return Optional.of(new Id(second, Integer.parseInt(matcher.group(2), 16)));
            } catch (DateTimeParseException _) {
                // no day of the calendar: not a name that this class gave
                return Optional.empty();
            }
        }

        boolean isAfter(Id other) {
            return second.equals(other.second)
                    ? number > other.number
                    : second.isAfter(other.second);
        }

        @Override
        public String toString() {
            return COMPACT.format(second) + String.format(Locale.ROOT, "-%06x", number);
        }
    }
}
