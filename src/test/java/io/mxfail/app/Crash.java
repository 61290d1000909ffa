package io.mxfail.app;

/// The process dies here. Nothing catches it, and whatever still runs finds that it is dead too.
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super(where);
    }
}
