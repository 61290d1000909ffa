package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SenderPtrTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SenderPtr();
    }

    @Override
    public Scene fine() {
        return Scene.well().senders("backup", "192.0.2.33");
    }

    @Override
    public Scene wrong() {
        return Scene.well().senders("backup", "192.0.2.40");
    }

    @Test
    void an_address_without_name_is_told_once_for_all_domains() {
        Finding finding = only(wrong().domain("example.net."));
        assertEquals(Severity.WARN, finding.severity());
        assertEquals("192.0.2.40", finding.where().subject());
    }

    @Test
    void a_name_that_leads_elsewhere_is_shown() {
        Finding finding =
                only(
                        fine().senders("backup", "192.0.2.34")
                                .world("34.2.0.192.in-addr.arpa. 60 IN PTR out.backup.test.\n"));
        assertTrue(finding.message().contains("its name out.backup.test does not lead back"));
    }

    @Test
    void ipv6_has_a_name_of_its_own() {
        Scene six = Scene.well().senders("backup", "2001:db8::40");
        String reverse =
                "0.4.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.";
        assertEquals(1, rule().judge(six.situation()).size());
        six.world(
                reverse
                        + " 60 IN PTR six.backup.test.\nsix.backup.test. 60 IN AAAA"
                        + " 2001:db8::40\n");
        assertEquals(List.of(), rule().judge(six.situation()));
    }

    @Test
    void no_answer_is_not_known() {
        assertEquals(Severity.UNKNOWN, only(fine().silent("33.2.0.192.in-addr.arpa.")).severity());
        assertEquals(Severity.UNKNOWN, only(fine().silent("out.backup.test.")).severity());
    }

    @Test
    void senders_of_the_site_being_left_are_not_judged() {
        assertEquals(List.of(), rule().judge(wrong().to("primary").situation()));
    }
}
