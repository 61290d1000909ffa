package io.mxfail.adapter.zonefile;

import org.xbill.DNS.TTL;

import java.util.Optional;
import java.util.regex.Pattern;

/// What an entry's TTL is where it names none: that of `$TTL` (RFC 2308, section 4), else the last
/// one named (RFC 1035, section 5.1).
///
/// @param standard of `$TTL`
/// @param last named by a record
record Ttl(Optional<Long> standard, Optional<Long> last) {
    static final Ttl UNKNOWN = new Ttl(Optional.empty(), Optional.empty());

    private static final Pattern FORM = Pattern.compile("[0-9]+|([0-9]+[smhdwSMHDW])+[0-9]*");

    /// Reads `3600` or `1h30m`; empty: it is no TTL.
    static Optional<Long> parse(String word) {
        if (!FORM.matcher(word).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TTL.parse(word, true));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    Optional<Long> implied() {
        return standard.or(() -> last);
    }

    Ttl withStandard(long seconds) {
        return new Ttl(Optional.of(seconds), last);
    }

    Ttl withLast(long seconds) {
        return new Ttl(standard, Optional.of(seconds));
    }

    /// After an included file servers differ on which TTL was named last.
    Ttl after(Line.Elsewhere elsewhere) {
        return elsewhere.changesTtl() ? UNKNOWN : new Ttl(standard, Optional.empty());
    }
}
