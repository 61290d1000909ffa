package io.mxfail.core.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

final class VerdictTest {
    private static final String ADDRESS = "ptr@relay.example.test";

    private static Verdict atRcpt(String reply) {
        return Verdict.of(Stage.RCPT, reply(reply), ADDRESS);
    }

    private static Reply reply(String line) {
        return Reply.of(Integer.parseInt(line.substring(0, 3)), List.of(line.substring(4)));
    }

    private static void all(Verdict expected, String... replies) {
        for (String reply : replies) {
            assertEquals(expected, atRcpt(reply), reply);
        }
    }

    @Test
    void any_2xx_at_rcpt_is_acceptance() {
        all(Verdict.ACCEPTED, "250 2.1.5 Ok", "251 will forward", "252 2.0.0 will try");
    }

    @Test
    void servers_that_do_not_serve_the_domain() {
        all(
                Verdict.REFUSED_RELAY,
                "554 5.7.1 <ptr@relay.example.test>: Relay access denied",
                "550 relay not permitted",
                "550 5.7.1 Unable to relay",
                "550 5.7.1 <ptr@relay.example.test>... Relaying denied. IP name lookup failed",
                "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
                "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
                "550 5.7.64 TenantAttribution; Relay Access Denied",
                "550 5.1.2 no such domain here",
                "550 5.7.1 not authorised");
    }

    @Test
    void servers_that_do_not_know_the_user() {
        all(
                Verdict.REFUSED_UNKNOWN_USER,
                "550 5.1.1 <ptr@relay.example.test>: Recipient address rejected: User unknown",
                "550 No such user here",
                "550 Unrouteable address",
                "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)",
                "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address",
                "550 5.2.1 The email account that you tried to reach is disabled",
                "550 5.1.1 The email account that you tried to reach does not exist",
                "550 mailbox unavailable");
    }

    @Test
    void servers_that_refuse_this_machine() {
        all(
                Verdict.REFUSED_PROBE,
                "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using"
                        + " zen.spamhaus.org",
                "550 5.7.25 Client host rejected: cannot find your hostname",
                "550 5.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]",
                "550-5.7.1 The IP address sending this message does not have a PTR record",
                "550 5.7.1 [192.0.2.1] has a poor reputation",
                "554 5.7.1 <probe>: Helo command rejected: need fully-qualified hostname",
                "550 5.7.606 Access denied, banned sending IP [192.0.2.1]",
                "553 5.1.8 Sender address rejected: Domain not found",
                "550 5.7.23 SPF validation failed",
                "450 4.7.1 Client host rejected: cannot find your reverse hostname");
    }

    @Test
    void words_of_the_recipient_itself_do_not_count() {
        assertEquals(
                Verdict.REFUSED_UNKNOWN_USER,
                atRcpt("550 <ptr@relay.example.test>: no such mailbox"));
        assertEquals(Verdict.REFUSED, atRcpt("550 ptr@relay.example.test: go away"));
    }

    @Test
    void transient_refusals() {
        all(
                Verdict.TEMPFAIL,
                "451 4.3.0 Temporary lookup failure",
                "452 4.5.3 too many recipients",
                "421 4.3.2 shutting down");
        all(
                Verdict.GREYLISTED,
                "450 4.2.0 <ptr@relay.example.test>: Recipient address rejected: Greylisted",
                "451 4.7.1 Greylisting in action, please come back in 00:05:00",
                "451 you are graylisted");
    }

    @Test
    void a_refusal_before_rcpt_is_not_about_the_recipient() {
        assertEquals(
                Verdict.REFUSED,
                Verdict.of(Stage.MAIL, reply("530 5.7.0 Authentication required"), ADDRESS));
        assertEquals(
                Verdict.REFUSED, Verdict.of(Stage.GREETING, reply("554 no relay here"), ADDRESS));
        assertEquals(
                Verdict.REFUSED_PROBE,
                Verdict.of(Stage.GREETING, reply("554 5.7.1 your IP is blacklisted"), ADDRESS));
        assertEquals(
                Verdict.REFUSED_PROBE,
                Verdict.of(Stage.GREETING, reply("554 5.7.1 your IP is blacklisted"), ""),
                "where no recipient was asked about");
    }

    @Test
    void only_a_refusal_that_blames_the_null_sender_is_worth_another_sender() {
        assertTrue(blames(Stage.MAIL, "550 5.7.1 <> not accepted"));
        assertTrue(blames(Stage.RCPT, "550 null sender not allowed for this recipient"));
        assertFalse(blames(Stage.MAIL, "530 5.7.0 Authentication required"));
        assertFalse(blames(Stage.MAIL, "554 5.7.1 Client host blocked using bl.example.test"));
        assertFalse(blames(Stage.MAIL, "451 4.3.0 try later"));
        assertFalse(blames(Stage.RCPT, "550 5.1.1 user unknown"));
    }

    private static boolean blames(Stage stage, String reply) {
        return Verdict.blamesNullSender(stage, reply(reply), ADDRESS);
    }
}
