package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.LabAuthority;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.SSLServerSocket;

/// Hosts of MTA-STS policies up to no good, seen through `check` to what it prints.
class HostilePolicyHostTest {
    private static final String HOST = "mta-sts.acme.test";
    private static final long GIGABYTE = 1L << 30;

    /// What the sockets of all connections of a test may hold, with room.
    private static final long BUFFERS = 256L << 20;

    private static final String OK =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n";

    /// Answers a request, which has been read.
    private interface Script {
        void play(OutputStream out) throws IOException;
    }

    private final AtomicLong sent = new AtomicLong();

    private Hostile.Shown against(String certificateName, Script script)
            throws IOException, GeneralSecurityException {
        var authority = LabAuthority.create(Instant.now());
        String zone = Company.ZONE + "_mta-sts TXT \"v=STSv1; id=1\"\n" + "mta-sts A 127.0.0.1\n";
        try (var world = new Hostile(zone);
                var listening =
                        (SSLServerSocket)
                                authority
                                        .issue(certificateName, Duration.ofDays(9))
                                        .serverContext()
                                        .getServerSocketFactory()
                                        .createServerSocket(
                                                0, 50, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    world.company.folder.resolve("ca.pem"),
                    authority.pem(),
                    StandardOpenOption.APPEND);
            Thread.ofVirtual().start(() -> serve(listening, script));
            return world.check(
                    Hostile.Enemies.policies(
                            (InetSocketAddress) listening.getLocalSocketAddress()));
        }
    }

    private static void serve(SSLServerSocket listening, Script script) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> answer(socket, script));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void answer(Socket socket, Script script) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
                line = in.readLine();
            }
            script.play(socket.getOutputStream());
        } catch (IOException _) {
            // The client hung up, as it should.
        }
    }

    private void flood(OutputStream out, String what) throws IOException {
        byte[] chunk = what.getBytes(StandardCharsets.US_ASCII);
        for (long left = GIGABYTE; left > 0; left -= chunk.length) {
            out.write(chunk);
            sent.addAndGet(chunk.length);
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void assertBroken(String words, Hostile.Shown shown) {
        assertEquals(Set.of("MTASTS-BROKEN"), shown.news(), shown::text);
        assertTrue(shown.text().contains(words), shown::text);
        assertTrue(sent.get() < BUFFERS, () -> sent + " octets");
    }

    @Test
    void a_policy_of_a_gigabyte_is_not_read() throws Exception {
        assertBroken(
                "more than 65536 octets",
                against(
                        HOST,
                        out -> {
                            say(out, OK + "Content-Length: " + GIGABYTE + "\r\n\r\n");
                            flood(out, "mx: mx.primary.acme.test\n".repeat(2000));
                        }));
    }

    @Test
    void nor_is_one_in_chunks_without_end() throws Exception {
        assertBroken(
                "more than 65536 octets",
                against(
                        HOST,
                        out -> {
                            say(out, OK + "Transfer-Encoding: chunked\r\n\r\n");
                            flood(out, "10\r\nmx: a.acme.test\n\r\n".repeat(2000));
                        }));
    }

    @Test
    void header_fields_without_end_are_not_read() throws Exception {
        assertBroken(
                "cannot be reached",
                against(
                        HOST,
                        out -> {
                            say(out, "HTTP/1.1 200 OK\r\n");
                            flood(out, "X-Field: value\r\n".repeat(2000));
                        }));
    }

    @Test
    void nor_is_a_header_field_of_a_gigabyte() throws Exception {
        assertBroken(
                "cannot be reached",
                against(
                        HOST,
                        out -> {
                            say(out, "HTTP/1.1 200 OK\r\nX-Field: ");
                            flood(out, "x".repeat(1 << 16));
                        }));
    }

    @Test
    void a_gigabyte_that_is_packed_small_is_not_unpacked() throws Exception {
        assertBroken(
                "more than 65536 octets",
                against(
                        HOST,
                        out -> {
                            say(out, OK + "Content-Encoding: gzip\r\n\r\n");
                            try (var packed = new GZIPOutputStream(out)) {
                                flood(packed, "\n".repeat(1 << 16));
                            }
                        }));
    }

    @Test
    void escape_sequences_reach_no_terminal() throws Exception {
        String evil = "\u001b]0;owned\u0007\u001b[2J\u009b31m\bevil";
        assertBroken(
                "`mode` must be",
                against(
                        HOST,
                        out ->
                                say(
                                        out,
                                        OK
                                                + "\r\nversion: STSv1\nmode: "
                                                + evil
                                                + "\nmx: "
                                                + evil
                                                + "\nmax_age: 1\n")));
        assertBroken(
                "not as text/plain",
                against(
                        HOST,
                        out ->
                                say(
                                        out,
                                        "HTTP/1.1 200 "
                                                + evil
                                                + "\r\nContent-Type: "
                                                + evil
                                                + "\r\n\r\n")));
        assertBroken("not verified", against(evil, out -> say(out, OK + "\r\nversion: STSv1\n")));
    }
}
