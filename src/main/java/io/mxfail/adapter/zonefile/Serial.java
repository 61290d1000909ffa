package io.mxfail.adapter.zonefile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// The next serial number of a zone, in the style of its last one, and always a later one in the
/// sense of RFC 1982.
final class Serial {
    private static final long MODULUS = 1L << 32;
    private static final long FIRST_TIME = 1_000_000_000L;
    private static final long A_DAY = 86_400;

    private Serial() {}

    /// @param last as the zone has it now
    static long next(long last, Instant now) {
        long later = (last + 1) % MODULUS == 0 ? 1 : (last + 1) % MODULUS;
        if (isDated(last)) {
            LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
            long first =
                    ((today.getYear() * 100L + today.getMonthValue()) * 100 + today.getDayOfMonth())
                            * 100;
            return Math.max(first, later);
        }
        long seconds = now.getEpochSecond();
        boolean timed = last >= FIRST_TIME && last <= seconds + A_DAY && seconds < MODULUS;
        return timed ? Math.max(seconds, later) : later;
    }

    /// `YYYYMMDDnn`, from 1990 to 2099.
    private static boolean isDated(long serial) {
        long day = serial / 100 % 100;
        long month = serial / 10_000 % 100;
        long year = serial / 1_000_000;
        return year >= 1990 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }
}
