package io.mxfail.wire.http;

import java.util.Optional;

/// What came of one write, which is sent at most once.
public sealed interface Sent {
    /// The service says that it was carried out.
    record Done(HttpAnswer answer) implements Sent {}

    /// The service refused (4xx): nothing was applied.
    record Refused(HttpAnswer answer) implements Sent {}

    /// The request did not leave, or was turned away before any service saw it: nothing was
    /// applied.
    record NotSent(HttpFailure failure) implements Sent {}

    /// It may have been applied, or may still be: no answer, half of one, one that is not the
    /// service's, or its word that it failed on the way (5xx).
    ///
    /// @param cause one line without secrets
    /// @param answer the complete answer with the word that it failed, where there is one; whose
    ///     word it is, the service's or a gateway's, only its content tells
    record InDoubt(String cause, Optional<HttpAnswer> answer) implements Sent {}
}
