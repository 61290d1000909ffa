package io.mxfail.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Does one thing for many at once, on virtual threads, with a limit on how many.
final class Parallel {
    private Parallel() {}

    /// What is done for one.
    @FunctionalInterface
    interface Task<T, R> {
        R run(T item) throws CommandFailure, InterruptedException;
    }

    /// The results in the order of the items. All tasks end before this returns; where some
    /// failed, the first failure by order is thrown.
    static <T, R> List<R> map(Collection<T> items, int atOnce, Task<T, R> task)
            throws CommandFailure, InterruptedException {
        var gate = new Semaphore(atOnce);
        var results = new ArrayList<R>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<R>>();
            for (T item : items) {
                futures.add(
                        executor.submit(
                                () -> {
                                    gate.acquire();
                                    try {
                                        return task.run(item);
                                    } finally {
                                        gate.release();
                                    }
                                }));
            }
            CommandFailure failure = null;
            for (Future<R> future : futures) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    failure =
                            switch (e.getCause()) {
                                case CommandFailure f -> failure == null ? f : failure;
                                case InterruptedException _ -> throw new InterruptedException();
                                case RuntimeException bug -> throw bug;
                                case Error error -> throw error;
                                case null, default -> throw new IllegalStateException(e.getCause());
                            };
                }
            }
            if (failure != null) {
                throw failure;
            }
            return List.copyOf(results);
        }
    }
}
