package io.mxfail.core.probe;

import java.time.Duration;

/// One step of a conversation: whether it went as a sender would need it, how long it took, and
/// the reply.
public record StepResult(Stage stage, boolean ok, Duration took, Reply reply) {}
