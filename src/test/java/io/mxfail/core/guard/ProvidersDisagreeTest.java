package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class ProvidersDisagreeTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ProvidersDisagree();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .alsoAt(
                        "second",
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                + "example.test. 60 IN TXT \"v=spf1 ip4:192.0.2.0/28 ~all\"");
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .alsoAt(
                        "second",
                        "example.test. 60 IN MX 10 mx.backup.test.\n"
                                + "example.test. 60 IN TXT \"v=spf1 ip4:192.0.2.0/28 ~all\"");
    }

    @Test
    void it_names_what_each_holds_and_ttls_do_not_count() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals("example.test. MX", finding().where().subject());
        assertTrue(finding().message().contains("second holds 10 mx.backup.test."));
    }
}
