package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SenderListedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SenderListed();
    }

    @Override
    public Scene fine() {
        return Scene.well().senders("backup", "192.0.2.33").blocklists("dnsbl.test");
    }

    @Override
    public Scene wrong() {
        return answering("33.2.0.192", "127.0.0.4");
    }

    private Scene answering(String reversed, String code) {
        return fine().world(reversed + ".dnsbl.test. 60 IN A " + code + "\n");
    }

    @Test
    void a_listed_sender_is_a_warning_that_never_blocks() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().contains("192.0.2.33, from which backup sends, is listed by"));
        assertTrue(finding.message().endsWith("dnsbl.test: 127.0.0.4"));
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of()));
    }

    @Test
    void so_is_a_listed_mail_host() {
        Finding finding = only(answering("20.2.0.192", "127.0.0.2"));
        assertTrue(finding.message().startsWith("the mail host mx.backup.test (192.0.2.20)"));
    }

    @Test
    void a_list_that_refuses_the_resolver_lists_nobody() {
        Finding finding = only(answering("33.2.0.192", "127.255.255.254"));
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertEquals("dnsbl.test", finding.where().subject());
        assertTrue(finding.message().contains("refuses this resolver (127.255.255.254)"));
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of()));
    }

    @Test
    void an_answer_that_is_no_code_is_somebody_elses() {
        assertEquals(Severity.UNKNOWN, only(answering("33.2.0.192", "198.51.100.7")).severity());
    }

    @Test
    void a_silent_list_is_told_once() {
        Scene silent =
                fine().senders("backup", "192.0.2.33", "192.0.2.34")
                        .silent("33.2.0.192.dnsbl.test.")
                        .silent("34.2.0.192.dnsbl.test.");
        assertEquals(Severity.UNKNOWN, only(silent).severity());
    }
}
