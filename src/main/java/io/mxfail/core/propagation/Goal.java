package io.mxfail.core.propagation;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What servers should answer for one domain, and what they answered before.
///
/// @param expected the site that should be live, or `former` data
/// @param sets the record sets that decide, the MX set among them where the profile has one
/// @param beside for how long caches may keep what else was replaced, such as the SPF record of
///   before; empty: nothing, or not known
/// @param parts what authoritative servers must have as well
public record Goal(
        Name domain,
        Name zone,
        String expected,
        List<Wanted> sets,
        Optional<Duration> beside,
        List<Part> parts) {
    /// Nothing else was replaced.
    public Goal(Name domain, Name zone, String expected, List<Wanted> sets) {
        this(domain, zone, expected, sets, Optional.empty(), List.of());
    }

    public Goal {
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("nothing to look for in " + domain);
        }
        parts = List.copyOf(parts);
        sets = sets.stream().sorted(Comparator.comparing(Wanted::key)).toList();
    }

    /// One record set.
    ///
    /// @param wanted empty: must not exist
    /// @param old what was there before; empty: nothing, or not known
    public record Wanted(RecordKey key, Optional<RecordSet> wanted, Optional<RecordSet> old) {}

    /// A record set, or what is owned of one whose rest is someone else's, that does not decide
    /// where mail is.
    ///
    /// @param what how people call it, such as `example.test. TXT v=spf1`
    /// @param there whether a server that serves this set (empty: none) has it as wanted
    public record Part(RecordKey key, String what, Predicate<Optional<RecordSet>> there) {}

    /// The same with what was there before.
    public Goal instead(List<Wanted> known) {
        return new Goal(domain, zone, expected, known, beside, parts);
    }

    /// The same where caches may keep something else that was replaced for that long.
    public Goal beside(Optional<Duration> kept) {
        return new Goal(domain, zone, expected, sets, kept, parts);
    }

    /// The set by which resolvers are judged: the MX set, else the first.
    public Wanted deciding() {
        return sets.stream()
                .filter(s -> s.key().type() == Type.MX)
                .findFirst()
                .orElse(sets.getFirst());
    }

    /// Where mail is to be led; none where the profile names no MX.
    public List<MXRecord> exchangers() {
        return sets.stream()
                .filter(s -> s.key().type() == Type.MX)
                .flatMap(s -> s.wanted().stream())
                .flatMap(set -> set.records().stream())
                .map(MXRecord.class::cast)
                .toList();
    }

    /// How long a cache may rightly keep what was there before; empty: not known, as of sets
    /// that come from a profile, whose TTL is 0.
    public Optional<Duration> oldTtl() {
        return Stream.concat(
                        beside.stream(),
                        sets.stream()
                                .flatMap(s -> s.old().stream())
                                .map(RecordSet::ttl)
                                .filter(ttl -> ttl > 0)
                                .map(Duration::ofSeconds))
                .max(Comparator.naturalOrder());
    }
}
