package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

final class NsDelegationTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NsDelegation();
    }

    @Override
    public Scene fine() {
        return zone().delegated("ns1.example.test.", "ns2.example.test.");
    }

    @Override
    public Scene wrong() {
        return zone().delegated("ns1.example.test.", "old.example.test.");
    }

    private static Scene zone() {
        return Scene.well()
                .servers(
                        Scene.naming(
                                Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                                "ns1.example.test.",
                                "NS2.example.test."));
    }

    @Test
    void it_says_who_names_which() {
        assertTrue(
                finding()
                        .message()
                        .endsWith(
                                "only the parent names old.example.test; only the zone names"
                                        + " ns2.example.test"),
                finding().message());
    }

    @Test
    void nothing_is_known_without_either() {
        assertEquals(List.of(), rule().judge(zone().situation()));
        assertEquals(
                List.of(), rule().judge(Scene.well().delegated("ns1.example.test.").situation()));
    }
}
