package io.mxfail.core.mail;

/// Ends an evaluation of SPF with an error result.
final class SpfStop extends Exception {
    private static final long serialVersionUID = 1L;

    private final SpfResult result;
    private final String reason;

    /// @param result temperror or permerror
    SpfStop(SpfResult result, String reason) {
        super(reason);
        this.result = result;
        this.reason = reason;
    }

    SpfResult result() {
        return result;
    }

    String reason() {
        return reason;
    }
}
