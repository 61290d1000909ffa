package io.mxfail.app;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.probe.SiteState;

import java.util.Optional;
import java.util.stream.Collectors;

/// What `switch` says where DNS is at the goal already. That alone is no good news: mail may not be
/// accepted there.
final class GoalStands {
    private static final String NOTHING = "nothing to do: the goal stands already";
    private static final String LOOK = "; mend that; `mxfail check` shows which site takes mail";

    private GoalStands() {}

    /// @param state what the probe of the site showed; empty: it was not probed
    static String note(JudgedPlan judged, Optional<SiteState> state) {
        return NOTHING + but(judged, state);
    }

    /// What is not well at the site that mail is at; empty where nothing was found.
    static String but(JudgedPlan judged, Optional<SiteState> state) {
        String found =
                judged.blockers().stream()
                        .findFirst()
                        .map(finding -> ": " + finding.message())
                        .orElse("");
        return switch (state.orElse(SiteState.UNKNOWN)) {
            case REJECTING ->
                    ", but mail is not accepted there and goes back to its senders" + found + LOOK;
            case TEMPFAIL, UNREACHABLE ->
                    ", but mail is not accepted there now and waits at its senders" + found + LOOK;
            case UNKNOWN -> ", but nobody can say whether mail is accepted there" + found;
            case READY, DEGRADED ->
                    judged.blocked()
                            ? ", but see "
                                    + judged.blockers().stream()
                                            .map(Finding::id)
                                            .distinct()
                                            .collect(Collectors.joining(", "))
                            : "";
        };
    }
}
