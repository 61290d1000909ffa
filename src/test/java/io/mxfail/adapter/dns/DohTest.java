package io.mxfail.adapter.dns;

import static io.mxfail.adapter.dns.DnsLookupTest.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.sun.net.httpserver.HttpServer;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswer.Reason;
import io.mxfail.wire.dns.Answers;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// Over plain HTTP, so that no certificate is needed.
class DohTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static DnsAnswer ask(int status, UnaryOperator<Message> answering, Duration limit)
            throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext(
                "/dns-query",
                exchange -> {
                    byte[] answer =
                            answering
                                    .apply(new Message(exchange.getRequestBody().readAllBytes()))
                                    .toWire();
                    exchange.getResponseHeaders().set("Content-Type", "application/dns-message");
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            server.setExecutor(threads);
            server.start();
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/dns-query";
            var key = key("example.test.", Type.MX);
            return Answers.recursive(
                    new Doh(threads).ask(url, Answers.question(key, true), limit), key);
        } finally {
            // Not closed: that would wait for a handler that hangs on purpose
            threads.shutdownNow();
            server.stop(0);
        }
    }

    private static Message answer(Message query) {
        Message answer = query.clone();
        answer.getHeader().setFlag(Flags.QR);
        try {
            answer.addRecord(
                    Record.fromString(
                            query.getQuestion().getName(),
                            Type.MX,
                            1,
                            60,
                            "10 mx1.example.test.",
                            query.getQuestion().getName()),
                    Section.ANSWER);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return answer;
    }

    @Test
    void an_answer_over_http_is_an_answer() throws IOException {
        assertInstanceOf(DnsAnswer.Found.class, ask(200, DohTest::answer, LIMIT));
    }

    @Test
    void an_http_error_is_a_failure() throws IOException {
        DnsAnswer answer = ask(500, DohTest::answer, LIMIT);
        assertInstanceOf(DnsAnswer.Failed.class, answer, answer::toString);
    }

    @Test
    void a_server_that_hangs_is_given_up() throws IOException {
        var never = new CountDownLatch(1);
        DnsAnswer answer =
                ask(
                        200,
                        query -> {
                            try {
                                never.await();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                            return query;
                        },
                        Duration.ofMillis(300));
        assertEquals(Reason.TIMEOUT, assertInstanceOf(DnsAnswer.Failed.class, answer).reason());
    }

    @Test
    void a_port_without_server_is_unreachable() throws IOException {
        InetSocketAddress unused;
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            unused = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var key = key("example.test.", Type.MX);
            DnsAnswer answer =
                    Answers.recursive(
                            new Doh(threads)
                                    .ask(
                                            "http://127.0.0.1:" + unused.getPort() + "/dns-query",
                                            Answers.question(key, true),
                                            LIMIT),
                            key);
            assertEquals(
                    Reason.UNREACHABLE, assertInstanceOf(DnsAnswer.Failed.class, answer).reason());
        }
    }
}
