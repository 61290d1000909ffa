package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.smtp.ScriptedServer;
import io.mxfail.lab.mail.LabAuthority;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLSocket;

/// Mail hosts up to no good, seen through `check` to what it prints. The endless ones count what
/// they could send before mxfail hung up: a few buffers of the operating system, never what they
/// had in store.
class HostileMailTest {
    private static final long GIGABYTE = 1L << 30;

    /// What the sockets of all connections of a test may hold, with room.
    private static final long BUFFERS = 256L << 20;

    /// Titles a window, clears the screen, goes up, colours, deletes, rings, turns text around.
    private static final String EVIL =
            "\u001b]0;owned\u0007\u001b[2J\u001b[1A\u009b31m\b\b\u202eevil\u2028\u0000";

    private Hostile world;

    @BeforeEach
    void open() throws IOException {
        world = new Hostile(Company.ZONE);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private Hostile.Shown against(ScriptedServer.Script script) throws IOException {
        try (var server = new ScriptedServer(script)) {
            return world.check(Hostile.Enemies.mail(server.address()));
        }
    }

    /// Sends the same again and again until there was a gigabyte of it or nobody listens.
    private static void flood(OutputStream out, String what, AtomicLong sent) throws IOException {
        byte[] chunk = what.getBytes(StandardCharsets.US_ASCII);
        for (long left = GIGABYTE; left > 0; left -= chunk.length) {
            out.write(chunk);
            sent.addAndGet(chunk.length);
        }
    }

    private static void assertNews(String news, String words, Hostile.Shown shown) {
        assertEquals(Set.of(news.split(" ", -1)), shown.news(), shown::text);
        assertTrue(shown.text().contains(words), shown::text);
    }

    @Test
    void a_banner_without_end_is_a_broken_conversation() throws IOException {
        var sent = new AtomicLong();
        Hostile.Shown shown =
                against(
                        line ->
                                flood(
                                        line.socket.getOutputStream(),
                                        "220-welcome\r\n".repeat(5000),
                                        sent));
        assertNews("TARGET-UNKNOWN", "sent a reply of more than 200 lines", shown);
        assertTrue(sent.get() < BUFFERS, () -> sent + " octets");
    }

    @Test
    void a_line_of_a_gigabyte_is_a_broken_conversation() throws IOException {
        var sent = new AtomicLong();
        Hostile.Shown shown =
                against(
                        line -> {
                            line.raw("220 ");
                            flood(line.socket.getOutputStream(), "x".repeat(1 << 16), sent);
                        });
        assertNews("TARGET-UNKNOWN", "sent a line of more than 4096 bytes", shown);
        assertTrue(sent.get() < BUFFERS, () -> sent + " octets");
    }

    @Test
    void extensions_without_end_are_a_broken_conversation() throws IOException {
        var sent = new AtomicLong();
        Hostile.Shown shown =
                against(
                        line -> {
                            line.say("220 mx.primary.acme.test ESMTP");
                            line.hear();
                            flood(
                                    line.socket.getOutputStream(),
                                    "250-XEXTENSION\r\n".repeat(4000),
                                    sent);
                        });
        assertNews("TARGET-UNKNOWN", "sent a reply of more than 200 lines", shown);
        assertTrue(sent.get() < BUFFERS, () -> sent + " octets");
    }

    @Test
    void a_gigabyte_in_place_of_a_handshake_is_a_broken_handshake() throws IOException {
        var sent = new AtomicLong();
        Hostile.Shown shown =
                against(
                        line -> {
                            line.say("220 mx.primary.acme.test ESMTP");
                            line.hear();
                            line.raw("250-mx.primary.acme.test\r\n250 STARTTLS\r\n");
                            if (line.hear().equals("STARTTLS")) {
                                line.say("220 go ahead");
                                flood(line.socket.getOutputStream(), "x".repeat(1 << 16), sent);
                            } else {
                                line.say("250 ok");
                                line.obey("RCPT TO:<mxfail-probe", "550 5.1.1 no such user");
                            }
                        });
        assertNews("TLS-MISSING", "fails in the handshake", shown);
        assertTrue(sent.get() < BUFFERS, () -> sent + " octets");
    }

    @Test
    void escape_sequences_in_every_reply_reach_no_terminal() throws IOException {
        Hostile.Shown shown =
                against(
                        line -> {
                            line.say("220 " + EVIL + " ESMTP");
                            line.hear();
                            line.say("250-" + EVIL);
                            line.say("250-SIZE " + EVIL);
                            line.say("250-" + EVIL + " " + EVIL);
                            line.say("250 HELP" + EVIL);
                            line.obey("RCPT", "550 5.1.1 " + EVIL + " no such user");
                        });
        assertNews("TARGET-RCPT TLS-MISSING", "evil", shown);
    }

    @Test
    void escape_sequences_in_a_banner_that_refuses_reach_no_terminal() throws IOException {
        Hostile.Shown shown = against(line -> line.say("554 5.3.2 " + EVIL));
        assertNews("TARGET-RCPT", "evil", shown);
    }

    /// Names that no certificate should carry. The longest is about what a handshake may hold.
    @ParameterizedTest
    @ValueSource(
            strings = {
                EVIL,
                "",
                ".",
                "*",
                "*.*",
                "mx.primary.acme.test\u0000.evil.test",
                "mx.primary.acme.test\r\n220 evil",
                "long"
            })
    void a_certificate_with_absurd_names_is_one_for_another_host(String name) throws Exception {
        var certificate =
                LabAuthority.create(Instant.now())
                        .issue(
                                name.equals("long") ? "a.".repeat(6_000) : name,
                                Duration.ofDays(365L * 7_000));
        Hostile.Shown shown =
                against(
                        line -> {
                            line.say("220 mx.primary.acme.test ESMTP");
                            line.hear();
                            line.raw("250-mx.primary.acme.test\r\n250 STARTTLS\r\n");
                            line.hear();
                            line.say("220 go ahead");
                            takeMail(
                                    (SSLSocket)
                                            certificate
                                                    .serverContext()
                                                    .getSocketFactory()
                                                    .createSocket(line.socket, null, true));
                        });
        assertTrue(shown.news().contains("TLS-NAME"), shown.news() + shown.text());
    }

    private static void takeMail(SSLSocket secure) throws IOException {
        secure.setUseClientMode(false);
        var in =
                new BufferedReader(
                        new InputStreamReader(secure.getInputStream(), StandardCharsets.US_ASCII));
        while (in.readLine() != null) {
            secure.getOutputStream().write("250 ok\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
