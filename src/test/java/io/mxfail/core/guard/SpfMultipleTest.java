package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class SpfMultipleTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SpfMultiple();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                + "example.test. 60 IN TXT \"v=spf1 -all\"\n"
                                + "example.test. 60 IN TXT \"v=spf1 mx -all\"");
    }

    @Test
    void it_is_critical_only_where_the_profile_names_spf() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals(Severity.WARN, only(wrong().spf("primary").spf("backup")).severity());
    }
}
