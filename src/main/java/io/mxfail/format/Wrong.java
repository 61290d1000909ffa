package io.mxfail.format;

/// Leaves the reading of one object or array element at the first thing that is wrong in it; the
/// elements beside it are still read, so that all errors are shown at once. Never leaves this
/// package.
final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonValue.Place place;

    Wrong(JsonValue.Place place, String message) {
        super(message, null, false, false);
        this.place = place;
    }

    JsonValue.Place place() {
        return place;
    }
}
