package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.HostPattern;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

final class DmarcUnprovenTest implements RuleCase {
    private static final EspKnowledge SERVICE =
            new EspKnowledge(
                    "Some Service",
                    List.of(
                            new EspKnowledge.Wanted(
                                    EspKnowledge.Purpose.SPF,
                                    EspKnowledge.Kind.SPF,
                                    new HostPattern("_spf.backup.test"),
                                    new EspKnowledge.Care(
                                            false, true, Optional.<Duration>empty(), ""),
                                    fact("it sends", "https://service.test/spf"))),
                    List.of(),
                    Optional.of(
                            new EspKnowledge.Envelope(
                                    "bounces.service.test",
                                    fact("its own", "https://service.test/envelopes"))),
                    List.of());

    private static EspKnowledge.Fact fact(String says, String source) {
        return new EspKnowledge.Fact(says, source, LocalDate.of(2026, 11, 24));
    }

    @Override
    public Rule rule() {
        return new DmarcUnproven();
    }

    @Override
    public Scene fine() {
        return wrong().envelope("backup", "${domain}");
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .submission("backup", "smtp.example.test")
                .world("_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=reject\"\n");
    }

    @Test
    void it_warns_and_does_not_block() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals(List.of(), Blocking.of(List.of(finding()), "backup", List.of()));
        assertTrue(finding().fix().contains("`submission.envelope` of site backup"));
    }

    @Test
    void a_service_that_is_known_gives_a_hint_with_its_source() {
        assertTrue(
                only(wrong().esps(SERVICE))
                        .message()
                        .endsWith(
                                "; Some Service puts bounces.service.test there unless told"
                                        + " otherwise (https://service.test/envelopes)"));
    }

    @Test
    void hosts_of_the_sites_own_keep_the_senders_domain() {
        Scene own = wrong().senders("backup", "192.0.2.33");
        assertEquals(List.of(), rule().judge(own.situation()));
        assertEquals(1, rule().judge(own.esps(SERVICE).situation()).size());
    }

    @Test
    void a_key_of_the_domain_is_proof() {
        Scene signed =
                wrong().dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                        .world(
                                "bk1.dkim.backup.test. 60 IN TXT \"v=DKIM1; k=ed25519;"
                                        + " p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n");
        assertEquals(List.of(), rule().judge(signed.situation()));
    }

    @Test
    void where_nothing_is_asked_or_sent_there_is_nothing_to_prove() {
        Scene asking =
                Scene.well()
                        .submission("backup", "smtp.example.test")
                        .world("_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=none\"\n");
        assertEquals(List.of(), rule().judge(asking.situation()));
        Scene silent =
                Scene.well().world("_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=reject\"\n");
        assertEquals(List.of(), rule().judge(silent.situation()));
    }
}
