package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;

@NeedsServer({Server.KNOT, Server.BIND})
class KnotTest {
    private static final Key KEY = Key.random("whole-key");
    private static final Key LIMITED = Key.random("limited-key", "hmac-sha512");

    private static Knot primary() {
        return Knot.primary(
                Zone.sample(
                        "example.test",
                        Grant.wholeZone(KEY),
                        Grant.only(LIMITED, "example.test.", "MX", "TXT")));
    }

    @Test
    void a_primary_takes_an_update_of_its_key() {
        try (Knot knot = primary()) {
            Nsupdate.signed(knot.address(), KEY)
                    .send("example.test", "update add new.example.test. 60 A 192.0.2.9");
            assertEquals(
                    List.of("192.0.2.9"), Ask.data(knot.address(), "new.example.test.", Type.A));
        }
    }

    @Test
    void a_limited_key_may_change_its_name_and_types_only_and_hears_badkey() {
        try (Knot knot = primary()) {
            var limited = Nsupdate.signed(knot.address(), LIMITED);
            limited.send("example.test", "update add example.test. 30 MX 20 mx2.example.test.");
            assertTrue(
                    limited.refused("example.test", "update add example.test. 30 A 192.0.2.9")
                            .contains("BADKEY"));
            assertTrue(
                    limited.refused("example.test", "update add www.example.test. 30 TXT \"x\"")
                            .contains("BADKEY"));
        }
    }

    @Test
    void an_unsigned_update_is_refused() {
        try (Knot knot = primary()) {
            assertTrue(
                    Nsupdate.unsigned(knot.address())
                            .refused("example.test", "update add a.example.test. 30 A 192.0.2.9")
                            .contains("NOTAUTH"));
        }
    }

    @Test
    void an_update_survives_a_crash() {
        try (Knot knot = primary()) {
            Nsupdate.signed(knot.address(), KEY)
                    .send("example.test", "update add a.example.test. 30 A 192.0.2.9");
            knot.crash();
            knot.restart();
            assertEquals(List.of("192.0.2.9"), Ask.data(knot.address(), "a.example.test.", Type.A));
        }
    }

    @Test
    void a_secondary_follows_and_falls_behind_on_demand() {
        try (Knot first = primary();
                Knot second = Knot.secondaryOf(first)) {
            followsAndFallsBehind(first, second);
        }
    }

    @Test
    void a_bind_secondary_follows_a_knot_primary() {
        try (Knot first = primary();
                Bind second = Bind.secondaryOf(first)) {
            followsAndFallsBehind(first, second);
        }
    }

    @Test
    void a_knot_secondary_follows_a_bind_primary() {
        try (Bind first = Bind.primary(Zone.sample("example.test", Grant.wholeZone(KEY)));
                Knot second = Knot.secondaryOf(first)) {
            followsAndFallsBehind(first, second);
        }
    }

    private static void followsAndFallsBehind(NameServer first, NameServer second) {
        var nsupdate = Nsupdate.signed(first.address(), KEY);
        nsupdate.send("example.test", "update add a.example.test. 30 A 192.0.2.9");
        second.awaitPrimary();
        assertEquals(List.of("192.0.2.9"), Ask.data(second.address(), "a.example.test.", Type.A));

        second.fallBehind();
        nsupdate.send("example.test", "update add a.example.test. 30 A 192.0.2.10");
        assertNotEquals(
                Ask.serial(first.address(), "example.test"),
                Ask.serial(second.address(), "example.test"));

        second.catchUp();
        assertEquals(
                List.of("192.0.2.10", "192.0.2.9"),
                Ask.data(second.address(), "a.example.test.", Type.A));
    }
}
