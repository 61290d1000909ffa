package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class DkimKeyUnusableTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DkimKeyUnusable();
    }

    @Override
    public Scene fine() {
        return signing("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    }

    @Override
    public Scene wrong() {
        return signing("v=DKIM1; p=");
    }

    private static Scene signing(String key) {
        return Scene.well()
                .dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                .world("bk1.dkim.backup.test. 60 IN TXT \"" + key + "\"\n");
    }

    @Test
    void a_revoked_key_blocks_a_switch_to_its_site() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertEquals("bk1._domainkey.example.test", finding.where().subject());
        assertTrue(finding.message().contains("is revoked"));
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
    }

    @Test
    void an_alias_that_leads_nowhere_is_a_missing_key() {
        Scene scene = Scene.well().dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.");
        assertTrue(only(scene).message().startsWith("there is no DKIM key at bk1._domainkey"));
    }

    @Test
    void a_key_that_is_none_says_why() {
        assertTrue(only(signing("v=DKIM1; p=AAAA")).message().endsWith("is no RSA public key"));
    }

    @Test
    void two_keys_at_one_selector_are_one_too_many() {
        Scene scene = fine().world("bk1.dkim.backup.test. 60 IN TXT \"v=DKIM1; p=second\"\n");
        assertTrue(only(scene).message().startsWith("2 TXT records"));
    }

    @Test
    void silence_leaves_it_unknown() {
        assertEquals(Severity.UNKNOWN, only(fine().silent("bk1.dkim.backup.test.")).severity());
    }

    @Test
    void in_a_breach_the_keys_of_the_site_being_left_are_gone_on_purpose() {
        Scene scene = Scene.well().dkim("primary", "p1._domainkey CNAME p1.dkim.primary.test.");
        assertEquals(1, rule().judge(scene.situation()).size());
        assertEquals(List.of(), rule().judge(scene.mode(Mode.BREACH).situation()));
    }
}
