package io.mxfail.core.profile;

/// A text of the profile that breaks the notation: what is wrong, and what would be right.
/// Whoever
/// reads the file adds the position.
public final class NotationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    NotationException(String message, String fix) {
        super(message);
        this.fix = fix;
    }

    /// What to write instead.
    public String fix() {
        return fix;
    }
}
