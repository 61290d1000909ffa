package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a fresh read makes of a write, right before it is sent or after its answer.
///
/// @param write what was or shall be sent
/// @param now the zone as it is, with at least [#keys] of the write
public record ReadBack(ZoneWrite write, Observed now) {
    /// Every set that tells how far a write is.
    public static Set<RecordKey> keys(ZoneWrite write) {
        var keys = new TreeSet<>(write.absent());
        write.sets().forEach(set -> keys.add(set.key()));
        return keys;
    }

    /// Everything is as wanted, TTLs too: an earlier try of the same write may have succeeded.
    public boolean isDone() {
        return left().isEmpty();
    }

    /// The sets that hold what neither the write is based on nor what it leaves, or that should not
    /// exist beside it. Data alone decides, no TTL.
    public List<RecordKey> moved() {
        List<RecordKey> moved = keys(set -> !isBefore(set) && !isAfter(set));
        write.absent().stream()
                .filter(key -> now.set(key).isPresent() || now.routed().contains(key))
                .sorted()
                .forEach(moved::add);
        return moved;
    }

    /// Whether everything is still as the write expects it: it may be sent.
    public boolean isFresh() {
        return keys(set -> !isBefore(set)).isEmpty() && moved().isEmpty();
    }

    /// The sets to write that the service answers by a policy of its own: no write may touch them.
    public List<RecordKey> routed() {
        return keys(set -> now.routed().contains(set.key()));
    }

    /// After the service's yes.
    ///
    /// @param receipt see [Outcome.Applied]
    public Outcome accepted(String receipt) {
        List<RecordKey> left = left();
        if (left.isEmpty()) {
            return new Outcome.Applied(receipt);
        }
        return new Outcome.Partial(
                keys(this::isDone),
                left,
                "the server took the update and serves something else at %s; other data may stand beside it, or someone else wrote at the same time"
                        .formatted(
                                left.stream()
                                        .map(RecordKey::toString)
                                        .collect(Collectors.joining(", "))));
    }

    /// After the service's word that the zone is not what the write was based on: nothing was
    /// applied. That holds as well where everything is as wanted by now: a write is sent once, so
    /// it was someone else.
    public Outcome stale() {
        List<RecordKey> moved = moved();
        return new Outcome.Stale(moved.isEmpty() ? keys(set -> !isBefore(set)) : moved);
    }

    /// After an answer that does not tell, or none.
    ///
    /// @param refusal where the service has answered that it failed: what it then leaves unchanged
    ///     will not change later
    public Outcome doubtful(String cause, Optional<Outcome.Rejected> refusal) {
        if (isDone()) {
            return new Outcome.Applied("");
        }
        List<RecordKey> done = keys(set -> isDone(set) && !isUntouched(set));
        if (!done.isEmpty()) {
            return new Outcome.Partial(done, left(), cause);
        }
        if (refusal.isPresent() && keys(set -> !isUntouched(set)).isEmpty()) {
            return refusal.get();
        }
        return new Outcome.Unknown(unseen(cause));
    }

    /// What is said of a write that a read did not show, once however many looked.
    public static String unseen(String cause) {
        String doubt = "; not applied when read back, but it may still arrive";
        return cause.endsWith(doubt) ? cause : cause + doubt;
    }

    private List<RecordKey> left() {
        return keys(set -> !isDone(set));
    }

    private boolean isDone(SetWrite set) {
        return now.set(set.key()).equals(set.after());
    }

    private boolean isUntouched(SetWrite set) {
        return now.set(set.key()).equals(set.before().map(ObservedSet::set));
    }

    private boolean isBefore(SetWrite set) {
        return sameData(now.set(set.key()), set.before().map(ObservedSet::set));
    }

    private boolean isAfter(SetWrite set) {
        return sameData(now.set(set.key()), set.after());
    }

    private static boolean sameData(Optional<RecordSet> one, Optional<RecordSet> other) {
        return one.isPresent() == other.isPresent()
                && one.stream().allMatch(set -> set.sameData(other.orElseThrow()));
    }

    private List<RecordKey> keys(Predicate<SetWrite> which) {
        return write.sets().stream()
                .filter(which)
                .map(SetWrite::key)
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
