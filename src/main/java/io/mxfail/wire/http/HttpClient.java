package io.mxfail.wire.http;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;

import java.time.Duration;
import java.util.Optional;

/// A client of one service: JSON over HTTP/1.1.
///
/// Every call ends by its deadline, however slowly the answer drips. A read is tried again, in that
/// deadline, where the service is busy or broke; a write is sent once, on a connection of its own,
/// so that none can break because it was idle. Redirects are not followed: they would carry the
/// credentials to another place. No text that comes from here holds a secret that was given with
/// [#hide].
public final class HttpClient implements AutoCloseable {
    private static final int TRIES = 4;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private static final String HTML =
            ", an HTML page instead of JSON: a proxy, gateway or login page stands between; check"
                    + " `endpoint`";

    private final String service;
    private final HttpSettings settings;
    private final Waiting waiting;
    private final Redaction redaction = new Redaction();
    private final OkHttpWire wire;

    /// How the time between two tries passes.
    @FunctionalInterface
    public interface Waiting {
        void waitFor(Duration duration) throws InterruptedException;
    }

    /// @param service its name in messages
    public HttpClient(String service, HttpSettings settings, Waiting waiting) {
        this.service = service;
        this.settings = settings;
        this.waiting = waiting;
        this.wire = new OkHttpWire(settings);
    }

    /// Keeps a secret out of every text from now on; what is shorter than four characters is not
    /// hidden.
    public HttpClient hide(String secret) {
        redaction.hide(secret);
        return this;
    }

    /// A text of the service, fit to be shown: without secrets, on one line, of bearable length.
    public String clean(String text) {
        return redaction.clean(text);
    }

    /// The service's address, for messages and identities.
    public String address() {
        String text = settings.base().toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /// Asks for something.
    ///
    /// @param action completes "cannot …"
    /// @return a JSON answer of success, or a refusal (4xx, other than "too many requests")
    public HttpAnswer read(String action, HttpCall call) throws ProviderException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        Duration pause = FIRST_WAIT;
        for (int tries = 1; ; tries++) {
            Attempt attempt = wire.read(call, remaining(deadline));
            if (attempt instanceof Attempt.Answered(var answer) && isUsable(answer)) {
                return answer;
            }
            HttpFailure failure = failure(action, attempt);
            Duration wait = failure.retryAfter().orElse(pause);
            boolean again =
                    isWorthAnotherTry(attempt)
                            && tries < TRIES
                            && wait.compareTo(remaining(deadline)) < 0;
            if (!again) {
                throw failure.exception();
            }
            pause(action, wait);
            pause = pause.multipliedBy(2);
        }
    }

    /// Changes something; sent once.
    ///
    /// @param action completes "cannot …"
    public Sent write(String action, HttpCall call) {
        Attempt attempt = wire.write(call, settings.timeout());
        return switch (attempt) {
            case Attempt.Answered(var answer) when isUsable(answer) ->
                    answer.isSuccess() ? new Sent.Done(answer) : new Sent.Refused(answer);
            case Attempt.Answered(var answer) when answer.status() == 429 ->
                    new Sent.Refused(answer);
            // A redirect says where to ask instead; See Other comes after the work is done.
            case Attempt.Answered(var answer) when isRedirect(answer) && answer.status() != 303 ->
                    new Sent.NotSent(failure(action, attempt));
            case Attempt.Answered(var answer) ->
                    new Sent.InDoubt(failure(action, attempt).message(), Optional.of(answer));
            case Attempt.Broken broken ->
                    broken.sent()
                            ? new Sent.InDoubt(failure(action, attempt).message(), Optional.empty())
                            : new Sent.NotSent(failure(action, attempt));
        };
    }

    /// What a refusal means if nothing more is known of it; 404 is the caller's to judge.
    ///
    /// @param said the service's own words; empty: none
    public HttpFailure refusal(String action, HttpAnswer answer, String said) {
        FailureKind kind =
                switch (answer.isHtml() ? 0 : answer.status()) {
                    // not the service's own word
                    case 0 -> FailureKind.UNAVAILABLE;
                    case 401 -> FailureKind.UNAUTHORISED;
                    case 403 -> FailureKind.FORBIDDEN;
                    case 405, 501 -> FailureKind.UNSUPPORTED;
                    case 429 -> FailureKind.THROTTLED;
                    default -> FailureKind.INVALID;
                };
        return refusal(kind, action, answer, said);
    }

    /// A refusal of a kind that the caller knows.
    public HttpFailure refusal(FailureKind kind, String action, HttpAnswer answer, String said) {
        String words = answer.isHtml() ? HTML : said.isBlank() ? "" : ", " + clean(said);
        return new HttpFailure(
                kind,
                "cannot %s: %s answers %d%s%s"
                        .formatted(clean(action), service, answer.status(), words, next(kind)),
                answer.retryAfter());
    }

    private static String next(FailureKind kind) {
        return switch (kind) {
            case THROTTLED -> " (too many requests); try again later";
            case UNAUTHORISED -> "; check the credentials in the profile";
            case FORBIDDEN -> "; the credentials are right and may not do this: widen their rights";
            case NO_SUCH_ZONE, CLOCK_SKEW, INVALID, UNSUPPORTED, UNAVAILABLE, TIMEOUT, BROKEN -> "";
        };
    }

    @Override
    public void close() {
        wire.close();
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    /// Lets some time pass.
    ///
    /// @param action completes "cannot …"
    public void pause(String action, Duration wait) throws ProviderException {
        try {
            waiting.waitFor(wait);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProviderException(
                    FailureKind.TIMEOUT, "cannot " + clean(action) + ": interrupted");
        }
    }

    /// Success in JSON or without content, or a refusal that is the service's own.
    private static boolean isUsable(HttpAnswer answer) {
        if (answer.isSuccess()) {
            return answer.body().isBlank() || answer.isJson();
        }
        return answer.status() >= 400
                && answer.status() < 500
                && answer.status() != 408
                && answer.status() != 429;
    }

    private static boolean isRedirect(HttpAnswer answer) {
        return answer.status() >= 300 && answer.status() < 400;
    }

    private static boolean isWorthAnotherTry(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Answered(var answer) ->
                    answer.status() == 429 || answer.status() == 408 || answer.status() >= 500;
            case Attempt.Broken broken -> Broke.of(broken.cause()).mayPass();
        };
    }

    private HttpFailure failure(String action, Attempt attempt) {
        return switch (attempt) {
            case Attempt.Answered(var answer) -> unusable(action, answer);
            case Attempt.Broken(var cause, var sent) -> {
                Broke broke = Broke.of(cause);
                yield new HttpFailure(
                        broke.kind(),
                        clean(
                                "cannot %s: %s at %s %s%s"
                                        .formatted(
                                                action,
                                                service,
                                                settings.base().host(),
                                                broke.words(settings.timeout()),
                                                sent ? " (the request was sent)" : "")));
            }
        };
    }

    private HttpFailure unusable(String action, HttpAnswer answer) {
        if (answer.status() == 429) {
            return refusal(FailureKind.THROTTLED, action, answer, "");
        }
        String said;
        if (isRedirect(answer)) {
            said =
                    "a redirect to "
                            + answer.header("location").orElse("nowhere")
                            + ", which is not followed; check `endpoint`";
        } else if (answer.isSuccess()) {
            said =
                    "content of the type "
                            + answer.header("content-type").orElse("(none)")
                            + " instead of JSON; check `endpoint`";
        } else {
            said = answer.body();
        }
        return refusal(FailureKind.UNAVAILABLE, action, answer, said);
    }
}
