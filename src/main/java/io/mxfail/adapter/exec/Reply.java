package io.mxfail.adapter.exec;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.format.JsonValue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a bridge made of one request.
sealed interface Reply {
    /// It answered (exit 0).
    record Answer(JsonValue.Members members) implements Reply {}

    /// It said no (exit 1), in the protocol's words.
    ///
    /// @param nothingChanged whether it promises that nothing was changed; empty: it does not say
    /// @param sets those that a conflict is about, as far as it says
    record No(
            Code code,
            String message,
            Optional<Duration> retryAfter,
            Optional<Boolean> nothingChanged,
            List<RecordKey> sets)
            implements Reply {
        public No {
            sets = List.copyOf(sets);
        }
    }

    /// It never ran: nothing was changed.
    record NotStarted(String cause) implements Reply {}

    /// It ran, and what it did is not known.
    record Unclear(String cause, boolean late) implements Reply {}

    /// The words of the protocol for what went wrong.
    enum Code {
        CONFLICT,
        NOT_FOUND,
        AUTH,
        FORBIDDEN,
        THROTTLED,
        INVALID,
        UNSUPPORTED,
        UNAVAILABLE,
        UNKNOWN_OUTCOME;

        FailureKind kind() {
            return switch (this) {
                case CONFLICT, INVALID -> FailureKind.INVALID;
                case NOT_FOUND -> FailureKind.NO_SUCH_ZONE;
                case AUTH -> FailureKind.UNAUTHORISED;
                case FORBIDDEN -> FailureKind.FORBIDDEN;
                case THROTTLED -> FailureKind.THROTTLED;
                case UNSUPPORTED -> FailureKind.UNSUPPORTED;
                case UNAVAILABLE, UNKNOWN_OUTCOME -> FailureKind.UNAVAILABLE;
            };
        }
    }
}
