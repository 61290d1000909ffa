package io.mxfail.wire.http;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A client of one service: JSON over HTTP/1.1.
///
/// Every call ends by its deadline, however slowly the answer drips. A read is tried again, in that
/// deadline, where the service is busy or broke; a write is sent once, on a connection of its own,
/// so that none can break because it was idle. Redirects are not followed: they would carry the
/// credentials to another place. No text that comes from here holds a secret that was given with
/// [#hide].
public final class HttpClient implements AutoCloseable {
    private static final long LARGEST_ANSWER = 32L * 1024 * 1024;
    private static final int TRIES = 4;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    /// Where the service's own wish is hidden from OkHttp, which would send a request again after
    /// 503 with `Retry-After: 0`, a write too.
    private static final String RETRY_AFTER = "Retry-After";

    private static final String HTML =
            ", an HTML page instead of JSON: a proxy, gateway or login page stands between; check"
                    + " `endpoint`";

    private static final String HIDDEN_RETRY_AFTER = "Mxfail-Retry-After";

    private final String service;
    private final HttpSettings settings;
    private final Waiting waiting;
    private final Redaction redaction = new Redaction();
    private final OkHttpClient reads;
    private final OkHttpClient writes;

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
        OkHttpClient.Builder builder =
                new OkHttpClient.Builder()
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .retryOnConnectionFailure(false)
                        .connectTimeout(Duration.ZERO)
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .eventListenerFactory(_ -> new Progress.Listener())
                        .addNetworkInterceptor(
                                chain -> hideRetryAfter(chain.proceed(chain.request())));
        settings.caFile()
                .map(Trust::with)
                .ifPresent(trust -> builder.sslSocketFactory(trust.sockets(), trust.manager()));
        this.reads = builder.build();
        this.writes =
                reads.newBuilder()
                        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                        .build();
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
            Attempt attempt = attempt(reads, call, remaining(deadline));
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
        Attempt attempt = attempt(writes, call, settings.timeout());
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
            case NO_SUCH_ZONE, CLOCK_SKEW, INVALID, UNSUPPORTED, UNAVAILABLE, TIMEOUT -> "";
        };
    }

    @Override
    public void close() {
        reads.connectionPool().evictAll();
        writes.connectionPool().evictAll();
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    private void pause(String action, Duration wait) throws ProviderException {
        try {
            waiting.waitFor(wait);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProviderException(
                    FailureKind.TIMEOUT, "cannot " + clean(action) + ": interrupted");
        }
    }

    /// One try.
    private sealed interface Attempt {
        record Answered(HttpAnswer answer) implements Attempt {}

        /// @param sent whether the request may have reached the service
        record Broken(IOException cause, boolean sent) implements Attempt {}
    }

    private Attempt attempt(OkHttpClient client, HttpCall call, Duration timeout) {
        var progress = new Progress();
        try {
            Call sending = client.newCall(request(call, progress));
            sending.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
            try (Response response = sending.execute()) {
                return new Attempt.Answered(answer(response));
            }
        } catch (IOException e) {
            return new Attempt.Broken(e, progress.isSent());
        }
    }

    private Request request(HttpCall call, Progress progress) {
        HttpUrl.Builder url = settings.base().newBuilder();
        // A base that ends with a slash has an empty last segment, which is then replaced.
        call.path().forEach(url::addPathSegment);
        call.query().forEach(pair -> url.addQueryParameter(pair.name(), pair.value()));
        Request.Builder request =
                new Request.Builder()
                        .url(url.build())
                        .tag(Progress.class, progress)
                        .header("Accept", "application/json")
                        .header("User-Agent", "mxfail");
        call.headers().forEach(pair -> request.header(pair.name(), pair.value()));
        return request.method(call.method(), call.body().map(HttpClient::body).orElse(null))
                .build();
    }

    private static RequestBody body(HttpCall.Body body) {
        MediaType type = MediaType.get(body.type());
        byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return type;
            }

            @Override
            public long contentLength() {
                return bytes.length;
            }

            // OkHttp then never sends it a second time by itself.
            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(bytes);
            }
        };
    }

    private static HttpAnswer answer(Response response) throws IOException {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .forEach(
                        pair ->
                                headers.put(
                                        pair.getFirst().toLowerCase(Locale.ROOT),
                                        pair.getSecond()));
        Optional.ofNullable(headers.remove(HIDDEN_RETRY_AFTER.toLowerCase(Locale.ROOT)))
                .ifPresent(value -> headers.put("retry-after", value));
        return new HttpAnswer(response.code(), headers, text(response.body()));
    }

    private static String text(ResponseBody body) throws IOException {
        BufferedSource source = body.source();
        var read = new Buffer();
        while (read.size() <= LARGEST_ANSWER) {
            if (source.read(read, 65_536) == -1) {
                return read.readString(StandardCharsets.UTF_8);
            }
        }
        throw new TooLong();
    }

    private static Response hideRetryAfter(Response response) {
        String wish = response.header(RETRY_AFTER);
        return wish == null
                ? response
                : response.newBuilder()
                        .removeHeader(RETRY_AFTER)
                        .header(HIDDEN_RETRY_AFTER, wish)
                        .build();
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

    /// The answer has no end that we wait for.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("the answer is longer than " + LARGEST_ANSWER + " bytes");
        }
    }
}
