package io.mxfail.adapter.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.PolicyFetch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

class HttpsPolicyFetchTest {
    private static final String HOST = "mta-sts.example.test";
    private static final String POLICY =
            "version: STSv1\nmode: enforce\nmx: mx1.example.test\nmax_age: 86400\n";

    @TempDir private Path folder;
    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch finished = new CountDownLatch(1);
    private HttpsServer server;
    private volatile HttpHandler handler = exchange -> reply(exchange, 200, "text/plain", POLICY);

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        listen(HOST, Duration.ofDays(1));
    }

    private void listen(String certificate, Duration validFor) throws Exception {
        if (server != null) {
            server.stop(0);
        }
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(authority.issue(certificate, validFor).serverContext()));
        server.setExecutor(threads);
        server.createContext("/", exchange -> handler.handle(exchange));
        server.start();
    }

    @AfterEach
    void stop() {
        finished.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private MtaStsFetched fetch(Duration timeout) {
        return new HttpsPolicyFetch()
                .fetch(
                        new PolicyFetch.Request(
                                HOST,
                                List.of(server.getAddress()),
                                Optional.of(folder.resolve("ca.pem")),
                                timeout));
    }

    private String failure() {
        return assertInstanceOf(MtaStsFetched.Failed.class, fetch(Duration.ofSeconds(10))).reason();
    }

    private static void reply(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void the_policy_is_fetched_from_its_well_known_place() {
        handler =
                exchange -> {
                    boolean right =
                            exchange.getRequestURI().getPath().equals("/.well-known/mta-sts.txt")
                                    && exchange.getRequestHeaders().getFirst("Host").equals(HOST);
                    reply(exchange, right ? 200 : 404, "text/plain; charset=utf-8", POLICY);
                };
        assertEquals(new MtaStsFetched.Served(POLICY), fetch(Duration.ofSeconds(10)));
    }

    @Test
    void a_second_address_is_tried_where_the_first_refuses() throws Exception {
        InetSocketAddress closed;
        try (var taken = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = (InetSocketAddress) taken.getLocalSocketAddress();
        }
        var request =
                new PolicyFetch.Request(
                        HOST,
                        List.of(closed, server.getAddress()),
                        Optional.of(folder.resolve("ca.pem")),
                        Duration.ofSeconds(10));
        assertEquals(new MtaStsFetched.Served(POLICY), new HttpsPolicyFetch().fetch(request));
    }

    @Test
    void a_redirect_is_not_followed() {
        handler =
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "https://" + HOST + "/other");
                    reply(exchange, 301, "text/plain", POLICY);
                };
        assertTrue(failure().contains("redirect (301)"), failure());
    }

    @Test
    void another_status_is_no_policy() {
        handler = exchange -> reply(exchange, 404, "text/plain", "no");
        assertEquals("answers 404", failure());
    }

    @Test
    void another_type_is_no_policy() {
        handler = exchange -> reply(exchange, 200, "text/html", POLICY);
        assertEquals("serves the policy not as text/plain", failure());
    }

    @Test
    void a_certificate_for_another_name_does_not_hold() throws Exception {
        listen("www.example.test", Duration.ofDays(1));
        assertTrue(failure().startsWith("has no certificate that holds for it"), failure());
    }

    @Test
    void an_unknown_authority_does_not_hold() {
        var request =
                new PolicyFetch.Request(
                        HOST,
                        List.of(server.getAddress()),
                        Optional.empty(),
                        Duration.ofSeconds(10));
        var failed =
                assertInstanceOf(MtaStsFetched.Failed.class, new HttpsPolicyFetch().fetch(request));
        assertTrue(failed.reason().startsWith("has no certificate that holds"), failed.reason());
    }

    @Test
    void more_than_senders_read_is_no_policy() {
        handler = exchange -> endless(exchange);
        assertEquals("serves more than 65536 octets", failure());
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 0);
        byte[] line = "mx: mx.example.test\n".repeat(400).getBytes(StandardCharsets.US_ASCII);
        try (exchange) {
            while (true) {
                exchange.getResponseBody().write(line);
            }
        }
    }

    @Test
    void a_host_that_hangs_ends_with_the_deadline() {
        handler =
                exchange -> {
                    try {
                        finished.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                };
        assertEquals(
                new MtaStsFetched.Failed("gave no answer in time"), fetch(Duration.ofMillis(700)));
    }
}
