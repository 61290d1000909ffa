package io.mxfail.planted;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;

/// An HTTPS server that has one company's MTA-STS policy.
public final class HostedPolicy implements AutoCloseable {
    private final HttpsServer server;

    private HostedPolicy(HttpsServer server) {
        this.server = server;
    }

    /// Starts one on a free port of loopback.
    public static HostedPolicy start(SSLContext identity, Fault.Served served) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        byte[] body = served.body().getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/.well-known/mta-sts.txt",
                exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().set("Content-Type", served.type());
                        exchange.getResponseHeaders().set("Location", "https://example.test/");
                        exchange.sendResponseHeaders(served.status(), body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        server.start();
        return new HostedPolicy(server);
    }

    /// Where it serves.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
