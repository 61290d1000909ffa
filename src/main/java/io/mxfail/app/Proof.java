package io.mxfail.app;

import io.mxfail.core.plan.DomainView;
import io.mxfail.core.propagation.Goal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What must be seen before a change counts as done.
sealed interface Proof {
    /// Servers and resolvers answer with the goal of each domain, and mail is accepted there.
    record Moved(Map<DomainView, Goal> goals) implements Proof {
        public Moved {
            goals = Collections.unmodifiableMap(new LinkedHashMap<>(goals));
        }
    }

    /// Every authoritative server has each change, TTLs included. Mail stays where it is, so none
    /// is sent.
    record Served(Aim aim) implements Proof {}

    /// The providers have taken back what the run itself had added. Nobody waits for servers, since
    /// nobody waited for the additions either.
    ///
    /// @param note how such a run ends, for people
    record TakenBack(String note) implements Proof {}
}
