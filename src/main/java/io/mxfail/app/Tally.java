package io.mxfail.app;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Tells of many that each come to the same: a few with a line for each, many with a count at every
/// tenth of them. What fails has a line of its own among many, too.
///
/// For use by several threads at once.
final class Tally {
    /// As many lines still fit a screen.
    static final int FEW = 20;

    private static final int LINES = 10;

    private final Progress progress;
    private final int all;
    private final AtomicInteger reached = new AtomicInteger();

    /// @param all how many there are
    Tally(Progress progress, int all) {
        this.progress = progress;
        this.all = all;
    }

    /// What happens to one on its way; of many nothing is said.
    void passing(String own) {
        if (isFew()) {
            progress.step(own);
        }
    }

    /// One more is where it shall be; of a few nothing is said.
    ///
    /// @param together what to say of so many, after their number
    void reached(Supplier<String> together) {
        int now = reached.incrementAndGet();
        if (!isFew() && now * LINES / all > (now - 1) * LINES / all) {
            progress.step(now + " of " + all + " " + together.get());
        }
    }

    /// One that will not be there. Of a few the end tells soon enough.
    void failed(String own) {
        if (!isFew()) {
            progress.step(own);
        }
    }

    private boolean isFew() {
        return all <= FEW;
    }
}
