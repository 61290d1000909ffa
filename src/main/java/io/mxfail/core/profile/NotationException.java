package io.mxfail.core.profile;

/// A text of the profile that breaks the notation: what is wrong, and what would be right.
/// Whoever reads the file adds the position.
public final class NotationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String fix;
    private final int at;

    /// @param fix what to write instead
    public NotationException(String message, String fix) {
        this(message, fix, 0);
    }

    NotationException(String message, String fix, int at) {
        super(message);
        this.fix = fix;
        this.at = at;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// The index in the text at which it goes wrong; 0 where the whole text is meant.
    public int at() {
        return at;
    }

    /// What to write instead.
    public String fix() {
        return fix;
    }
}
