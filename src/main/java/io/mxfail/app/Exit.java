package io.mxfail.app;

import java.util.Collection;
import java.util.List;

/// The exit codes of commands that change something.
public enum Exit {
    /// the goal state was observed, or there was nothing to do
    DONE(0),
    /// unexpected error
    ERROR(1),
    /// usage or profile error; nothing changed
    USAGE(2),
    /// refused by a finding, or failed; nothing changed
    REFUSED(3),
    /// partly changed, or in doubt: `resume` or `undo`
    PARTIAL(4),
    /// changed; verification still pending, timed out or left out
    PENDING(5),
    /// another run holds the lock; nothing changed
    LOCKED(6),
    /// the zone is not what the plan saw; nothing changed
    STALE(7),
    /// cancelled by the operator; nothing changed
    CANCELLED(8);

    private static final List<Exit> WORST_FIRST =
            List.of(PARTIAL, ERROR, STALE, LOCKED, REFUSED, PENDING, CANCELLED, USAGE, DONE);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /// The process's exit code.
    public int code() {
        return code;
    }

    /// Whether it promises that nothing changed although something was asked for.
    boolean nothingChanged() {
        return switch (this) {
            case DONE, PENDING, PARTIAL -> false;
            case ERROR, USAGE, REFUSED, LOCKED, STALE, CANCELLED -> true;
        };
    }

    /// The code of a run from those of its domains: one changed and one not is partial,
    /// whatever the reason; otherwise the worst.
    ///
    /// @param changed whether any domain was changed
    static Exit of(Collection<Exit> domains, boolean changed) {
        if (changed && domains.stream().anyMatch(Exit::nothingChanged)) {
            return PARTIAL;
        }
        return WORST_FIRST.stream().filter(domains::contains).findFirst().orElse(DONE);
    }
}
