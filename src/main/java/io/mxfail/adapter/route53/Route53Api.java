package io.mxfail.adapter.route53;

import io.mxfail.port.Pause;
import io.mxfail.spi.ProviderException;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Sends requests: each within a deadline, at the account's pace, and again only where that is
/// safe.
///
/// The client's own retries are off, since they send a write again whose first try may have taken
/// effect.
final class Route53Api implements AutoCloseable {
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    private static final int DOUBLINGS = 6;

    /// A try that the deadline would cut off leaves doubt; better not to begin it.
    private static final Duration A_TRY = Duration.ofMillis(800);

    private static final int TRIES_OF_A_READ = 3;

    private final Session session;
    private final Pace pace;
    private final Pause pause;

    Route53Api(Session session, Pace pace, Pause pause) {
        this.session = session;
        this.pace = pace;
        this.pause = pause;
    }

    /// Loads and builds the client, which is slow the first time and no fault of the service.
    void warmUp() {
        session.client();
    }

    /// A request that changes nothing.
    ///
    /// @param action for messages: "list example.test."
    <T> T read(String action, Deadline deadline, Function<Route53Client, T> request)
            throws ProviderException {
        for (int failures = 1; ; failures++) {
            try {
                return once(deadline, request);
            } catch (Failure.Failed e) {
                boolean again =
                        switch (e.failure().effect()) {
                            case NOT_NOW -> true;
                            case OPEN -> failures < TRIES_OF_A_READ;
                            case NONE, REFUSED_CONTENT -> false;
                        };
                if (!again || !waited(deadline, failures)) {
                    throw e.failure().during(action);
                }
            }
        }
    }

    /// A request that changes something. Sent again only where the service says that it has not
    /// begun.
    <T> T write(Deadline deadline, Function<Route53Client, T> request) throws Failure.Failed {
        for (int failures = 1; ; failures++) {
            try {
                return once(deadline, request);
            } catch (Failure.Failed e) {
                boolean again = e.failure().effect() == Failure.Effect.NOT_NOW;
                if (!again || !waited(deadline, failures)) {
                    throw e;
                }
            }
        }
    }

    /// The client waits for sockets in ways that no option bounds as a whole (a slow drip of
    /// octets), so that it runs in a thread that can be left behind: interrupted, it closes its
    /// socket.
    private <T> T once(Deadline deadline, Function<Route53Client, T> request)
            throws Failure.Failed {
        pause(deadline, pace.take());
        var task = new FutureTask<T>(() -> session.ask(request));
        Thread.ofVirtual().name("route53").start(task);
        try {
            return task.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            task.cancel(true);
            throw new Failure.Failed(Failure.late());
        } catch (InterruptedException _) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new Failure.Failed(Failure.interrupted());
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        }
    }

    private static Failure.Failed failed(@Nullable Throwable cause) {
        return switch (cause) {
            case Failure.Failed failed -> failed;
            case SdkException failure -> new Failure.Failed(Failure.of(failure));
            // The client takes some answers that are not HTTP for its own bugs.
            case RuntimeException bug -> new Failure.Failed(Failure.of(bug));
            case null, default -> throw new IllegalStateException("a request to Route 53", cause);
        };
    }

    private void pause(Deadline deadline, Duration wait) throws Failure.Failed {
        if (!deadline.allows(wait)) {
            throw new Failure.Failed(Failure.late());
        }
        if (!wait.isZero() && !slept(wait)) {
            throw new Failure.Failed(Failure.interrupted());
        }
    }

    /// Waits longer after each failure, and never the same time as others do.
    ///
    /// @return whether there is time for another try
    private boolean waited(Deadline deadline, int failures) {
        Duration full = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        Duration most = full.compareTo(LONGEST_WAIT) < 0 ? full : LONGEST_WAIT;
        long half = most.toNanos() / 2;
        Duration wait = Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half));
        return deadline.allows(wait.plus(A_TRY)) && slept(wait);
    }

    private boolean slept(Duration wait) {
        try {
            pause.sleep(wait);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
