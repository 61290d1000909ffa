package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class DaneMissingTest implements RuleCase {
    private static final String PRIMARY =
            Chains.line("mx1.example.test", Chains.own(Chains.FORMER));

    @Override
    public Rule rule() {
        return new DaneMissing();
    }

    @Override
    public Scene fine() {
        return Chains.scene(Chains.own(Chains.LIVE)).world(PRIMARY);
    }

    @Override
    public Scene wrong() {
        return Scene.well().world(PRIMARY);
    }

    @Test
    void it_warns_of_the_downgrade_at_the_target() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals(Optional.of("backup"), finding().where().site());
        assertTrue(finding().message().startsWith("mx.backup.test of backup has no TLSA records"));
    }

    @Test
    void going_back_to_the_site_that_has_them_is_no_downgrade() {
        assertEquals(List.of(), rule().judge(wrong().to("primary").situation()));
        assertEquals(Optional.of("backup"), only(wrong().check()).where().site());
    }

    @Test
    void several_domains_with_the_same_hosts_are_told_once() {
        Finding finding = only(wrong().domain("other.test."));
        assertTrue(finding.message().contains("(for 2 domains)"), finding.message());
    }

    @Test
    void nobody_misses_what_no_site_has_or_what_nobody_told() {
        assertEquals(List.of(), rule().judge(Scene.well().situation()));
        assertEquals(
                List.of(), rule().judge(wrong().silent("_25._tcp.mx.backup.test.").situation()));
    }

    @Test
    void a_host_without_address_misses_no_certificate() {
        Scene gone = wrong().onlyWorld("mx1.example.test. 60 IN A 192.0.2.10\n" + PRIMARY);
        assertEquals(List.of(), rule().judge(gone.situation()));
    }
}
