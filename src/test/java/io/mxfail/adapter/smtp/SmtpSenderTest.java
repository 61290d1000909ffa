package io.mxfail.adapter.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.Credentials;
import io.mxfail.port.MailSender.Access;
import io.mxfail.port.MailSender.Envelope;
import io.mxfail.port.MailSender.Fate;
import io.mxfail.port.MailSender.Letter;
import io.mxfail.port.MailSender.Sent;
import io.mxfail.port.ProbeRequest;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLSocket;

/// What becomes of a message at hosts that follow a script.
class SmtpSenderTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static final String RELAY = "relay.example.test";
    private static final Access STRANGER = new Access.Stranger();

    private static Sent send(ScriptedServer server, Access access, Duration step) {
        return send(server.address(), access, step);
    }

    private static Sent send(InetSocketAddress host, Access access, Duration step) {
        var letter =
                new Letter(
                        new Envelope("ops.example.test", "a@example.org", "b@example.test"),
                        "Subject: x\r\n\r\n.hidden\r\n",
                        new ProbeRequest.Security(StartTls.WANTED, RELAY, AUTHORITY.pem()),
                        access,
                        ProbeRequest.Deadlines.of(step));
        return new SmtpSender(InstantSource.system()).send(letter, host);
    }

    private static Sent send(ScriptedServer server) {
        return send(server, STRANGER, Duration.ofSeconds(10));
    }

    /// Behaves up to `DATA`, then hears the message and answers it.
    private static ScriptedServer taking(String answer) throws IOException {
        return new ScriptedServer(
                line -> {
                    line.say("220 mx1.example.test ESMTP");
                    for (String said = line.hear(); !said.equals("DATA"); said = line.hear()) {
                        line.say("250 ok");
                    }
                    line.say("354 go on");
                    for (String said = line.hear(); !said.equals("."); said = line.hear()) {}
                    if (answer.isEmpty()) {
                        throw new IOException("hang up");
                    }
                    line.say(answer);
                    line.obey("\0", "");
                });
    }

    @Test
    void a_taken_message_is_whole_and_its_dots_are_doubled() throws IOException {
        try (var server = taking("250 2.0.0 queued as 1F")) {
            Sent sent = send(server);
            assertEquals(Fate.TAKEN, sent.fate());
            assertEquals("queued as 1F", sent.reply().text());
            assertEquals(
                    List.of(
                            "EHLO ops.example.test",
                            "MAIL FROM:<a@example.org>",
                            "RCPT TO:<b@example.test>",
                            "DATA",
                            "Subject: x",
                            "",
                            "..hidden",
                            ".",
                            "QUIT"),
                    server.heard().getFirst());
        }
    }

    @Test
    void a_refusal_of_the_message_itself_is_one() throws IOException {
        try (var server = taking("554 5.7.1 content rejected")) {
            Sent sent = send(server);
            assertEquals(Fate.REFUSED, sent.fate());
            assertEquals("message", sent.step());
        }
    }

    @Test
    void silence_after_the_message_leaves_it_in_doubt() throws IOException {
        try (var server = taking("")) {
            assertEquals(Fate.IN_DOUBT, send(server).fate());
        }
    }

    @Test
    void a_refused_recipient_ends_it_before_the_message() throws IOException {
        try (var server = new ScriptedServer(l -> l.behave("RCPT", "550 5.7.1 relay denied"))) {
            Sent sent = send(server);
            assertEquals(Fate.REFUSED, sent.fate());
            assertEquals(Verdict.REFUSED_RELAY, sent.verdict());
            assertFalse(server.heard().getFirst().contains("DATA"));
        }
    }

    @Test
    void a_host_that_puts_off_or_is_not_there_defers_it() throws IOException {
        var server = new ScriptedServer(l -> l.behave("MAIL", "451 4.7.1 greylisted"));
        try (server) {
            assertEquals(Verdict.GREYLISTED, send(server).verdict());
        }
        assertEquals(Fate.DEFERRED, send(server).fate());
    }

    @Test
    void a_password_never_goes_over_a_connection_in_the_clear() throws IOException {
        var access = new Access.Client(false, Optional.of(new Credentials("ann", "secret")));
        try (var server = new ScriptedServer(line -> line.behave("AUTH", "235 in"))) {
            Sent sent = send(server, access, Duration.ofSeconds(10));
            assertEquals(Fate.DEFERRED, sent.fate());
            assertTrue(sent.reply().text().contains("the password was not sent"));
            assertEquals(List.of("EHLO ops.example.test"), server.heard().getFirst());
        }
    }

    @Test
    void a_client_logs_in_under_a_certificate_that_holds_and_only_then() throws IOException {
        var heard = new CopyOnWriteArrayList<String>();
        var access = new Access.Client(true, Optional.of(new Credentials("ann", "secret")));
        try (var good = new ScriptedServer(line -> relay(line.socket, RELAY, heard));
                var bad = new ScriptedServer(line -> relay(line.socket, "no.test", heard))) {
            assertEquals("auth", send(bad, access, Duration.ofSeconds(10)).step());
            assertFalse(heard.stream().anyMatch(l -> l.startsWith("AUTH")), "" + heard);
            Sent sent = send(good, access, Duration.ofSeconds(10));
            assertEquals("rcpt", sent.step(), sent.reply().toString());
            String word = Base64.getEncoder().encodeToString("\0ann\0secret".getBytes("UTF-8"));
            assertTrue(heard.contains("AUTH PLAIN " + word), "" + heard);
            assertTrue(sent.tls().session().orElseThrow().isTrustworthy());
        }
    }

    @Test
    void a_relay_that_repeats_a_wrong_secret_does_not_get_it_into_the_report() throws Exception {
        var access = new Access.Client(true, Optional.of(new Credentials("ann", "s3cret-of-ann")));
        for (String offer : List.of("AUTH PLAIN", "AUTH LOGIN")) {
            try (var relay =
                    SubmissionRelay.start(AUTHORITY, RELAY, "another")
                            .implicit()
                            .repeating()
                            .offering(offer)) {
                Sent sent = send(relay.address(), access, Duration.ofSeconds(10));
                assertEquals(Fate.REFUSED, sent.fate());
                assertEquals("auth", sent.step());
                assertEquals("535 5.7.8 …", sent.reply().toString());
            }
        }
    }

    /// Takes a login, and then no recipient.
    private static void relay(Socket socket, String name, List<String> heard) throws Exception {
        var secure =
                (SSLSocket)
                        AUTHORITY
                                .issue(name, Duration.ofDays(3))
                                .serverContext()
                                .getSocketFactory()
                                .createSocket(socket, null, socket.getPort(), true);
        secure.setUseClientMode(false);
        var in =
                new BufferedReader(
                        new InputStreamReader(secure.getInputStream(), StandardCharsets.US_ASCII));
        String answer = "220 relay ESMTP";
        for (String said = ""; said != null; said = in.readLine()) {
            heard.add(said);
            String verb = said.isEmpty() ? "" : said.substring(0, 4);
            answer =
                    switch (verb) {
                        case "" -> "220 relay ESMTP";
                        case "EHLO" -> "250-relay\r\n250 AUTH LOGIN PLAIN";
                        case "AUTH" -> "235 2.7.0 in";
                        case "RCPT" -> "450 4.2.0 later";
                        default -> "250 ok";
                    };
            secure.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
