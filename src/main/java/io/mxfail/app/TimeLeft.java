package io.mxfail.app;

import java.time.Duration;

/// The time that a wait still may take, for the line that is written over meanwhile: in the two
/// units that matter, so that it is seen to pass.
final class TimeLeft {
    private TimeLeft() {}

    static String of(Duration left) {
        long seconds = Math.max(0, left.toSeconds());
        if (seconds < 120) {
            return seconds + " s left";
        }
        return seconds < 7200
                ? seconds / 60 + " min " + seconds % 60 + " s left"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min left";
    }
}
