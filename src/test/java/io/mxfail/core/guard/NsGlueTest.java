package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.Set;

final class NsGlueTest implements RuleCase {
    private static final Set<String> GIVEN = Set.of("192.0.2.1", "2001:db8:0:0:0:0:0:1");

    @Override
    public Rule rule() {
        return new NsGlue();
    }

    @Override
    public Scene fine() {
        return Scene.well().glue("ns1.example.test.", GIVEN, GIVEN);
    }

    @Override
    public Scene wrong() {
        return Scene.well().glue("ns1.example.test.", GIVEN, Set.of("192.0.2.1"));
    }

    @Test
    void it_warns_who_is_said_to_be_where() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .endsWith(
                                "ns1.example.test is at 192.0.2.1, 2001:db8:0:0:0:0:0:1, its own"
                                        + " records say 192.0.2.1"),
                finding().message());
    }

    @Test
    void a_name_without_address_records_is_told() {
        Finding finding = only(Scene.well().glue("ns1.example.test.", GIVEN, Set.of()));
        assertTrue(finding.message().endsWith("and it has no address record"), finding.message());
    }
}
