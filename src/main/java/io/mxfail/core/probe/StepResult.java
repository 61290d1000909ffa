package io.mxfail.core.probe;

import java.time.Duration;

/// One step of a conversation: whether it went as it should (a sender is served, an invented name
/// refused), how long it took, and
/// the reply.
public record StepResult(Stage stage, boolean ok, Duration took, Reply reply) {}
