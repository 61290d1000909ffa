package io.mxfail.core.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.real.Knot;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Proofs of servers that sign each answer when it is asked: sets that reach no further than the
/// name in question, and "no such type" where others say "no such name".
class DenialsSignedAsAskedTest {
    private static final Zone ZONE = Zone.of("acme.test", DenialsAtBindTest.TEXT);

    @ParameterizedTest
    @ValueSource(strings = {"", "1 0 0 -", "1 0 5 beef", "1 0 0 - narrow"})
    @NeedsServer(Server.POWERDNS)
    void proofs_of_powerdns_hold(String way) throws Exception {
        try (PowerDns server = PowerDns.primary(ZONE)) {
            server.util("secure-zone", "acme.test");
            if (!way.isEmpty()) {
                boolean narrow = way.endsWith(" narrow");
                String parameters = way.replace(" narrow", "");
                server.util(
                        narrow
                                ? new String[] {"set-nsec3", "acme.test", parameters, "narrow"}
                                : new String[] {"set-nsec3", "acme.test", parameters});
            }
            server.util("rectify-zone", "acme.test");
            hold(server.address());
        }
    }

    @Test
    @NeedsServer(Server.KNOT)
    void proofs_of_knot_hold() throws Exception {
        try (Knot server = Knot.signingAsAsked(ZONE)) {
            hold(server.address());
        }
    }

    /// A database that somebody filled without `rectify-zone` lacks the names that have nothing but
    /// names below them, and each proof is sound for itself.
    @Test
    @NeedsServer(Server.POWERDNS)
    void powerdns_that_denies_the_name_above_a_tlsa_set_is_found() throws Exception {
        try (PowerDns server = PowerDns.primary(ZONE)) {
            server.util("secure-zone", "acme.test");
            server.util("set-nsec3", "acme.test", "1 0 0 -", "narrow");
            server.util("rectify-zone", "acme.test");
            assertInstanceOf(
                    ZoneSecurity.Verdict.Sound.class, seen(server.address()).judge(Instant.now()));
            server.sql("DELETE FROM records WHERE type IS NULL;");
            var verdict =
                    assertInstanceOf(
                            ZoneSecurity.Verdict.Undenied.class,
                            seen(server.address()).judge(Instant.now()));
            assertEquals(
                    List.of(
                            "it says that there is no _tcp.other.acme.test., and yet has the TLSA"
                                    + " set of _25._tcp.other.acme.test. (at here)"),
                    verdict.faults());
        }
    }

    private static ZoneSecurity seen(InetSocketAddress server) throws Exception {
        Name zone = Name.fromConstantString("acme.test.");
        var answers = new HashMap<RecordKey, SignedAnswer>();
        for (String question :
                List.of(
                        "acme.test. DNSKEY",
                        "acme.test. SOA",
                        "_25._tcp.other.acme.test. TLSA",
                        "_tcp.other.acme.test. A")) {
            answers.put(
                    DenialsAtBindTest.key(question),
                    DenialsAtBindTest.answer(question, DenialsAtBindTest.signed(server, question)));
        }
        DNSKEYRecord key =
                DenialsAtBindTest.signed(server, "acme.test. DNSKEY")
                        .getSection(Section.ANSWER)
                        .stream()
                        .filter(DNSKEYRecord.class::isInstance)
                        .map(DNSKEYRecord.class::cast)
                        .findFirst()
                        .orElseThrow();
        var parent = new DSRecord(zone, DClass.IN, 300, DNSSEC.Digest.SHA256, key);
        return new ZoneSecurity(
                zone,
                SignedAnswer.bare(new DnsAnswer.Found(RecordSet.of(List.of(parent)), false)),
                List.of(new ZoneSecurity.Source("here", answers)),
                Map.of());
    }

    /// Each whole proof holds, and one that lacks a set only where another validator takes it, too.
    private static void hold(InetSocketAddress server) throws Exception {
        Message keys = DenialsAtBindTest.signed(server, "acme.test. DNSKEY");
        int broken = 0;
        for (String question : DenialsAtBindTest.QUESTIONS) {
            Message whole = DenialsAtBindTest.signed(server, question);
            assertTrue(
                    DenialsAtBindTest.holds(question, whole, keys), () -> question + "\n" + whole);
            if (DenialsAtBindTest.isAlias(whole)) {
                continue; // the other one looks up each alias's target for itself
            }
            assertTrue(
                    DenialsAtBindTest.validates(whole, keys),
                    () -> "another: " + question + "\n" + whole);
            for (Record out : proofs(whole)) {
                Message less = DenialsAtBindTest.without(whole, out);
                boolean proved = DenialsAtBindTest.holds(question, less, keys);
                assertEquals(
                        DenialsAtBindTest.validates(less, keys),
                        proved,
                        () -> question + " without " + out + "\n" + whole);
                broken += proved ? 0 : 1;
            }
        }
        assertTrue(broken > DenialsAtBindTest.QUESTIONS.size() / 2, () -> "too few proofs");
    }

    private static List<Record> proofs(Message message) {
        return message.getSection(Section.AUTHORITY).stream()
                .filter(r -> r.getType() == Type.NSEC || r.getType() == Type.NSEC3)
                .toList();
    }
}
