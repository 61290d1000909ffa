package io.mxfail.lab.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

final class LabMailServerTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static final Mailboxes MAILBOXES = Mailboxes.of("billing@example.test");

    private static LabMailServer server() throws IOException {
        return LabMailServer.start(AUTHORITY, "mx1.example.test", MAILBOXES);
    }

    @Test
    void a_message_sent_over_an_encrypted_connection_is_kept()
            throws IOException, GeneralSecurityException {
        try (var server = server();
                var client = new SmtpDialogue(server.address())) {
            assertEquals("220 mx1.example.test ESMTP mxfail lab", client.reply());
            assertEquals("250 STARTTLS", client.say("EHLO probe.example.test"));
            assertEquals("220 2.0.0 go ahead", client.say("STARTTLS"));
            client.encrypt(AUTHORITY.certificate(), "mx1.example.test");
            assertEquals("250 ENHANCEDSTATUSCODES", client.say("EHLO probe.example.test"));
            assertEquals("250 2.1.0 ok", client.say("MAIL FROM:<news@example.test> SIZE=10"));
            assertEquals("250 2.1.5 ok", client.say("RCPT TO:<billing@example.test>"));
            assertEquals("354 end with a dot", client.say("DATA"));
            assertEquals("250 2.0.0 kept", client.say("Subject: x\r\n\r\n..dot\r\n."));
            assertEquals("221 2.0.0 bye", client.say("QUIT"));
            assertEquals(
                    List.of(
                            new ReceivedMail(
                                    "news@example.test",
                                    List.of("billing@example.test"),
                                    "Subject: x\r\n\r\n.dot\r\n",
                                    true)),
                    server.received());
        }
    }

    @Test
    void an_unknown_user_is_told_apart_from_a_foreign_domain() throws IOException {
        try (var server = server();
                var client = new SmtpDialogue(server.address())) {
            client.reply();
            client.say("EHLO probe.example.test");
            client.say("MAIL FROM:<>");
            assertEquals("250 2.1.5 ok", client.say("RCPT TO:<Postmaster@Example.Test>"));
            assertTrue(client.say("RCPT TO:<nobody@example.test>").startsWith("550 5.1.1 "));
            assertTrue(client.say("RCPT TO:<billing@other.test>").startsWith("554 5.7.1 "));
        }
    }

    @Test
    void a_server_that_is_down_refuses_connections_and_comes_back_on_the_same_port()
            throws IOException {
        try (var server = server();
                var connected = new SmtpDialogue(server.address())) {
            connected.reply();
            server.fault(MailFault.DOWN);
            assertThrows(ConnectException.class, () -> new SmtpDialogue(server.address()));
            server.fault(MailFault.OK);
            try (var client = new SmtpDialogue(server.address())) {
                assertEquals("220 mx1.example.test ESMTP mxfail lab", client.reply());
            }
        }
    }

    @Test
    void an_expired_and_a_foreign_certificate_are_refused_by_a_strict_client() throws IOException {
        for (MailFault fault :
                List.of(
                        MailFault.EXPIRED_CERTIFICATE,
                        MailFault.WRONG_NAME,
                        MailFault.TLS_BROKEN)) {
            try (var server = server()) {
                server.fault(fault);
                try (var client = new SmtpDialogue(server.address())) {
                    client.reply();
                    client.say("EHLO probe.example.test");
                    client.say("STARTTLS");
                    assertThrows(
                            IOException.class,
                            () -> client.encrypt(AUTHORITY.certificate(), "mx1.example.test"),
                            fault.label());
                }
            }
        }
    }

    @Test
    void an_authority_is_trusted_by_no_one_else() throws IOException {
        try (var server = server();
                var client = new SmtpDialogue(server.address())) {
            client.reply();
            client.say("EHLO probe.example.test");
            client.say("STARTTLS");
            LabAuthority other = LabAuthority.create(Instant.now());
            assertThrows(
                    SSLHandshakeException.class,
                    () -> client.encrypt(other.certificate(), "mx1.example.test"));
        }
    }

    @Test
    void every_fault_is_found_by_its_word() {
        for (MailFault fault : MailFault.values()) {
            assertEquals(fault, MailFault.named(fault.label()).orElseThrow());
        }
        assertTrue(MailFault.named("nonsense").isEmpty());
    }
}
