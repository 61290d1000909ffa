package io.mxfail.wire.process;

/// How a program ended.
public sealed interface Ended {
    /// By itself.
    ///
    /// @param code its exit code
    /// @param output what it wrote to stdout, read as UTF-8
    /// @param said the end of what it wrote to stderr, on one line, fit to be shown
    record Exited(int code, String output, String said) implements Ended {}

    /// It was never there, so it did nothing.
    record NotStarted(String cause) implements Ended {}

    /// It was stopped, with all the programs it had started; what it did until then is not known.
    ///
    /// @param cause why, such as that its time was up
    /// @param late whether its time was up
    /// @param said see [Exited]
    record Stopped(String cause, boolean late, String said) implements Ended {}
}
