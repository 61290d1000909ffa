package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

@NeedsServer(Server.BIND)
class BindTest {
    private static final Key KEY = Key.random("whole-key");
    private static final Key LIMITED = Key.random("limited-key");

    private static Bind primary() {
        return Bind.primary(
                Zone.sample(
                        "example.test",
                        Grant.wholeZone(KEY),
                        Grant.only(LIMITED, "example.test.", "MX", "TXT")));
    }

    @Test
    void a_primary_answers_what_its_zone_text_says() {
        try (Bind bind = primary()) {
            assertEquals(
                    List.of("10 mx1.example.test."),
                    Ask.data(bind.address(), "example.test.", Type.MX));
            assertEquals(
                    List.of("10 mx1.example.test."),
                    Dig.shortly(bind.address(), "example.test", "MX"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512"})
    void a_key_of_each_algorithm_may_update(String algorithm) {
        Key key = Key.random("k", algorithm);
        try (Bind bind = Bind.primary(Zone.sample("example.test", Grant.wholeZone(key)))) {
            Nsupdate.signed(bind.address(), key)
                    .send("example.test", "update add new.example.test. 60 A 192.0.2.9");
            assertEquals(
                    List.of("192.0.2.9"), Ask.data(bind.address(), "new.example.test.", Type.A));
        }
    }

    @Test
    void a_limited_key_may_change_its_name_and_types_only() {
        try (Bind bind = primary()) {
            var limited = Nsupdate.signed(bind.address(), LIMITED);
            limited.send("example.test", "update add example.test. 30 MX 20 mx2.example.test.");
            assertTrue(
                    limited.refused("example.test", "update add example.test. 30 A 192.0.2.9")
                            .contains("REFUSED"));
            assertTrue(
                    limited.refused("example.test", "update add www.example.test. 30 TXT \"x\"")
                            .contains("REFUSED"));
        }
    }

    @Test
    void a_wrong_secret_is_told_from_no_key_at_all() {
        try (Bind bind = primary()) {
            String line = "update add www.example.test. 30 A 192.0.2.9";
            assertTrue(
                    Nsupdate.signed(bind.address(), KEY.forged())
                            .refused("example.test", line)
                            .contains("BADSIG"));
            assertTrue(
                    Nsupdate.unsigned(bind.address())
                            .refused("example.test", line)
                            .contains("REFUSED"));
        }
    }

    @Test
    void a_secondary_follows_and_falls_behind_on_demand() {
        try (Bind first = primary();
                Bind second = Bind.secondaryOf(first)) {
            var nsupdate = Nsupdate.signed(first.address(), KEY);
            nsupdate.send("example.test", "update add a.example.test. 30 A 192.0.2.9");
            second.awaitPrimary();
            assertEquals(
                    List.of("192.0.2.9"), Ask.data(second.address(), "a.example.test.", Type.A));

            second.fallBehind();
            nsupdate.send("example.test", "update add a.example.test. 30 A 192.0.2.10");
            assertEquals(
                    Ask.serial(first.address(), "example.test") - 1,
                    Ask.serial(second.address(), "example.test"));

            second.catchUp();
            assertEquals(
                    List.of("192.0.2.10", "192.0.2.9"),
                    Ask.data(second.address(), "a.example.test.", Type.A));
        }
    }

    @Test
    void an_update_survives_a_crash() {
        try (Bind bind = primary()) {
            Nsupdate.signed(bind.address(), KEY)
                    .send("example.test", "update add a.example.test. 30 A 192.0.2.9");
            bind.crash();
            assertThrows(
                    UncheckedIOException.class,
                    () -> Ask.message(bind.address(), "example.test.", Type.SOA));
            bind.restart();
            assertEquals(List.of("192.0.2.9"), Ask.data(bind.address(), "a.example.test.", Type.A));
        }
    }

    @Test
    void a_frozen_server_is_silent_until_it_thaws() {
        try (Bind bind = primary()) {
            bind.freeze();
            // a stop takes effect a moment after it is sent
            Await.until(
                    "it is silent",
                    Duration.ofSeconds(30),
                    () -> !Ask.serves(bind.address(), "example.test"));
            bind.thaw();
            Await.until(
                    "it answers again",
                    Duration.ofSeconds(30),
                    () -> Ask.serves(bind.address(), "example.test"));
        }
    }

    @Test
    void a_zone_with_an_error_fails_with_the_servers_own_words() {
        var failure =
                assertThrows(
                        AssertionError.class, () -> Bind.primary(List.of(), "no-such-option yes;"));
        assertTrue(failure.getMessage().contains("unknown option"), failure::getMessage);
    }
}
