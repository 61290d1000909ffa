package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Record;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One difference between what is served and what should be, with both sides, so that it is
/// its own undo.
///
/// @param kind when it is safe
/// @param key the record set it touches
/// @param tag where only one string of a TXT set is owned: which; `before` and `after` then
///   hold that string alone
/// @param before empty: does not exist
/// @param after empty: shall not exist
public record Change(
        ChangeClass kind,
        RecordKey key,
        Optional<TxtTag> tag,
        Optional<RecordSet> before,
        Optional<RecordSet> after)
        implements Comparable<Change> {
    private static final Comparator<Change> ORDER =
            Comparator.comparing(Change::key)
                    .thenComparing(change -> change.tag().map(TxtTag::text).orElse(""))
                    .thenComparing(Change::kind);

    public Change {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("a change of nothing at " + key);
        }
        if (before.filter(b -> !b.key().equals(key)).isPresent()
                || after.filter(a -> !a.key().equals(key)).isPresent()) {
            throw new IllegalArgumentException("content of another set at " + key);
        }
    }

    /// What a change is about: a record set, or one string of it.
    public record Place(RecordKey key, Optional<TxtTag> tag) {}

    /// What it is about, whatever happens there.
    public Place place() {
        return new Place(key, tag);
    }

    /// What happens to the set or string.
    public enum Action {
        CREATE,
        REPLACE,
        DELETE
    }

    /// What happens to the set or string.
    public Action action() {
        if (before.isEmpty()) {
            return Action.CREATE;
        }
        return after.isEmpty() ? Action.DELETE : Action.REPLACE;
    }

    /// The records that are served; none where the set does not exist.
    public List<Record> recordsBefore() {
        return before.map(RecordSet::records).orElse(List.of());
    }

    /// The records that shall be served; none where the set shall not exist.
    public List<Record> recordsAfter() {
        return after.map(RecordSet::records).orElse(List.of());
    }

    /// Whether only the TTL differs.
    public boolean ttlOnly() {
        return before.isPresent() && after.isPresent() && before.get().sameData(after.get());
    }

    /// For how long caches may keep what was served before; empty: nothing was.
    public Optional<Duration> formerTtl() {
        return before.map(set -> Duration.ofSeconds(set.ttl()));
    }

    /// The change that takes this one back.
    public Change inverse() {
        ChangeClass inverse =
                switch (kind) {
                    case ADDITIVE -> ChangeClass.SUBTRACTIVE;
                    case SUBSTITUTIVE -> ChangeClass.SUBSTITUTIVE;
                    case SUBTRACTIVE -> ChangeClass.ADDITIVE;
                };
        return new Change(inverse, key, tag, after, before);
    }

    @Override
    public int compareTo(Change other) {
        return ORDER.compare(this, other);
    }
}
