package io.mxfail.format;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How single values look in JSON: words, times, durations and names.
final class Scalars {
    private static final long BILLION = 1_000_000_000L;

    private Scalars() {}

    /// The word of an enum constant, such as `not-asked`.
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants()).filter(c -> word(c).equals(word)).findFirst();
    }

    /// RFC 3339 in UTC; what is finer than a millisecond is left out.
    static String time(Instant at) {
        return exactTime(at.truncatedTo(ChronoUnit.MILLIS));
    }

    /// RFC 3339 in UTC, to the last digit.
    static String exactTime(Instant at) {
        return at.toString();
    }

    static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time as in 2026-11-24T03:05:31Z: " + text, e);
        }
    }

    /// Seconds, with as many decimals as there are.
    static BigDecimal seconds(Duration duration) {
        BigDecimal exact =
                BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9));
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }

    static Duration duration(BigDecimal seconds) {
        // a short text such as 1e999999999 would otherwise fill the memory
        if (Math.abs(seconds.scale()) > 20 || seconds.precision() > 30) {
            throw new IllegalArgumentException("not a duration in seconds: " + seconds);
        }
        try {
            BigDecimal[] parts =
                    seconds.multiply(BigDecimal.valueOf(BILLION))
                            .divideAndRemainder(BigDecimal.valueOf(BILLION));
            return Duration.ofSeconds(parts[0].longValueExact(), parts[1].intValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("not a duration in seconds: " + seconds, e);
        }
    }

    /// An absolute name, with its final dot.
    static Name name(String text) {
        if (!text.endsWith(".")) {
            throw new IllegalArgumentException("a name without its final dot: " + text);
        }
        try {
            Name name = Name.fromString(text);
            if (!name.isAbsolute()) {
                throw new IllegalArgumentException("a name without its final dot: " + text);
            }
            return name;
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a name: " + text, e);
        }
    }

    /// A key from the texts of its name and type.
    static RecordKey key(String name, String type) {
        int number = Type.value(type, false);
        if (number < 0) {
            throw new IllegalArgumentException("not a record type: " + type);
        }
        return new RecordKey(name(name), number);
    }
}
