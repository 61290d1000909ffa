package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of a write.
///
/// `Stale` and `Rejected` promise that nothing was applied. After `Unknown` only a fresh
/// authoritative read tells.
public sealed interface Outcome {
    /// The service took the write; it may still be on its way to the name servers.
    ///
    /// @param receipt what `status` takes to ask how far it is; empty where there is nothing
    ///   to ask
    record Applied(String receipt) implements Outcome {}

    /// The zone is not what the write was based on; nothing was applied.
    ///
    /// @param moved the sets that differ, as far as the service says
    record Stale(List<RecordKey> moved) implements Outcome {
        public Stale {
            moved = List.copyOf(moved);
        }
    }

    /// The service refused; nothing was applied.
    record Rejected(FailureKind kind, String reason, Optional<Duration> retryAfter)
            implements Outcome {}

    /// Some sets were written and some were not.
    record Partial(List<RecordKey> done, List<RecordKey> left, String cause) implements Outcome {
        public Partial {
            done = List.copyOf(done);
            left = List.copyOf(left);
        }
    }

    /// No answer, or one that does not tell.
    record Unknown(String cause) implements Outcome {}
}
