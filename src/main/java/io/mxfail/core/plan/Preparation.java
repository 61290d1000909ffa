package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What of a switch may be done ahead of it: what only adds is published, and what the switch will
/// replace gets the short TTL, so that caches forget it quickly when the hour comes. Mail stays
/// where it is.
///
/// Carrying it out and then switching leaves what the switch alone would have left.
public final class Preparation {
    private Preparation() {}

    /// The part of a switch's changes that may go ahead, in canonical order.
    ///
    /// @param changes of the switch, as [Planner#changes] gives them
    public static List<Change> of(List<Change> changes, Intent intent) {
        var ahead = new ArrayList<Change>();
        for (Change change : changes) {
            switch (change.kind()) {
                case ADDITIVE -> ahead.add(change);
                case SUBSTITUTIVE -> lowered(change, intent).ifPresent(ahead::add);
                case SUBTRACTIVE -> {}
            }
        }
        return ahead.stream().sorted().toList();
    }

    /// A TXT string shares its set's one TTL with its neighbours, which are not ours to change.
    private static Optional<Change> lowered(Change change, Intent intent) {
        long ttl = intent.switchingTtl();
        return change.tag().isPresent()
                ? Optional.empty()
                : change.before().filter(set -> set.ttl() > ttl).map(set -> ttlOnly(set, ttl));
    }

    /// The change of a set's TTL alone, which is safe at any time.
    static Change ttlOnly(RecordSet set, long ttl) {
        return new Change(
                ChangeClass.ADDITIVE,
                set.key(),
                Optional.empty(),
                Optional.of(set),
                Optional.of(new RecordSet(set.key(), ttl, set.records())));
    }
}
