package io.mxfail.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Whom the client believes to be the service.
class HttpTlsTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static HttpsServer right;
    private static HttpsServer wrong;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        right = server("localhost");
        wrong = server("api.example.test");
    }

    @AfterAll
    static void stop() {
        right.stop(0);
        wrong.stop(0);
    }

    @Test
    void an_authority_of_the_ca_file_is_trusted() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem());
        assertEquals("{}", client(right, Optional.of(file)).read("read", HttpCall.get("a")).body());
    }

    @Test
    void an_unknown_authority_is_not_and_nothing_is_sent_to_its_server() {
        var unsent =
                assertInstanceOf(
                        Sent.NotSent.class,
                        client(right, Optional.empty())
                                .write("write", HttpCall.of("POST", "a").json("{}")));
        assertTrue(unsent.failure().message().contains("ca-file"), unsent.failure().message());
    }

    @Test
    void a_certificate_for_another_name_is_not_trusted() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem());
        assertThrows(
                ProviderException.class,
                () -> client(wrong, Optional.of(file)).read("read", HttpCall.get("a")));
    }

    @Test
    void a_ca_file_that_is_none_is_refused_at_once() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path noise = Files.writeString(folder.resolve("noise.pem"), "this is no certificate");
        for (Path file : new Path[] {empty, noise, folder.resolve("missing.pem")}) {
            var failure =
                    assertThrows(
                            IllegalArgumentException.class, () -> client(right, Optional.of(file)));
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("`ca-file`"),
                    failure.getMessage());
        }
    }

    private static HttpsServer server(String name) throws Exception {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(AUTHORITY.issue(name, Duration.ofDays(1)).serverContext()));
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        server.start();
        return server;
    }

    private static HttpClient client(HttpsServer server, Optional<Path> caFile) {
        var options = new LinkedHashMap<String, Object>();
        options.put("endpoint", "https://localhost:" + server.getAddress().getPort());
        caFile.ifPresent(file -> options.put("ca-file", file.toString()));
        return new HttpClient(
                "The service",
                HttpSettings.of(new ProviderConfig("x", options), "https://api.example.test"),
                _ -> {});
    }
}
