package io.mxfail.core.journal;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Observed;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Until when caches may rightly hold what runs replaced.
///
/// A cache counts only where what it may hold is not what is served now: data that an undo put
/// back is right again wherever it is still cached, and what remains wrong is what the undone run
/// had published, for its own and mostly shorter TTL.
public final class Forgetting {
    private Forgetting() {}

    /// When the last correct cache forgets the last of a domain's former data; empty: nothing is
    /// known that it might hold.
    ///
    /// @param runs all runs, in any order
    /// @param served what authoritative servers answer now, one each
    public static Optional<Instant> until(
            Name domain, Collection<RunState> runs, List<Observed> served) {
        return runs.stream()
                .flatMap(run -> until(domain, run, served))
                .max(Comparator.naturalOrder());
    }

    private static Stream<Instant> until(Name domain, RunState run, List<Observed> served) {
        List<RunState.Written> writes = run.written(domain);
        List<Change> moves =
                writes.stream()
                        .flatMap(write -> write.changes().stream())
                        .filter(Forgetting::moves)
                        .toList();
        boolean moved = !moves.isEmpty();
        if (moved && moves.stream().noneMatch(change -> isGone(change, true, served))) {
            // mail is back where it was, and what the run added for it is needed by nobody
            return Stream.empty();
        }
        // whom a breach takes the authority, has it wherever the old data is cached
        boolean revokes = run.plan().mode() == Mode.BREACH;
        Optional<Instant> watched =
                Optional.ofNullable(run.authoritative().get(domain))
                        .map(JournalEvent.Authoritative::cachesUntil);
        var ends = new ArrayList<Instant>();
        for (RunState.Written write : writes) {
            for (Change change : write.changes()) {
                boolean revoked = revokes && change.kind() == ChangeClass.SUBTRACTIVE;
                if ((revoked || counts(change, moved)) && isGone(change, moved, served)) {
                    watched.or(() -> ofWrite(change, write)).ifPresent(ends::add);
                }
            }
        }
        return ends.stream();
    }

    /// What was taken away does harm in no cache; what was not there before does where nothing but
    /// that was the aim.
    private static boolean counts(Change change, boolean moves) {
        return change.kind() != ChangeClass.SUBTRACTIVE && (!moves || change.before().isPresent());
    }

    private static boolean moves(Change change) {
        return change.kind() == ChangeClass.SUBSTITUTIVE && !change.ttlOnly();
    }

    /// Where nobody watched the servers, the TTL counts from the write.
    private static Optional<Instant> ofWrite(Change change, RunState.Written write) {
        return change.formerTtl().map(write.at()::plus);
    }

    /// Whether some server answers otherwise now than before the change; of a run that only
    /// prepares, also whether it says so for a shorter time.
    private static boolean isGone(Change change, boolean moves, List<Observed> served) {
        return served.stream()
                .filter(observed -> observed.asked().contains(change.key()))
                .anyMatch(
                        observed ->
                                !ChangeState.isFormer(change, observed)
                                        || (!moves && ChangeState.isShorter(change, observed)));
    }
}
