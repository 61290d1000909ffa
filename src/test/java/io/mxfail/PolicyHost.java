package io.mxfail;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.mxfail.lab.mail.LabAuthority;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An HTTPS server on loopback that serves an MTA-STS policy as senders demand it.
final class PolicyHost implements AutoCloseable {
    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final HttpsServer server;

    /// What it serves; empty: it answers 404.
    volatile Optional<String> policy;

    PolicyHost(String name, String policy) throws IOException, GeneralSecurityException {
        this.policy = Optional.of(policy);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(authority.issue(name, Duration.ofDays(1)).serverContext()));
        server.createContext(
                "/.well-known/mta-sts.txt",
                exchange -> {
                    byte[] body = this.policy.orElse("").getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/plain");
                    exchange.sendResponseHeaders(
                            body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    /// Whom to trust, as PEM.
    String anchor() {
        return authority.pem();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
