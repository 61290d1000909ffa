package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

final class WildcardTest implements RuleCase {
    private static final String MX = "*.example.test. 60 IN MX 10 mx1.example.test.\n";
    private static final String RELAY = "relay A 192.0.2.20";

    @Override
    public Rule rule() {
        return new Wildcard();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().world(MX);
    }

    @Test
    void mail_below_the_domain_stays_where_the_wildcard_sends_it() {
        assertTrue(
                finding()
                        .message()
                        .contains("goes to mx1.example.test by the wildcard *.example.test"),
                finding().message());
    }

    @Test
    void a_wildcard_of_the_profile_moves_with_it() {
        Scene scene =
                Scene.well()
                        .world(MX)
                        .records("primary", "* MX 10 mx1.example.test.")
                        .records("backup", "* MX 10 mx.backup.test.");
        assertEquals(
                List.of(),
                rule().judge(scene.situation()).stream()
                        .filter(f -> f.where().subject().startsWith("*"))
                        .toList());
    }

    @Test
    void a_first_record_puts_the_wildcard_out_at_its_name() {
        // what the wildcard makes of the name, as a server answers it
        Scene scene =
                Scene.well()
                        .world("*.example.test. 60 IN TXT \"hello\"\n")
                        .world("relay.example.test. 60 IN TXT \"hello\"\n")
                        .records("backup", RELAY);
        assertTrue(
                only(scene).message().endsWith("the name has no TXT any more"),
                () -> only(scene).message());
    }

    @Test
    void a_name_with_a_record_of_its_own_loses_nothing() {
        Scene scene =
                Scene.well()
                        .world("*.example.test. 60 IN TXT \"hello\"\n")
                        .world("relay.example.test. 60 IN TXT \"own\"\n")
                        .records("backup", RELAY);
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
