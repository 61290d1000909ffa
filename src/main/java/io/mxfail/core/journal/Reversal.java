package io.mxfail.core.journal;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The plan that takes a run back: the former data and TTL of exactly the sets that it
/// changed or may have changed.
public final class Reversal {
    private Reversal() {}

    /// The reverse of what a run wrote; a domain of which nothing was written has no changes.
    public static Plan of(RunState run, String to, List<String> accepted) {
        return of(run, to, accepted, _ -> true);
    }

    /// The reverse of those changes of a run that are meant.
    public static Plan of(RunState run, String to, List<String> accepted, Predicate<Change> meant) {
        var former = new LinkedHashMap<Change.Place, Change>();
        for (RunState.Written written : run.writes().values()) {
            if (written.effect() == RunState.Effect.NOT_APPLIED) {
                continue;
            }
            for (Change change : written.changes()) {
                if (meant.test(change)) {
                    add(former, change);
                }
            }
        }
        List<DomainPlan> domains =
                run.plan().domains().stream().map(d -> reversed(run, d, former)).toList();
        return new Plan(run.plan().profile(), to, Mode.PLANNED, accepted, domains);
    }

    /// Two writes of one run at one place: what was there first, and what was left last. Where that
    /// is the same, as in a run that took its own additions back, there is nothing to reverse.
    private static void add(Map<Change.Place, Change> former, Change last) {
        Change first = former.get(last.place());
        if (first == null) {
            former.put(last.place(), last);
        } else if (first.before().equals(last.after())) {
            former.remove(last.place());
        } else {
            former.put(
                    last.place(),
                    new Change(
                            first.kind(), first.key(), first.tag(), first.before(), last.after()));
        }
    }

    /// The site that the domain is at since the run: where it did not move mail, the same as
    /// before.
    private static String at(RunState run, DomainPlan domain) {
        return domain.movesMail() ? run.plan().to() : domain.from();
    }

    private static DomainPlan reversed(
            RunState run, DomainPlan domain, Map<Change.Place, Change> former) {
        var changes = new ArrayList<Change>();
        for (Change planned : domain.changes()) {
            Optional.ofNullable(former.get(planned.place()))
                    .map(Change::inverse)
                    .ifPresent(changes::add);
        }
        return new DomainPlan(
                domain.domain(), domain.zone(), at(run, domain), domain.target(), changes);
    }
}
