package io.mxfail.wire.http;

import java.io.IOException;

/// What came of one try.
sealed interface Attempt {
    /// A complete answer, whatever it says.
    record Answered(HttpAnswer answer) implements Attempt {}

    /// No whole answer.
    ///
    /// @param sent whether the request may have reached the service
    record Broken(IOException cause, boolean sent) implements Attempt {}

    /// The answer has no end that we wait for.
    final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("the answer is too long");
        }
    }
}
