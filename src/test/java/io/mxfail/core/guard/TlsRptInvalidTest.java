package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class TlsRptInvalidTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TlsRptInvalid();
    }

    @Override
    public Scene fine() {
        return published("v=TLSRPTv1; rua=mailto:tls@reports.test");
    }

    @Override
    public Scene wrong() {
        return published("v=TLSRPTv1; rua=tls@reports.test");
    }

    private static Scene published(String record) {
        return Scene.well().world("_smtp._tls.example.test. 60 IN TXT \"" + record + "\"\n");
    }

    @Test
    void it_never_blocks() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals("_smtp._tls.example.test", finding().where().subject());
    }

    @Test
    void two_records_are_as_good_as_none() {
        Scene scene =
                fine().world(
                                "_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1;"
                                        + " rua=https://r.test/\"\n");
        assertTrue(only(scene).message().startsWith("2 records"));
    }

    @Test
    void a_domain_without_reports_is_no_fault() {
        assertEquals(List.of(), rule().judge(Scene.well().situation()));
    }
}
