package io.mxfail.app;

import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Outcome;

import org.xbill.DNS.Name;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What became of one domain while a plan was carried out.
///
/// @param outcome how it ended, before verification
/// @param changed whether any set of it may have been changed by this run
/// @param writes the last outcome at each provider, by identity
/// @param stale the changes that someone else overtook
/// @param trouble what went wrong
record DomainResult(
        Name domain,
        RunOutcome outcome,
        boolean changed,
        Map<String, Outcome> writes,
        Map<Change, ChangeState.Stale> stale,
        Optional<Trouble> trouble) {
    DomainResult {
        writes = Collections.unmodifiableMap(new LinkedHashMap<>(writes));
        stale = Collections.unmodifiableMap(new TreeMap<>(stale));
    }

    /// What went wrong.
    ///
    /// @param said one line with the next step
    /// @param ours whether it was a mistake of this program, and not the world that said no
    record Trouble(String said, boolean ours) {}

    static DomainResult of(Name domain, RunOutcome outcome) {
        return new DomainResult(domain, outcome, false, Map.of(), Map.of(), Optional.empty());
    }

    /// One of which nothing was written.
    static DomainResult refused(Name domain, String why) {
        return new DomainResult(
                domain, RunOutcome.REFUSED, false, Map.of(), Map.of(), trouble(why));
    }

    /// One of which nothing was written because of a mistake of ours.
    static DomainResult broke(Name domain, String why) {
        return new DomainResult(
                domain,
                RunOutcome.REFUSED,
                false,
                Map.of(),
                Map.of(),
                Optional.of(new Trouble(why, true)));
    }

    /// One of which something may have been written, nobody knows what.
    static DomainResult inDoubt(Name domain, String why) {
        return new DomainResult(domain, RunOutcome.PARTIAL, true, Map.of(), Map.of(), trouble(why));
    }

    /// One that someone else has changed since.
    static DomainResult overtaken(Name domain, Map<Change, ChangeState.Stale> stale) {
        return new DomainResult(
                domain,
                RunOutcome.STALE,
                false,
                Map.of(),
                stale,
                trouble("someone else has changed it since; it was left alone"));
    }

    DomainResult ended(RunOutcome end, Optional<String> why) {
        return new DomainResult(
                domain, end, changed, writes, stale, why.flatMap(DomainResult::trouble));
    }

    private static Optional<Trouble> trouble(String said) {
        return Optional.of(new Trouble(said, false));
    }

    /// What went wrong, one line with the next step.
    Optional<String> error() {
        return trouble.map(Trouble::said);
    }

    /// The exit code of this domain alone.
    Exit exit() {
        return switch (outcome) {
            case SWITCHED, PREPARED, SETTLED, RESTORED, UNCHANGED -> Exit.DONE;
            case REFUSED -> trouble.filter(Trouble::ours).isPresent() ? Exit.ERROR : Exit.REFUSED;
            case UNDONE -> Exit.REFUSED;
            case STALE -> Exit.STALE;
            case PARTIAL -> Exit.PARTIAL;
            case UNVERIFIED -> Exit.PENDING;
            case CANCELLED -> Exit.CANCELLED;
        };
    }
}
