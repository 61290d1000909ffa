package io.mxfail.wire.http;

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

/// Single tries over OkHttp, with everything switched off by which it would send a request twice or
/// to another place.
final class OkHttpWire {
    private static final long LARGEST_ANSWER = 32L * 1024 * 1024;

    /// Where the service's own wish is hidden from OkHttp, which would send a request again after
    /// 503 with `Retry-After: 0`, a write too.
    private static final String RETRY_AFTER = "Retry-After";

    private static final String HIDDEN_RETRY_AFTER = "Mxfail-Retry-After";

    private final HttpUrl base;
    private final OkHttpClient reads;
    private final OkHttpClient writes;

    OkHttpWire(HttpSettings settings) {
        this.base = settings.base();
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

    /// Sends a request that only asks.
    Attempt read(HttpCall call, Duration timeout) {
        return attempt(reads, call, timeout);
    }

    /// Sends a request that changes something, once and on a connection of its own.
    Attempt write(HttpCall call, Duration timeout) {
        return attempt(writes, call, timeout);
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
        HttpUrl.Builder url = base.newBuilder();
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
        return request.method(call.method(), call.body().map(OkHttpWire::body).orElse(null))
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
        throw new Attempt.TooLong();
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

    void close() {
        reads.connectionPool().evictAll();
        writes.connectionPool().evictAll();
    }
}
