package io.mxfail.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks several for the same in turn, the next one also when the one before is slow: a dead one
/// then costs a moment and not its whole time limit.
final class Hedged {
    /// Longer than an answer from the other side of the earth takes.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private Hedged() {}

    /// @param index who gave it
    private record Given<T>(int index, FutureTask<T> answer) {}

    /// What they answered until one answer is of use, which is the last then; without such a one
    /// all answers, in the order of those asked. Those still under way end by themselves.
    static <T> List<T> ask(List<Supplier<T>> asked, Predicate<T> isOfUse)
            throws InterruptedException {
        var given = new LinkedBlockingQueue<Given<T>>();
        Map<Integer, T> answers = new TreeMap<>();
        int started = 0;
        while (answers.size() < asked.size()) {
            if (started == answers.size()) {
                start(started, asked.get(started), given);
                started++;
            }
            Given<T> next =
                    started < asked.size()
                            ? given.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            : given.take();
            if (next == null) {
                start(started, asked.get(started), given);
                started++;
                continue;
            }
            T answer = value(next.answer());
            if (isOfUse.test(answer)) {
                var all = new ArrayList<>(answers.values());
                all.add(answer);
                return all;
            }
            answers.put(next.index(), answer);
        }
        return List.copyOf(answers.values());
    }

    private static <T> void start(
            int index, Supplier<T> question, LinkedBlockingQueue<Given<T>> given) {
        var task =
                new FutureTask<T>(question::get) {
                    @Override
                    protected void done() {
                        given.add(new Given<>(index, this));
                    }
                };
        Thread.startVirtualThread(task);
    }

    private static <T> T value(FutureTask<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question failed", e.getCause());
        }
    }
}
