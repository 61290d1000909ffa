package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.imap.ImapSearch;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.SmtpDialogue;
import io.mxfail.port.MailboxSearch;
import io.mxfail.port.MailboxSearch.Look;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the IMAP client finds at a real server, in a mailbox that a real one delivered to.
@NeedsServer({Server.POSTFIX, Server.DOVECOT})
@TestInstance(Lifecycle.PER_CLASS)
class ImapSearchAtDovecotTest {
    private static final Duration MONTH = Duration.ofDays(30);

    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private Postfix postfix;
    private Dovecot dovecot;

    @BeforeAll
    void start() {
        postfix =
                Postfix.start(
                        Postfix.Setup.accepting(
                                "mx1.example.test",
                                authority.serverPem("mx1.example.test", MONTH),
                                "example.test"));
        dovecot =
                Dovecot.start(
                        new Dovecot.Setup(
                                authority.serverPem("imap.example.test", MONTH),
                                postfix.maildir(),
                                "probe",
                                "lab pass"));
    }

    @AfterAll
    void stop() {
        dovecot.close();
        postfix.close();
    }

    private Look look(String password, String word) {
        var mailbox =
                new MailboxSearch.Mailbox(
                        List.of(dovecot.address()),
                        new MailboxSearch.Account("probe", password),
                        new MailboxSearch.Trust(true, "imap.example.test", authority.pem()),
                        Duration.ofSeconds(20));
        return new ImapSearch().look(mailbox, word);
    }

    @Test
    void a_delivered_message_is_found_by_its_subject_and_stays_unread() throws Exception {
        assertEquals(new Look.Missing(), look("lab pass", "canary-0a"));
        send("canary-0a");
        Await.until(
                "the message is found",
                Duration.ofSeconds(15),
                () ->
                        look("lab pass", "canary-0a")
                                        instanceof Look.Found(String header, Optional<String> junk)
                                && junk.isEmpty()
                                && header.contains("Received: from client.example.test"));
        assertFalse(postfix.messages().isEmpty(), "the message left the folder of new mail");
    }

    private void send(String word) throws IOException {
        try (var smtp = new SmtpDialogue(postfix.address())) {
            smtp.reply();
            smtp.say("HELO client.example.test");
            smtp.say("MAIL FROM:<>");
            smtp.say("RCPT TO:<probe@example.test>");
            smtp.say("DATA");
            smtp.say("Subject: mxfail " + word + "\r\n\r\nsings\r\n.");
        }
    }

    @Test
    void a_message_that_a_filter_moved_is_found_among_junk() throws Exception {
        Path junk = Files.createDirectories(postfix.maildir().resolve(".Junk/cur"));
        Files.createDirectories(postfix.maildir().resolve(".Junk/new"));
        Files.createDirectories(postfix.maildir().resolve(".Junk/tmp"));
        Files.writeString(
                junk.resolve("1700000000.M1P1.lab:2,"), "Subject: mxfail canary-0b\n\nsings\n");
        try (var all = Files.walk(postfix.maildir().resolve(".Junk"))) {
            for (Path path : all.toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        }
        assertEquals(
                new Look.Found("Subject: mxfail canary-0b\n\n", Optional.of("Junk")),
                look("lab pass", "canary-0b"));
    }

    @Test
    void a_wrong_password_is_told_in_the_servers_words() {
        var seen = assertInstanceOf(Look.Unreadable.class, look("wrong", "canary-0a"));
        assertTrue(seen.why().contains("refused the login of probe: NO"), seen.why());
    }
}
