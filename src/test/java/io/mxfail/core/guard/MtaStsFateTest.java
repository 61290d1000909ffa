package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.mail.MtaStsFetched;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MtaStsFateTest implements RuleCase {
    @Override
    public Rule rule() {
        return new MtaStsFate();
    }

    @Override
    public Scene fine() {
        return served("192.0.2.200");
    }

    @Override
    public Scene wrong() {
        return served("192.0.2.10");
    }

    private static Scene served(String address) {
        return Scene.well()
                .mtaSts(
                        new MtaStsFetched.Served(
                                "version: STSv1\nmode: enforce\nmx: mx1.example.test\n"
                                        + "mx: mx.backup.test\n"
                                        + "max_age: 604800\n"))
                .world("mta-sts.example.test. 60 IN A " + address + "\n");
    }

    @Test
    void it_names_the_address_and_the_site() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertEquals(java.util.Optional.of("primary"), finding.where().site());
        assertTrue(finding.message().contains("from 192.0.2.10, where mail of primary goes"));
    }

    @Test
    void a_policy_that_nobody_serves_has_no_fate() {
        Scene scene =
                Scene.well()
                        .mtaSts(new MtaStsFetched.Failed("answers 404"))
                        .world("mta-sts.example.test. 60 IN A 192.0.2.10\n");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
