package io.mxfail.lab.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Dig;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Nsupdate;
import io.mxfail.real.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The embedded servers before BIND's own clients, which know nothing of dnsjava.
@NeedsServer(Server.BIND)
class LabAnswersNsupdateTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final ZoneVersion ZONE =
            ZoneVersion.parse(
                    "example.test.",
                    """
                    ns1 A 192.0.2.53
                    mx1 A 192.0.2.1
                    mx2 A 192.0.2.2
                    @ 60 MX 10 mx1
                    @ 60 TXT "v=spf1 -all"
                    @ 60 TXT "site=1"
                    """);

    private static UpdateKey known(Key key) {
        return UpdateKey.of(key.name() + ".", key.algorithm(), key.secret());
    }

    private static AuthoritativeServer start(Key key) throws IOException {
        return AuthoritativeServer.start(List.of(ZONE), List.of(known(key)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hmac-md5",
                "hmac-sha1",
                "hmac-sha224",
                "hmac-sha256",
                "hmac-sha384",
                "hmac-sha512"
            })
    void nsupdate_believes_the_signature_of_each_algorithm(String algorithm) throws IOException {
        Key key = Key.random("k", algorithm);
        try (var dns = start(key)) {
            Nsupdate.signed(dns.address(0), key)
                    .send("example.test", "update add new.example.test. 60 A 192.0.2.9");
            assertEquals(
                    List.of("192.0.2.9"), Dig.shortly(dns.address(0), "new.example.test", "A"));
        }
    }

    @Test
    void a_switch_with_prerequisites_goes_through_once() throws IOException {
        try (var dns = start(KEY)) {
            String[] lines = {
                "prereq yxrrset example.test. MX 10 MX1.example.test.",
                "prereq nxrrset new.example.test. A",
                "update delete example.test. MX",
                "update add example.test. 60 MX 10 mx2.example.test.",
                "update delete example.test. TXT \"v=spf1 -all\"",
                "update add example.test. 60 TXT \"v=spf1 include:other.test -all\""
            };
            var nsupdate = Nsupdate.signed(dns.address(0), KEY);
            nsupdate.send("example.test", lines);
            assertEquals(2, dns.zone("example.test.").serial());
            assertEquals(
                    List.of("10 mx2.example.test."),
                    Dig.shortly(dns.address(0), "example.test", "MX"));
            assertEquals(
                    List.of("\"site=1\"", "\"v=spf1 include:other.test -all\""),
                    Dig.shortly(dns.address(0), "example.test", "TXT"));
            String refusal = nsupdate.refused("example.test", lines);
            assertTrue(refusal.contains("NXRRSET"), refusal);
            assertEquals(2, dns.zone("example.test.").serial());
        }
    }

    @Test
    void nsupdate_names_the_reason_of_each_refusal() throws IOException {
        Key limited = Key.random("limited");
        try (var dns =
                AuthoritativeServer.start(
                        List.of(ZONE),
                        List.of(
                                known(KEY),
                                known(limited)
                                        .limitedTo(UpdateKey.Grant.at("example.test.", "MX"))))) {
            String line = "update add new.example.test. 60 A 192.0.2.9";
            var at = dns.address(0);
            String unsigned = Nsupdate.unsigned(at).refused("example.test", line);
            assertTrue(unsigned.contains("REFUSED"), unsigned);
            String stranger = Nsupdate.signed(at, Key.random("who")).refused("example.test", line);
            assertTrue(stranger.contains("BADKEY"), stranger);
            String forged = Nsupdate.signed(at, KEY.forged()).refused("example.test", line);
            assertTrue(forged.contains("BADSIG"), forged);
            String barred = Nsupdate.signed(at, limited).refused("example.test", line);
            assertTrue(barred.contains("REFUSED"), barred);
            String outside =
                    Nsupdate.signed(at, KEY)
                            .refused("example.test", "update add other.test. 60 A 192.0.2.9");
            assertTrue(outside.contains("NOTZONE"), outside);
            dns.faults(0).inject(new Fault.ClockSkew(Duration.ofMinutes(-10)));
            String late = Nsupdate.signed(at, KEY).refused("example.test", line);
            assertTrue(late.contains("BADTIME"), late);
            assertEquals(1, dns.zone("example.test.").serial());
        }
    }

    @Test
    void dig_transfers_the_zone_and_believes_its_signature() throws IOException {
        try (var dns = start(KEY)) {
            dns.requireSignedTransfers();
            String key = "%s:%s:%s".formatted(KEY.algorithm(), KEY.name(), KEY.secret());
            String transfer = Dig.at(dns.address(0), "example.test", "AXFR", "-y", key);
            assertTrue(transfer.contains("XFR size: 9 records"), transfer);
            String barred = Dig.at(dns.address(0), "example.test", "AXFR");
            assertTrue(barred.contains("Transfer failed"), barred);
        }
    }

    @Test
    void dig_sees_the_resolver_count_down() throws IOException {
        var clock = FastClock.standing();
        try (var dns = start(KEY);
                var resolver =
                        CachingResolver.start(Map.of("example.test.", dns.addresses()), clock)) {
            Dig.shortly(resolver.address(), "example.test", "MX");
            clock.advance(Duration.ofSeconds(18));
            String answer = Dig.at(resolver.address(), "example.test", "MX", "+noall", "+answer");
            assertTrue(answer.matches("(?s).*example\\.test\\.\\s+42\\s+IN\\s+MX.*"), answer);
            assertEquals(60, dns.zone("example.test.").set("@", Type.MX).getFirst().getTTL());
        }
    }
}
