package io.mxfail.core.journal;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One fact of a run. An event that announces a packet is durable before the packet leaves;
/// its outcome is another event.
public sealed interface JournalEvent {
    /// When it was noted.
    Instant at();

    /// A run began; nothing has left yet.
    record Started(Instant at, RunHeader header, Plan plan) implements JournalEvent {}

    /// A write is about to leave.
    ///
    /// @param changes what it does, with both sides as they were read right before, TTLs
    ///   included
    record Announced(Instant at, WriteId write, List<Change> changes) implements JournalEvent {
        public Announced {
            changes = List.copyOf(changes);
        }
    }

    /// What became of an announced write.
    record Answered(Instant at, WriteId write, Outcome outcome) implements JournalEvent {}

    /// The service says that an applied write has reached all of its own name servers.
    record InSync(Instant at, WriteId write) implements JournalEvent {}

    /// A fresh read settled whether an announced write took effect.
    record Settled(Instant at, WriteId write, boolean applied) implements JournalEvent {}

    /// A hook of the operator is about to run.
    ///
    /// @param hook its key in the profile, such as `fence`
    record HookBegan(Instant at, String hook) implements JournalEvent {}

    /// A hook of the operator has run.
    ///
    /// @param ok whether it ended well
    /// @param said how it ended, one line
    record HookEnded(Instant at, String hook, boolean ok, String said) implements JournalEvent {}

    /// Every authoritative server that answers has the new data of a domain.
    ///
    /// @param cachesUntil when the last correct cache forgets the old data
    record Authoritative(Instant at, Name domain, Instant cachesUntil) implements JournalEvent {}

    /// An interrupted run was taken up again, by `resume` or by the undo of it.
    record TakenUp(Instant at, String operator, String command) implements JournalEvent {}

    /// The run is over.
    ///
    /// @param note one line for people
    record Ended(Instant at, RunOutcome outcome, List<DomainEnd> domains, Optional<String> note)
            implements JournalEvent {
        public Ended {
            domains = List.copyOf(domains);
        }
    }

    /// How one domain of a run ended.
    record DomainEnd(Name domain, RunOutcome outcome, Optional<String> error) {}
}
