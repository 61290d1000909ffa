package io.mxfail.adapter.exec;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.format.JsonValue;
import io.mxfail.port.Pause;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.process.Shown;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What is asked of a bridge and changes nothing. Where the service calls it too early, it is asked
/// again: after the time that the bridge names, else after 0.5, 1 and 2 seconds, as long as the
/// waiting stays within the time of one request.
record Questions(Bridge bridge, Pause pause) {
    private static final int TRIES = 4;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    Reply ask(String verb, Map<String, ?> request) {
        Duration left = bridge.program().timeout();
        Duration next = FIRST_WAIT;
        for (int tries = 1; ; tries++) {
            Reply reply = bridge.ask(verb, request);
            if (!(reply instanceof Reply.No no) || no.code() != Reply.Code.THROTTLED) {
                return reply;
            }
            Duration wait = no.retryAfter().orElse(next);
            left = left.minus(wait);
            if (tries == TRIES || left.isNegative() || !passed(wait)) {
                return reply;
            }
            next = next.multipliedBy(2);
        }
    }

    private boolean passed(Duration wait) {
        try {
            pause.sleep(wait);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The answer to a question.
    ///
    /// @param action completes "cannot …"
    JsonValue answer(String action, String verb, Map<String, ?> request) throws ProviderException {
        return answer(action, ask(verb, request));
    }

    /// What a reply says, or why it says nothing.
    static JsonValue answer(String action, Reply reply) throws ProviderException {
        return switch (reply) {
            case Reply.Answer(var members) -> members;
            case Reply.No no ->
                    throw new ProviderException(
                            no.code().kind(),
                            "cannot "
                                    + action
                                    + ": "
                                    + no.message()
                                    + no.retryAfter()
                                            .map(w -> "; it asks to wait " + w.toSeconds() + " s")
                                            .orElse(""),
                            no.retryAfter());
            case Reply.NotStarted(var cause) ->
                    throw new ProviderException(
                            FailureKind.UNAVAILABLE, "cannot " + action + ": " + cause);
            case Reply.Unclear(var cause, var late) ->
                    throw new ProviderException(
                            late ? FailureKind.TIMEOUT : FailureKind.UNAVAILABLE,
                            "cannot " + action + ": " + cause);
        };
    }

    ProviderException garbled(String action, IllegalArgumentException e) {
        return new ProviderException(
                FailureKind.UNAVAILABLE,
                "cannot "
                        + action
                        + ": "
                        + bridge.program().name()
                        + " gave an answer that is not of the protocol: "
                        + Shown.line(String.valueOf(e.getMessage())),
                Optional.empty());
    }
}
