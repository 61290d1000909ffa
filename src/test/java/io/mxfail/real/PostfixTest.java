package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.SmtpDialogue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

@NeedsServer(Server.POSTFIX)
@TestInstance(Lifecycle.PER_CLASS)
class PostfixTest {
    private static final Duration MONTH = Duration.ofDays(30);

    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private Postfix shared;

    @BeforeAll
    void start() {
        shared = Postfix.start(setup());
    }

    @AfterAll
    void stop() {
        shared.close();
    }

    @Test
    void a_known_recipient_is_taken_after_starttls() throws Exception {
        try (var smtp = new SmtpDialogue(shared.address())) {
            assertEquals("220 mx1.example.test ESMTP Postfix", smtp.reply());
            smtp.say("EHLO client.example.test");
            assertTrue(smtp.say("STARTTLS").startsWith("220 "));
            smtp.encrypt(authority.certificate(), "mx1.example.test");
            smtp.say("EHLO client.example.test");
            smtp.say("MAIL FROM:<>");
            assertEquals("250 2.1.5 Ok", smtp.say("RCPT TO:<probe@example.test>"));
        }
    }

    @Test
    void an_unknown_user_is_told_from_a_denied_relay() throws Exception {
        try (var smtp = new SmtpDialogue(shared.address())) {
            smtp.reply();
            smtp.say("EHLO client.example.test");
            smtp.say("MAIL FROM:<>");
            assertTrue(smtp.say("RCPT TO:<nobody@example.test>").startsWith("550 5.1.1 "));
            assertTrue(smtp.say("RCPT TO:<probe@example.org>").startsWith("554 5.7.1 "));
        }
    }

    @Test
    void a_message_arrives() throws Exception {
        try (var smtp = new SmtpDialogue(shared.address())) {
            smtp.reply();
            smtp.say("HELO client.example.test");
            smtp.say("MAIL FROM:<>");
            smtp.say("RCPT TO:<probe@example.test>");
            smtp.say("DATA");
            assertTrue(smtp.say("Subject: canary\r\n\r\nsings\r\n.").startsWith("250 2.0.0 Ok"));
        }
        Await.until(
                "the message is delivered",
                Duration.ofSeconds(30),
                () -> shared.messages().stream().anyMatch(text -> text.contains("canary")));
    }

    @Test
    void two_mail_hosts_share_a_port_and_one_denies_relay() throws Exception {
        int port = Ports.free("127.0.1.1", "127.0.1.2");
        var second =
                Postfix.Setup.accepting(
                        "mx2.example.test",
                        authority.serverPem("mx2.example.test", MONTH),
                        "other.test");
        try (Postfix first = Postfix.start(setup(), new InetSocketAddress("127.0.1.1", port));
                Postfix other = Postfix.start(second, new InetSocketAddress("127.0.1.2", port))) {
            assertEquals("250 2.1.5 Ok", recipient(first));
            assertTrue(recipient(other).startsWith("554 5.7.1 "));
        }
    }

    @Test
    void a_crashed_server_refuses_connections_until_it_is_started_again() throws Exception {
        try (Postfix postfix = Postfix.start(setup())) {
            postfix.crash();
            assertThrows(ConnectException.class, () -> recipient(postfix));
            postfix.restart();
            assertEquals("250 2.1.5 Ok", recipient(postfix));
        }
    }

    @Test
    void an_error_in_its_setup_shows_its_own_words() {
        var broken = Postfix.Setup.accepting("mx1.example.test", "no key", "example.test");
        try (Postfix postfix = Postfix.start(broken)) {
            Await.until(
                    "the log names the key",
                    Duration.ofSeconds(30),
                    () -> postfix.log().contains("tls.pem"));
        }
    }

    private Postfix.Setup setup() {
        return Postfix.Setup.accepting(
                "mx1.example.test", authority.serverPem("mx1.example.test", MONTH), "example.test");
    }

    private static String recipient(Postfix postfix) throws IOException {
        try (var smtp = new SmtpDialogue(postfix.address())) {
            smtp.reply();
            smtp.say("EHLO client.example.test");
            smtp.say("MAIL FROM:<>");
            return smtp.say("RCPT TO:<probe@example.test>");
        }
    }
}
