package io.mxfail.adapter.route53;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Lends one role: the part of AWS' security token service that assuming a role needs.
final class FakeSts implements AutoCloseable {
    static final String KEY = "ASIAEXAMPLEOFAROLE01";
    static final String SECRET = "temporary/SecretOfARole+0123456789ABCDEF";

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakeSts() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::lend);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The bodies of requests, decoded.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void lend(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(URLDecoder.decode(form, StandardCharsets.UTF_8));
        byte[] body =
                """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                <AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>
                <SecretAccessKey>%s</SecretAccessKey><SessionToken>session-token</SessionToken>
                <Expiration>%s</Expiration></Credentials></AssumeRoleResult>
                </AssumeRoleResponse>
                """
                        .formatted(
                                KEY,
                                SECRET,
                                Instant.now()
                                        .plus(1, ChronoUnit.HOURS)
                                        .truncatedTo(ChronoUnit.SECONDS))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
