package io.mxfail.adapter.smtp;

import static io.mxfail.adapter.smtp.Probing.BILLING;
import static io.mxfail.adapter.smtp.Probing.DOMAIN;
import static io.mxfail.adapter.smtp.Probing.NOBODY;
import static io.mxfail.adapter.smtp.Probing.POSTMASTER;
import static io.mxfail.adapter.smtp.Probing.SALES;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.Verdict;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.ProbeRequest.Deadlines;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.net.ssl.SSLSocket;

/// The probe against servers that are scripted by hand: hostile, broken, or merely unusual ones.
final class SmtpProbeHostileTest {
    private static final Deadlines SHORT =
            new Deadlines(Duration.ofMillis(400), Duration.ofMillis(600), Duration.ofMillis(1500));
    private static final Duration FAR = Duration.ofSeconds(60);

    private static Verdict billing(AddressProbe seen) {
        return seen.declared(DOMAIN).getFirst().verdict();
    }

    private static AddressProbe bounded(Probing probing) {
        return assertTimeoutPreemptively(FAR, probing::run);
    }

    /// Waits without an end of its own: the probe's deadline closes the connection.
    private static void dripForEver(OutputStream out, byte[] bytes) throws Exception {
        var never = new CountDownLatch(1);
        for (int i = 0; !never.await(10, TimeUnit.MILLISECONDS); i++) {
            out.write(bytes[i % bytes.length]);
            out.flush();
        }
    }

    @Test
    void a_line_without_end_is_cut_off() throws Exception {
        byte[] chunk = new byte[1 << 16];
        Arrays.fill(chunk, (byte) 'x');
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.raw("220 ");
                            while (true) {
                                line.socket.getOutputStream().write(chunk);
                            }
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals(
                    "sent a line of more than 4096 bytes",
                    seen.failure().orElseThrow().reply().text());
            assertEquals(Verdict.NO_ANSWER, billing(seen));
        }
    }

    @Test
    void a_banner_without_end_is_cut_off() throws Exception {
        byte[] chunk = "220-welcome\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (var server =
                new ScriptedServer(
                        line -> {
                            while (true) {
                                line.socket.getOutputStream().write(chunk);
                            }
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals(
                    "sent a reply of more than 200 lines",
                    seen.failure().orElseThrow().reply().text());
        }
    }

    @Test
    void dripping_for_ever_does_not_outlast_the_step() throws Exception {
        byte[] banner = "220-x\r\n".getBytes(StandardCharsets.US_ASCII);
        try (var server =
                new ScriptedServer(line -> dripForEver(line.socket.getOutputStream(), banner))) {
            AddressProbe seen = bounded(Probing.at(server.address()).within(SHORT));
            assertEquals(Stage.GREETING, seen.failure().orElseThrow().stage());
            assertEquals(
                    "gave no complete answer within 600 ms",
                    seen.failure().orElseThrow().reply().text());
        }
    }

    @Test
    void answering_just_in_time_for_every_step_does_not_outlast_the_session() throws Exception {
        var never = new CountDownLatch(1);
        var times =
                new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(3));
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            while (true) {
                                line.hear();
                                if (!never.await(500, TimeUnit.MILLISECONDS)) {
                                    line.say("250 ok");
                                }
                            }
                        })) {
            long start = System.nanoTime();
            AddressProbe seen =
                    bounded(
                            Probing.at(server.address())
                                    .within(times)
                                    .asking(manyRecipients(30).toArray(Recipient[]::new)));
            // Two sessions' time at most, whatever 30 recipients at 1.5 s each would take.
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(20).toNanos());
            assertEquals(Verdict.ACCEPTED, seen.recipients().getFirst().verdict());
            assertFalse(seen.recipients().getLast().verdict() == Verdict.ACCEPTED);
        }
    }

    @Test
    void a_host_that_is_slow_at_every_step_is_not_taken_for_a_silent_one() throws Exception {
        var never = new CountDownLatch(1);
        var times =
                new Deadlines(
                        Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(2700));
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            while (true) {
                                line.hear();
                                if (!never.await(1, TimeUnit.SECONDS)) {
                                    line.say("250 ok");
                                }
                            }
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()).within(times));
            assertEquals(Verdict.INCONCLUSIVE, billing(seen));
            assertEquals(Stage.RCPT, seen.recipients().getFirst().stage());
        }
    }

    @Test
    void a_dripping_handshake_does_not_outlast_the_step() throws Exception {
        byte[] record = {22, 3, 3, 0x3f, 0x00};
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            line.hear();
                            line.raw("250-mx1.example.test\r\n250 STARTTLS\r\n");
                            if (line.hear().equals("STARTTLS")) {
                                line.say("220 go ahead");
                                line.socket.getOutputStream().write(record);
                                dripForEver(line.socket.getOutputStream(), new byte[1]);
                            } else {
                                line.say("250 ok");
                                line.obey("DATA", "500 never");
                            }
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()).within(SHORT));
            assertEquals(TlsResult.Status.FAILED, seen.tls().status());
            assertEquals("gave no complete answer within 400 ms", seen.tls().problem());
            assertEquals(Verdict.ACCEPTED, billing(seen));
        }
    }

    @Test
    void plaintext_injected_after_starttls_is_not_taken_for_an_encrypted_reply() throws Exception {
        var certificate =
                LabAuthority.create(Instant.now()).issue("mx1.example.test", Duration.ofDays(9));
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            line.hear();
                            line.raw("250-mx1.example.test\r\n250 starttls\r\n");
                            line.hear();
                            line.raw("220 go ahead\r\n250 injected\r\n250 injected\r\n");
                            SSLSocket secure =
                                    (SSLSocket)
                                            certificate
                                                    .serverContext()
                                                    .getSocketFactory()
                                                    .createSocket(line.socket, null, true);
                            secure.setUseClientMode(false);
                            var in =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    secure.getInputStream(),
                                                    StandardCharsets.US_ASCII));
                            while (in.readLine() != null) {
                                secure.getOutputStream()
                                        .write("250 real\r\n".getBytes(StandardCharsets.US_ASCII));
                            }
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals(TlsResult.Status.ESTABLISHED, seen.tls().status());
            assertEquals("real", seen.recipients().getFirst().reply().text());
            assertTrue(seen.steps().stream().noneMatch(s -> s.reply().text().contains("injected")));
        }
    }

    @Test
    void a_banner_of_several_lines_ending_in_bare_line_feeds_is_read() throws Exception {
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.raw("220-mx1.example.test\n220-we log everything\n220 ready\n");
                            line.obey("DATA", "500 never");
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals(Verdict.ACCEPTED, billing(seen));
            assertEquals(
                    "mx1.example.test we log everything ready", seen.steps().get(1).reply().text());
        }
    }

    @Test
    void a_host_that_knows_no_ehlo_is_greeted_with_helo() throws Exception {
        try (var server =
                new ScriptedServer(line -> line.behave("EHLO", "502 5.5.1 not implemented"))) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals(Verdict.ACCEPTED, billing(seen));
            assertEquals(TlsResult.Status.NOT_OFFERED, seen.tls().status());
            assertEquals(
                    List.of(
                            "EHLO probe.example.test",
                            "HELO probe.example.test",
                            "MAIL FROM:<>",
                            "RCPT TO:<billing@example.test>",
                            "RSET",
                            "QUIT"),
                    server.heard().getFirst());
        }
    }

    @Test
    void a_refused_recipient_ends_its_connection_and_the_invented_name_comes_alone_and_last()
            throws Exception {
        try (var server =
                new ScriptedServer(
                        line -> line.behave("RCPT TO:<sales@", "550 5.1.1 no such user"))) {
            AddressProbe seen =
                    bounded(
                            Probing.at(server.address())
                                    .asking(NOBODY, POSTMASTER, SALES, BILLING));
            assertEquals(
                    List.of(
                            Verdict.ACCEPTED,
                            Verdict.ACCEPTED,
                            Verdict.REFUSED_UNKNOWN_USER,
                            Verdict.ACCEPTED),
                    seen.recipients().stream().map(RecipientResult::verdict).toList());
            List<List<String>> asked =
                    server.heard().stream()
                            .map(c -> c.stream().filter(l -> l.startsWith("RCPT")).toList())
                            .toList();
            assertEquals(
                    List.of(
                            List.of(
                                    "RCPT TO:<postmaster@example.test>",
                                    "RCPT TO:<sales@example.test>"),
                            List.of("RCPT TO:<billing@example.test>"),
                            List.of("RCPT TO:<x7f3a@example.test>")),
                    asked);
        }
    }

    @Test
    void every_recipient_has_a_transaction_of_its_own_and_there_is_never_data() throws Exception {
        try (var server = new ScriptedServer(line -> line.behave("DATA", "354 go on"))) {
            bounded(Probing.at(server.address()).asking(POSTMASTER, BILLING));
            assertEquals(
                    List.of(
                            "EHLO probe.example.test",
                            "MAIL FROM:<>",
                            "RCPT TO:<postmaster@example.test>",
                            "RSET",
                            "MAIL FROM:<>",
                            "RCPT TO:<billing@example.test>",
                            "RSET",
                            "QUIT"),
                    server.heard().getFirst());
        }
    }

    @Test
    void an_unanswered_farewell_takes_nothing_back() throws Exception {
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            while (!line.hear().equals("RSET")) {
                                line.say("250 ok");
                            }
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()).asking(POSTMASTER, BILLING));
            assertEquals(
                    List.of(Verdict.ACCEPTED, Verdict.ACCEPTED),
                    seen.recipients().stream().map(RecipientResult::verdict).toList());
            assertEquals(2, server.heard().size());
        }
    }

    @Test
    void a_null_sender_refused_only_at_rcpt_is_noticed() throws Exception {
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            String sender = "";
                            while (true) {
                                String said = line.hear();
                                sender = said.startsWith("MAIL") ? said : sender;
                                boolean refuse = said.startsWith("RCPT") && sender.endsWith("<>");
                                line.say(refuse ? "550 null sender is not welcome" : "250 ok");
                            }
                        })) {
            AddressProbe seen =
                    bounded(Probing.at(server.address()).from("probe@ops.example.test"));
            assertTrue(seen.nullSenderRefusal().isPresent());
            assertEquals(Verdict.ACCEPTED, billing(seen));
        }
    }

    @Test
    void a_421_in_the_middle_holds_back_one_recipient_and_the_next_is_asked_anew()
            throws Exception {
        try (var server =
                new ScriptedServer(line -> line.behave("RCPT TO:<sales@", "421 4.7.0 slow down"))) {
            AddressProbe seen = bounded(Probing.at(server.address()).asking(SALES, BILLING));
            assertEquals(
                    List.of(Verdict.TEMPFAIL, Verdict.ACCEPTED),
                    seen.recipients().stream().map(RecipientResult::verdict).toList());
        }
    }

    @Test
    void a_host_that_allows_one_transaction_a_connection_is_asked_again() throws Exception {
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            for (String said = line.hear(); ; said = line.hear()) {
                                line.say("250 ok");
                                if (said.equals("RSET")) {
                                    line.hear();
                                    line.say("421 4.7.0 one message a connection");
                                    return;
                                }
                            }
                        })) {
            AddressProbe seen =
                    bounded(Probing.at(server.address()).asking(POSTMASTER, SALES, BILLING));
            assertEquals(
                    Collections.nCopies(3, Verdict.ACCEPTED),
                    seen.recipients().stream().map(RecipientResult::verdict).toList());
        }
    }

    @Test
    void a_host_that_hangs_up_on_everyone_is_not_asked_for_ever() throws Exception {
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            while (!line.hear().startsWith("RCPT")) {
                                line.say("250 ok");
                            }
                        })) {
            AddressProbe seen =
                    bounded(
                            Probing.at(server.address())
                                    .asking(manyRecipients(50).toArray(Recipient[]::new)));
            assertEquals(2, server.heard().size());
            assertEquals(Verdict.NO_ANSWER, seen.recipients().getFirst().verdict());
            assertEquals(
                    "not asked: it hung up on two recipients",
                    seen.recipients().getLast().reply().text());
        }
    }

    @Test
    void a_host_that_refuses_everyone_sees_twenty_connections_at_most() throws Exception {
        try (var server =
                new ScriptedServer(line -> line.behave("RCPT", "554 5.7.1 Relay access denied"))) {
            AddressProbe seen =
                    bounded(
                            Probing.at(server.address())
                                    .asking(manyRecipients(50).toArray(Recipient[]::new)));
            assertEquals(20, server.heard().size());
            assertEquals(Verdict.NOT_ASKED, seen.recipients().getLast().verdict());
        }
    }

    @Test
    void a_host_that_knows_old_tls_only_is_told_apart() throws Exception {
        // a ServerHello of TLS 1.0: version, 32 random bytes, no session, a cipher, no compression
        byte[] hello =
                java.util.Arrays.copyOf(new byte[] {0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1}, 47);
        hello[44] = (byte) 0xc0; // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
        hello[45] = 0x13;
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            line.hear();
                            line.raw("250-mx1.example.test\r\n250 STARTTLS\r\n");
                            if (line.hear().equals("STARTTLS")) {
                                line.say("220 go ahead");
                                line.socket.getInputStream().read();
                                line.socket.getOutputStream().write(hello);
                                line.hear();
                            }
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals(TlsResult.Status.OUTDATED, seen.tls().status(), seen.tls()::problem);
            assertEquals("speaks nothing newer than TLS 1.0", seen.tls().problem());
        }
    }

    @Test
    void so_is_one_that_sends_an_alert_for_it() throws Exception {
        var alert = new byte[] {0x15, 3, 1, 0, 2, 2, 70};
        try (var server =
                new ScriptedServer(
                        line -> {
                            line.say("220 mx1.example.test ESMTP");
                            line.hear();
                            line.raw("250-mx1.example.test\r\n250 STARTTLS\r\n");
                            if (line.hear().equals("STARTTLS")) {
                                line.say("220 go ahead");
                                line.socket.getInputStream().read();
                                line.socket.getOutputStream().write(alert);
                                line.hear();
                            }
                        })) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals(TlsResult.Status.OUTDATED, seen.tls().status(), seen.tls()::problem);
            assertEquals("refuses TLS 1.2 and 1.3", seen.tls().problem());
        }
    }

    @Test
    void many_recipients_share_a_connection() throws Exception {
        try (var server = new ScriptedServer(line -> line.behave("DATA", "354 go on"))) {
            AddressProbe seen =
                    bounded(
                            Probing.at(server.address())
                                    .asking(manyRecipients(300).toArray(Recipient[]::new)));
            assertEquals(1, server.heard().size());
            assertEquals(300, seen.recipients().size());
            assertTrue(seen.recipients().stream().allMatch(r -> r.verdict() == Verdict.ACCEPTED));
            assertEquals(60, seen.steps().size());
        }
    }

    @Test
    void escape_sequences_do_not_reach_the_report() throws Exception {
        try (var server =
                new ScriptedServer(
                        line -> line.behave("RCPT", "250 \u001b]0;owned\u0007 \u001b[2J ok"))) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals("]0;owned [2J ok", seen.recipients().getFirst().reply().text());
        }
    }

    @Test
    void a_host_that_closes_at_once_is_no_unreachable_one() throws Exception {
        try (var server = new ScriptedServer(_ -> {})) {
            AddressProbe seen = bounded(Probing.at(server.address()));
            assertEquals(Contact.CONNECTED, seen.contact());
            assertEquals(Stage.GREETING, seen.failure().orElseThrow().stage());
            assertEquals(Verdict.NO_ANSWER, billing(seen));
        }
    }

    @Test
    void a_control_host_is_only_greeted() throws Exception {
        try (var server = new ScriptedServer(line -> line.behave("DATA", "354 go on"))) {
            AddressProbe seen = bounded(Probing.at(server.address()).asking());
            assertEquals(Contact.CONNECTED, seen.contact());
            assertEquals(List.of("EHLO probe.example.test", "QUIT"), server.heard().getFirst());
        }
    }

    private static List<Recipient> manyRecipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Recipient.declared(DOMAIN, "r" + i + "@example.test"))
                .toList();
    }
}
