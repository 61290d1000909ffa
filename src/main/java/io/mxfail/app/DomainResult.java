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
/// @param error what went wrong, one line with the next step
record DomainResult(
        Name domain,
        RunOutcome outcome,
        boolean changed,
        Map<String, Outcome> writes,
        Map<Change, ChangeState.Stale> stale,
        Optional<String> error) {
    DomainResult {
        writes = Collections.unmodifiableMap(new LinkedHashMap<>(writes));
        stale = Collections.unmodifiableMap(new TreeMap<>(stale));
    }

    static DomainResult of(Name domain, RunOutcome outcome) {
        return new DomainResult(domain, outcome, false, Map.of(), Map.of(), Optional.empty());
    }

    /// One of which nothing was written.
    static DomainResult refused(Name domain, String why) {
        return new DomainResult(
                domain, RunOutcome.REFUSED, false, Map.of(), Map.of(), Optional.of(why));
    }

    /// One of which something may have been written, nobody knows what.
    static DomainResult inDoubt(Name domain, String why) {
        return new DomainResult(
                domain, RunOutcome.PARTIAL, true, Map.of(), Map.of(), Optional.of(why));
    }

    /// One that someone else has changed since.
    static DomainResult overtaken(Name domain, Map<Change, ChangeState.Stale> stale) {
        return new DomainResult(
                domain,
                RunOutcome.STALE,
                false,
                Map.of(),
                stale,
                Optional.of("someone else has changed it since; it was left alone"));
    }

    DomainResult ended(RunOutcome end, Optional<String> why) {
        return new DomainResult(domain, end, changed, writes, stale, why);
    }

    /// The exit code of this domain alone.
    Exit exit() {
        return switch (outcome) {
            case SWITCHED, PREPARED, SETTLED, RESTORED, UNCHANGED -> Exit.DONE;
            case REFUSED, UNDONE -> Exit.REFUSED;
            case STALE -> Exit.STALE;
            case PARTIAL -> Exit.PARTIAL;
            case UNVERIFIED -> Exit.PENDING;
            case CANCELLED -> Exit.CANCELLED;
        };
    }
}
