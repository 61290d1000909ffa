package io.mxfail.adapter.exec;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities.StaleWrite;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.ReadAfterWrite;
import io.mxfail.wire.process.Shown;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One `apply`, and what it came to.
///
/// A bridge is believed only where it says no before it did anything. Whatever else it answers, or
/// does not, every written set is read back through it.
///
/// @param can what the bridge says of itself
/// @param after reads what is there
record Apply(Bridge bridge, Messages.Abilities can, ZoneWrite write, ReadAfterWrite after) {
    Outcome outcome() {
        for (SetWrite set : write.sets()) {
            if (!can.capabilities().takes(set.key())) {
                return rejected(
                        FailureKind.UNSUPPORTED,
                        bridge.program().name() + " cannot write " + set.key());
            }
        }
        if (can.capabilities().staleWrite() != StaleWrite.REFUSED_BY_SERVICE) {
            Optional<Outcome> overtaken = overtaken();
            if (overtaken.isPresent()) {
                return overtaken.get();
            }
        }
        Reply reply = bridge.ask("apply", Messages.apply(write, UUID.randomUUID().toString()));
        return switch (reply) {
            case Reply.NotStarted(var cause) -> rejected(FailureKind.UNAVAILABLE, cause);
            case Reply.Unclear(var cause, _) -> after.doubtful(cause, Optional.empty());
            case Reply.No no -> refused(no);
            case Reply.Answer(var answer) -> answered(receipt(answer), answer.text("result"));
        };
    }

    private Optional<Outcome> overtaken() {
        try {
            var now = after.now();
            return now.isFresh() ? Optional.empty() : Optional.of(now.stale());
        } catch (ProviderException e) {
            return Optional.of(
                    new Outcome.Rejected(e.kind(), String.valueOf(e.getMessage()), e.retryAfter()));
        }
    }

    private String receipt(JsonValue answer) {
        return can.status() ? answer.text("changeId").orElse("") : "";
    }

    private Outcome answered(String receipt, Optional<String> result) {
        ReadBack now;
        try {
            now = after.now();
        } catch (ProviderException e) {
            return new Outcome.Unknown(
                    "the bridge answered the write, but what it made of it could not be read: "
                            + e.getMessage());
        }
        if (now.isDone()) {
            return new Outcome.Applied(receipt);
        }
        return now.accepted(receipt) instanceof Outcome.Partial(var done, var left, _)
                ? new Outcome.Partial(
                        done,
                        left,
                        "the bridge says \""
                                + Shown.line(result.orElse(""))
                                + "\", but what it lists afterwards is something else at "
                                + named(left))
                : new Outcome.Unknown("the bridge answered, and what it lists cannot be judged");
    }

    /// Nothing is changed where the bridge promises it, and where it says no in a word that can
    /// only be said before a change; a conflict is worth a read, which tells what has moved.
    private Outcome refused(Reply.No no) {
        if (no.nothingChanged().filter(promised -> !promised).isPresent()) {
            return after.doubtful(no.message(), Optional.empty());
        }
        return switch (no.code()) {
            case CONFLICT -> conflict(no);
            case NOT_FOUND, AUTH, FORBIDDEN, THROTTLED, INVALID, UNSUPPORTED ->
                    new Outcome.Rejected(no.code().kind(), no.message(), no.retryAfter());
            case UNAVAILABLE ->
                    no.nothingChanged().isPresent()
                            ? new Outcome.Rejected(no.code().kind(), no.message(), no.retryAfter())
                            : after.doubtful(no.message(), Optional.empty());
            case UNKNOWN_OUTCOME -> after.doubtful(no.message(), Optional.empty());
        };
    }

    private Outcome conflict(Reply.No no) {
        ReadBack now;
        try {
            now = after.now();
        } catch (ProviderException _) {
            // the answer itself tells that the zone moved; where, only as far as it says
            return new Outcome.Stale(no.sets());
        }
        return now.isFresh() ? new Outcome.Stale(no.sets()) : now.stale();
    }

    private static String named(List<RecordKey> keys) {
        return String.join(", ", keys.stream().map(RecordKey::toString).toList());
    }

    private static Outcome.Rejected rejected(FailureKind kind, String reason) {
        return new Outcome.Rejected(kind, reason, Optional.empty());
    }
}
