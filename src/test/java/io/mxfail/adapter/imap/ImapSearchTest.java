package io.mxfail.adapter.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.port.MailboxSearch.Look;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// The client against servers that do by hand what no decent one would.
class ImapSearchTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static Look look(ScriptedImap server) {
        return look(server, PATIENT);
    }

    private static Look look(ScriptedImap server, Duration limit) {
        return new ImapSearch().look(server.mailbox(limit), "canary-1f");
    }

    private static Look.Unreadable unreadable(Look look) {
        return assertInstanceOf(Look.Unreadable.class, look);
    }

    @Test
    void the_newest_match_is_shown_and_nothing_is_changed() throws Exception {
        try (var server = ScriptedImap.encrypted(line -> line.behave("\0", ""))) {
            assertEquals(new Look.Found("Subject: found\nReceived: by a\n\n"), look(server));
            assertTrue(server.heard.contains("m1 LOGIN \"ann\" \"secret\""), "" + server.heard);
            assertTrue(server.heard.contains("m2 EXAMINE INBOX"), "" + server.heard);
            assertTrue(
                    server.heard.contains("m3 UID SEARCH HEADER Subject \"canary-1f\""),
                    "" + server.heard);
            assertTrue(
                    server.heard.contains("m4 UID FETCH 7 (BODY.PEEK[HEADER])"), "" + server.heard);
        }
    }

    @Test
    void no_match_is_no_failure() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line -> line.behave(" SEARCH ", "* SEARCH\r\nTAG OK none\r\n"))) {
            assertEquals(new Look.Missing(), look(server));
        }
    }

    /// An inbox without the message, folders as listed, and the message in whatever else is opened.
    private static ScriptedImap.Script folders(String... listed) {
        return line -> {
            line.say("* OK ready");
            String open = "";
            for (String said = line.hear(); ; said = line.hear()) {
                String tag = said.split(" ", 2)[0];
                if (said.contains(" EXAMINE ")) {
                    open = said.substring(said.indexOf(" EXAMINE ") + 9);
                } else if (said.contains(" LIST ")) {
                    for (String folder : listed) {
                        line.raw(folder + "\r\n");
                    }
                } else if (said.contains(" SEARCH ")) {
                    line.say(open.equals("INBOX") ? "* SEARCH" : "* SEARCH 3");
                } else if (said.contains(" FETCH ")) {
                    line.raw("* 1 FETCH (UID 3 BODY[HEADER] {12}\r\nSubject: x\r\n)\r\n");
                }
                line.say(tag + " OK done");
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    * LIST (\\HasNoChildren \\Junk) "/" Reklame                | Reklame
                    * LIST (\\HasNoChildren) "." INBOX.Spam                    | INBOX.Spam
                    * LIST () "/" "Junk E-mail"                                | Junk E-mail
                    * LIST (\\Junk) NIL "a \\"b"                               | a "b
                    * list () "\\\\" "x\\\\junk"                                 | x\\junk
                    """)
    void a_message_among_junk_is_found_with_its_folder(String listed, String folder)
            throws Exception {
        try (var server = ScriptedImap.encrypted(folders("* LIST () \"/\" INBOX", listed))) {
            assertEquals(new Look.Found("Subject: x\n", Optional.of(folder)), look(server));
        }
    }

    @Test
    void a_folder_for_junk_that_cannot_be_named_safely_is_passed_over() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        folders(
                                "* LIST () \"/\" Junkyard",
                                "* LIST (\\Junk) \"/\" {6}\r\na\r\nb c"))) {
            assertEquals(new Look.Missing(), look(server));
            assertEquals(1, server.heard.stream().filter(line -> line.contains("EXAMINE")).count());
        }
    }

    @Test
    void a_server_that_shows_no_folders_still_showed_the_inbox() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line -> {
                            line.say("* OK ready");
                            for (String said = line.hear(); ; said = line.hear()) {
                                String tag = said.split(" ", 2)[0];
                                line.say(tag + (said.contains(" LIST ") ? " NO never" : " OK"));
                            }
                        })) {
            assertEquals(new Look.Missing(), look(server));
        }
    }

    @Test
    void a_refused_login_ends_it_without_the_password_in_the_message() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line -> line.behave(" LOGIN ", "TAG NO wrong \u001b[31m\r\n"))) {
            Look.Unreadable seen = unreadable(look(server));
            assertFalse(seen.mayPass());
            assertTrue(seen.why().contains("refused the login of ann: NO wrong"), seen.why());
            assertFalse(seen.why().contains("secret"), seen.why());
            assertFalse(seen.why().contains("\u001b"), seen.why());
        }
    }

    @Test
    void a_server_in_trouble_may_be_asked_again() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line -> line.behave(" LOGIN ", "TAG NO [UNAVAILABLE] later\r\n"))) {
            assertTrue(unreadable(look(server)).mayPass());
        }
    }

    @Test
    void a_password_beyond_ascii_travels_as_a_literal() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line -> {
                            line.say("* OK ready");
                            line.hear();
                            line.say("+ go on");
                            line.hearBytes(3);
                            line.hear();
                            line.say("+ go on");
                            line.hearBytes("pä\"ss".getBytes("UTF-8").length);
                            line.hear();
                            line.say("m1 OK in");
                            line.obey("\0", "");
                        })) {
            Look seen = new ImapSearch().look(server.mailbox("pä\"ss", PATIENT), "canary-1f");
            assertInstanceOf(Look.Found.class, seen);
        }
    }

    @Test
    void a_password_is_not_shown_to_a_server_with_anothers_certificate() throws Exception {
        try (var server = ScriptedImap.misnamed(line -> line.behave("\0", ""))) {
            Look.Unreadable seen = unreadable(look(server));
            assertFalse(seen.mayPass());
            assertTrue(seen.why().contains("no certificate to trust"), seen.why());
            assertEquals("[]", server.heard.toString());
        }
    }

    @Test
    void without_encryption_there_is_no_login() throws Exception {
        try (var server =
                ScriptedImap.inTheClear(
                        line -> line.behave("STARTTLS", "TAG BAD what is that\r\n"))) {
            Look.Unreadable seen = unreadable(look(server));
            assertTrue(seen.why().contains("will not encrypt"), seen.why());
            assertEquals("[m1 STARTTLS]", server.heard.toString());
        }
    }

    @Test
    void starttls_comes_before_the_login_and_what_was_said_too_early_is_dropped() throws Exception {
        try (var server =
                ScriptedImap.inTheClear(
                        line -> {
                            line.say("* OK ready");
                            line.hear();
                            line.raw("m1 OK go\r\nm2 OK injected\r\n");
                            line.encrypt();
                            line.obey(" LOGIN ", "TAG NO wrong\r\n");
                        })) {
            assertTrue(unreadable(look(server)).why().contains("refused the login"));
        }
    }

    @Test
    void a_greeting_that_never_ends_is_cut_by_its_length() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line -> {
                            while (true) {
                                line.raw("x".repeat(8192));
                            }
                        })) {
            assertTrue(unreadable(look(server)).why().contains("a line of more than"));
        }
    }

    @Test
    void an_enormous_literal_is_not_read() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line ->
                                line.behave(
                                        " FETCH ", "* 1 FETCH (BODY[HEADER] {4294967295}\r\n"))) {
            assertTrue(unreadable(look(server)).why().contains("a literal of 4294967295 bytes"));
        }
    }

    @Test
    void untagged_chatter_without_end_is_cut_by_its_sum() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line -> {
                            line.say("* OK ready");
                            while (true) {
                                line.say("* 1 EXISTS " + "y".repeat(1000));
                            }
                        })) {
            assertTrue(unreadable(look(server)).why().contains("sent more than"));
        }
    }

    @Test
    void a_server_that_drips_is_cut_by_the_deadline() throws Exception {
        try (var server =
                ScriptedImap.encrypted(
                        line -> {
                            line.raw("* OK ");
                            while (true) {
                                line.raw("z");
                                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                            }
                        })) {
            Look.Unreadable seen = unreadable(look(server, SHORT));
            assertTrue(seen.why().contains("no complete answer within 2 s"), seen.why());
            assertTrue(seen.mayPass());
        }
    }

    @Test
    void a_literal_that_ends_early_and_a_farewell_are_told() throws Exception {
        try (var cut =
                        ScriptedImap.encrypted(
                                line -> {
                                    line.say("* OK ready");
                                    line.hear();
                                    line.raw("* 1 FETCH {100}\r\nshort");
                                    throw new IOException("hang up");
                                });
                var bye = ScriptedImap.encrypted(line -> line.say("* BYE overloaded"))) {
            assertTrue(unreadable(look(cut)).why().contains("closed the connection"));
            assertTrue(unreadable(look(bye)).why().contains("greeted with BYE overloaded"));
        }
    }

    @Test
    void control_characters_of_a_header_do_not_come_through() throws Exception {
        String header = "Subject: a\u001b[2Jb\r\n\tfolded\r\n\r\n";
        try (var server =
                ScriptedImap.encrypted(
                        line ->
                                line.behave(
                                        " FETCH ",
                                        "* 1 FETCH (BODY[HEADER] {"
                                                + header.length()
                                                + "}\r\n"
                                                + header
                                                + ")\r\nTAG OK\r\n"))) {
            assertEquals(new Look.Found("Subject: a?[2Jb\n\tfolded\n\n"), look(server));
        }
    }

    @Test
    void a_word_that_could_end_the_command_is_refused() throws Exception {
        try (var server = ScriptedImap.encrypted(line -> line.behave("\0", ""))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ImapSearch().look(server.mailbox(PATIENT), "a\"\r\nm9 DELETE"));
        }
    }
}
