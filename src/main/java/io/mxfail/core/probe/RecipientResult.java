package io.mxfail.core.probe;

import java.time.Duration;

/// What became of one recipient at one address.
///
/// @param stage the step that decided; before [Stage#RCPT] the conversation ended without the
/// question
/// @param reply the reply that decided
/// @param took time of the deciding step
public record RecipientResult(
        Recipient recipient, Stage stage, Reply reply, Verdict verdict, Duration took) {
    /// Nobody asked, for the given reason: that is no evidence of anything.
    public static RecipientResult notAsked(Recipient recipient, String why) {
        return new RecipientResult(
                recipient, Stage.RCPT, Reply.none(why), Verdict.NOT_ASKED, Duration.ZERO);
    }
}
