package io.mxfail.wire.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// The frame of a fake service on a loopback port: counts requests, and loses or refuses the next
/// one on demand. What is asked and answered is the subclass's matter; one request is handled at a
/// time.
public abstract class FakeService implements AutoCloseable {
    private static final Runnable NOTHING = () -> {};

    private final HttpServer server;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
    private final AtomicReference<Runnable> afterWrite = new AtomicReference<>(NOTHING);

    /// What happens to the next request.
    private enum Fault {
        NONE,
        /// takes effect if it is a write, and the connection is closed instead of an answer
        LOSE_THE_WRITE,
        /// takes effect if it is a write, and a gateway's error page comes back
        BREAK_THE_WRITE,
        THROTTLE_THE_READ,
        THROTTLE_THE_WRITE
    }

    /// One request.
    ///
    /// @param uri path and query as they came
    /// @param path decoded segments
    /// @param query decoded; one value for each name
    /// @param headers by lower-case name
    public record Asked(
            String method,
            String uri,
            List<String> path,
            Map<String, String> query,
            Map<String, String> headers,
            String body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /// What comes back.
    ///
    /// @param body empty: no content
    public record Answer(int status, Map<String, String> headers, String body) {
        public static Answer json(int status, String body) {
            return new Answer(status, Map.of("Content-Type", "application/json"), body);
        }
    }

    protected FakeService() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /// Answers one request.
    protected abstract Answer answer(Asked asked);

    /// What this service answers when it is asked too often.
    protected Answer throttled() {
        return new Answer(
                429, Map.of("Content-Type", "application/json", "Retry-After", "7"), "{}");
    }

    /// Whether the request is counted as a write.
    protected boolean isWrite(Asked asked) {
        return !asked.method().equals("GET");
    }

    /// Begins to answer; a subclass calls it when it is complete.
    protected final void start() {
        server.createContext("/", this::handle);
        server.start();
    }

    public final String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Requests so far that asked for something.
    public final int reads() {
        return reads.get();
    }

    /// Requests so far that carried a write.
    public final int writes() {
        return writes.get();
    }

    /// The next write takes effect, and its answer is lost on the way.
    public final void loseTheNextAnswer() {
        fault.set(Fault.LOSE_THE_WRITE);
    }

    /// The next write takes effect, and a gateway answers that it failed.
    public final void breakTheNextAnswer() {
        fault.set(Fault.BREAK_THE_WRITE);
    }

    /// The next write takes effect, and this happens before its answer is sent.
    public final void afterTheNextWrite(Runnable event) {
        afterWrite.set(event);
    }

    /// The next read is one request too many.
    public final void throttleTheNextRead() {
        fault.set(Fault.THROTTLE_THE_READ);
    }

    /// The next write is one request too many.
    public final void throttleTheNextWrite() {
        fault.set(Fault.THROTTLE_THE_WRITE);
    }

    @Override
    public final void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked asked = asked(exchange);
            boolean write = isWrite(asked);
            (write ? writes : reads).incrementAndGet();
            if (fault.compareAndSet(
                    write ? Fault.THROTTLE_THE_WRITE : Fault.THROTTLE_THE_READ, Fault.NONE)) {
                send(exchange, throttled());
                return;
            }
            Answer answer;
            synchronized (this) {
                answer = guarded(asked);
            }
            if (write) {
                afterWrite.getAndSet(NOTHING).run();
            }
            if (write && fault.compareAndSet(Fault.LOSE_THE_WRITE, Fault.NONE)) {
                return;
            }
            if (write && fault.compareAndSet(Fault.BREAK_THE_WRITE, Fault.NONE)) {
                answer =
                        new Answer(
                                502,
                                Map.of("Content-Type", "text/html", "Retry-After", "0"),
                                "<html><h1>502 Bad Gateway</h1></html>");
            }
            send(exchange, answer);
        }
    }

    /// A bug of the fake shows as a test's failure, not as a service's.
    private Answer guarded(Asked asked) {
        try {
            return answer(asked);
        } catch (RuntimeException e) {
            return new Answer(418, Map.of(), "the fake service broke: " + e);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Asked asked(HttpExchange exchange) throws IOException {
        String raw = exchange.getRequestURI().getRawPath();
        List<String> path =
                Arrays.stream(raw.split("/")).skip(1).map(FakeService::decoded).toList();
        Map<String, String> query = new LinkedHashMap<>();
        String rawQuery = exchange.getRequestURI().getRawQuery();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                path,
                query,
                headers,
                body);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
