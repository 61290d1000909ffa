package io.mxfail.app;

import io.mxfail.core.plan.Outcome;

/// What became of a write at a provider, one line for people.
final class WriteText {
    private WriteText() {}

    /// @param cause what is known of a stale write beyond its outcome; may be empty
    static String of(String identity, Outcome outcome, String cause) {
        return switch (outcome) {
            case Outcome.Applied _ -> "written at " + identity;
            case Outcome.Stale _ ->
                    (cause.isEmpty() ? "the zone changed between the read and the write" : cause)
                            + "; "
                            + identity
                            + " refused ours";
            case Outcome.Rejected rejected ->
                    identity
                            + " refused: "
                            + rejected.reason()
                            + rejected.retryAfter()
                                    .map(wait -> "; it asks to wait " + wait.toSeconds() + " s")
                                    .orElse("");
            case Outcome.Partial partial ->
                    identity
                            + " applied "
                            + partial.done().size()
                            + " of "
                            + (partial.done().size() + partial.left().size())
                            + " sets: "
                            + partial.cause();
            case Outcome.Unknown unknown -> identity + " gave no clear answer: " + unknown.cause();
        };
    }
}
