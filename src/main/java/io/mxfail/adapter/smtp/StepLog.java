package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The steps of all connections to one address, with the time that each took.
final class StepLog {
    /// More steps than this say nothing new; recipients keep their own times.
    private static final int KEPT_STEPS = 60;

    private final List<StepResult> steps = new ArrayList<>();

    /// The connection ended because its time was over, not because the host was silent.
    private boolean overtime;

    List<StepResult> steps() {
        return List.copyOf(steps);
    }

    boolean isOvertime() {
        return overtime;
    }

    void overtime(boolean over) {
        overtime = over;
    }

    /// Says a line and hears the reply.
    StepResult step(Stage stage, SmtpConnection connection, String line, Duration limit) {
        StepResult result = timed(stage, () -> connection.say(line, limit).reply());
        overtime = connection.left().isZero();
        return result;
    }

    StepResult timed(Stage stage, Supplier<Reply> action) {
        long start = System.nanoTime();
        Reply reply = action.get();
        return note(stage, reply.isPositive(), start, reply);
    }

    /// @param start as the nano clock showed it
    StepResult note(Stage stage, boolean ok, long start, Reply reply) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        StepResult step = new StepResult(stage, ok, took, reply);
        if (steps.size() < KEPT_STEPS) {
            steps.add(step);
        }
        return step;
    }

    /// Whether the connection is still good after this reply.
    static boolean leavesOpen(Reply reply) {
        return reply.isPresent() && reply.code() != 421;
    }
}
