package io.mxfail.wire.http;

import io.mxfail.core.plan.Outcome;
import io.mxfail.spi.Proof;

import java.util.function.Function;
import java.util.function.Predicate;

/// What the answer to a write that cannot succeed shows: whoever may write is told what is wrong
/// with it, and whoever may not hears of that first.
///
/// @param how completes "tried by"
/// @param wrong whether a refusal is for what was asked, and not for who asks
/// @param meaning a refusal in words
public record HarmlessWrite(
        String how, Predicate<HttpAnswer> wrong, Function<HttpAnswer, HttpFailure> meaning) {
    /// Adds to what reading has shown.
    public Proof proof(Proof read, Sent sent) {
        return switch (sent) {
            case Sent.Refused(var answer) when wrong.test(answer) ->
                    read.and(Proof.Subject.WRITE, Proof.State.PROVEN, "tried by " + how);
            case Sent.Refused(var answer) -> refused(read, meaning.apply(answer).rejected());
            case Sent.NotSent(var failure) -> refused(read, failure.rejected());
            case Sent.InDoubt(var cause, _) -> open(read, cause);
            case Sent.Done _ ->
                    open(read, "a write that cannot succeed was taken; look at the zone");
        };
    }

    private static Proof refused(Proof read, Outcome.Rejected rejected) {
        return switch (rejected.kind()) {
            case UNAUTHORISED, FORBIDDEN ->
                    read.and(Proof.Subject.WRITE, Proof.State.REFUSED, rejected.reason());
            case THROTTLED,
                    NO_SUCH_ZONE,
                    CLOCK_SKEW,
                    INVALID,
                    UNSUPPORTED,
                    UNAVAILABLE,
                    TIMEOUT,
                    BROKEN ->
                    open(read, rejected.reason());
        };
    }

    private static Proof open(Proof read, String why) {
        return read.and(Proof.Subject.WRITE, Proof.State.OPEN, why);
    }
}
