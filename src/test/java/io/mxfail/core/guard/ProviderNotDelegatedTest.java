package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class ProviderNotDelegatedTest implements RuleCase {
    private static final String SAME =
            "example.test. 60 IN MX 10 mx1.example.test.\n"
                    + "example.test. 60 IN TXT \"v=spf1 ip4:192.0.2.0/28 ~all\"\n";
    private static final String MX = "10 mx1.example.test.";

    @Override
    public Rule rule() {
        return new ProviderNotDelegated();
    }

    private static Scene asked() {
        return Scene.well()
                .servers(
                        Scene.naming(
                                Scene.server("192.0.2.1", 7, MX),
                                "ns1.example.test.",
                                "ns2.example.test."));
    }

    /// The name servers of both are named.
    @Override
    public Scene fine() {
        return asked().alsoAt("second", SAME + "example.test. 60 IN NS ns2.example.test.");
    }

    @Override
    public Scene wrong() {
        return asked().alsoAt("second", SAME + "example.test. 60 IN NS ns.elsewhere.test.");
    }

    @Test
    void it_names_the_provider_and_both_sets_of_servers() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertEquals("example.test. NS", finding.where().subject());
        assertTrue(
                finding.message()
                        .startsWith(
                                "nobody is sent to second: it names ns.elsewhere.test, and"
                                        + " example.test. is served by ns1.example.test,"
                                        + " ns2.example.test"),
                finding.message());
    }

    @Test
    void what_the_parent_names_counts() {
        assertEquals(List.of(), rule().judge(wrong().delegated("ns.elsewhere.test.").situation()));
    }

    @Test
    void a_provider_that_shows_no_name_servers_is_passed_over() {
        assertEquals(List.of(), rule().judge(asked().alsoAt("second", SAME).situation()));
    }
}
