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

    @Test
    void a_list_that_does_not_exist_any_more_lists_nobody_and_clears_nobody() {
        Scene gone =
                Scene.well()
                        .senders("backup", "192.0.2.33", "192.0.2.34")
                        .blocklistGone("dnsbl.test");
        Finding finding = only(gone);
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertEquals("dnsbl.test", finding.where().subject());
        assertTrue(
                finding.message()
                        .endsWith(
                                "it does not list its test entry 127.0.0.2, so perhaps it does not"
                                        + " exist any more"),
                finding.message());
    }

    @Test
    void a_listing_by_a_list_without_test_entry_is_no_listing() {
        Scene gone = Scene.well().senders("backup", "192.0.2.33").blocklistGone("dnsbl.test");
        assertEquals(
                Severity.UNKNOWN,
                only(gone.world("33.2.0.192.dnsbl.test. 60 IN A 127.0.0.4\n")).severity());
    }

    @Test
    void a_list_of_the_whole_world_lists_nobody() {
        Scene world =
                answering("33.2.0.192", "127.0.0.2")
                        .world("1.0.0.127.dnsbl.test. 60 IN A 127.0.0.2\n");
        Finding finding = only(world);
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertTrue(finding.message().contains("it lists 127.0.0.1, as no list may"));
    }

    @Test
    void whether_the_test_entry_of_a_silent_list_is_there_is_not_known() {
        Finding finding = only(fine().silent("2.0.0.127.dnsbl.test."));
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertTrue(finding.message().contains("its test entry 127.0.0.2: "), finding.message());
    }

    @Test
    void ipv6_addresses_are_believed_by_the_test_entry_of_ipv6() {
        Scene six = Scene.well().senders("backup", "192.0.2.33", "2001:db8::33");
        assertEquals(List.of(), rule().judge(six.blocklists("dnsbl.test").situation()));
        Scene four =
                Scene.well()
                        .senders("backup", "2001:db8::33", "192.0.2.33")
                        .blocklistGone("dnsbl.test")
                        .world("2.0.0.127.dnsbl.test. 60 IN A 127.0.0.2\n");
        Finding finding = only(four);
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertTrue(finding.message().endsWith("so perhaps it knows no IPv6 addresses"));
        Scene listed =
                Scene.well()
                        .senders("backup", "2001:db8::33")
                        .blocklists("dnsbl.test")
                        .world(
                                "3.3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2"
                                        + ".dnsbl.test. 60 IN A 127.0.0.3\n");
        assertEquals(Severity.WARN, only(listed).severity());
    }

    @Test
    void that_a_list_is_gone_is_told_before_that_it_knows_no_ipv6() {
        Scene gone =
                Scene.well()
                        .senders("backup", "2001:db8::33", "192.0.2.33")
                        .blocklistGone("dnsbl.test");
        assertTrue(only(gone).message().endsWith("perhaps it does not exist any more"));
    }
}
