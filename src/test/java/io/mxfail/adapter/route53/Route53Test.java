package io.mxfail.adapter.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.route53.FakeRoute53.Fault;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

class Route53Test {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = key("@", Type.MX);

    private FakeRoute53 service;
    private FakeZone zone;
    private DnsProvider provider;

    @BeforeEach
    void open() throws IOException {
        service = new FakeRoute53(Route53Account.users());
        zone = service.zone("Z1PUBLIC", "example.test.");
        provider = Route53Account.open(service, "known");
        put("example.test.", "MX", 300, "10 mx1.example.test.");
    }

    @AfterEach
    void close() {
        provider.close();
        service.close();
    }

    @Test
    void a_switch_takes_one_search_one_list_one_write_one_list_and_one_question() throws Exception {
        Outcome outcome = provider.write(to(set("@", Type.MX, 60, "10 mx.backup.example.")));
        String receipt = assertInstanceOf(Outcome.Applied.class, outcome).receipt();
        assertFalse(provider.inSync(receipt));
        assertEquals(
                List.of(
                        "GET /2013-04-01/hostedzonesbyname?dnsname=example.test.&maxitems=100",
                        "GET /2013-04-01/hostedzone/Z1PUBLIC/rrset?maxitems=300",
                        "POST /2013-04-01/hostedzone/Z1PUBLIC/rrset/",
                        "GET /2013-04-01/hostedzone/Z1PUBLIC/rrset?maxitems=300",
                        "GET /2013-04-01/change/" + receipt),
                service.log());
        service.synchronise();
        assertTrue(provider.inSync(receipt));
    }

    @Test
    void what_was_found_already_in_place_has_nothing_to_wait_for() throws Exception {
        assertTrue(provider.inSync(""));
        assertEquals(List.of(), service.log());
    }

    @Test
    void values_go_back_exactly_as_they_were_listed() throws Exception {
        put(
                "txt.example.test.",
                "TXT",
                300,
                "\"v=spf1 \" \"ip4:192.0.2.1 -all\"",
                "\"caf\\303\\251 \\\"q\\\"\"",
                "\"\\040plain\"");
        put("example.test.", "MX", 300, "10  MX1.Example.test", "020 mx2.example.test.");
        RecordKey txt = key("txt", Type.TXT);
        Observed read = read(txt, MX);
        assertEquals(
                List.of("10 MX1.Example.test.", "20 mx2.example.test."),
                read.set(MX).orElseThrow().data());
        var records = new ArrayList<>(read.set(txt).orElseThrow().records());
        records.removeIf(r -> r.rdataToString().contains("spf1"));
        var neighbours = new RecordSet(txt, 300, records);
        applied(
                new ZoneWrite(
                        ZONE,
                        List.of(
                                new SetWrite(txt, read.at(txt), Optional.of(neighbours)),
                                new SetWrite(MX, read.at(MX), Optional.empty())),
                        Set.of()));
        assertEquals(
                Set.of("\"caf\\303\\251 \\\"q\\\"\"", "\"\\040plain\""),
                Set.copyOf(zone.at("txt.example.test.", "TXT").orElseThrow().values()));
        assertEquals(Optional.empty(), zone.at("example.test.", "MX"));
    }

    @Test
    void names_are_listed_in_octal_and_found_all_the_same() throws Exception {
        put("*.example.test.", "A", 300, "192.0.2.9");
        put("a\\057b.example.test.", "TXT", 300, "\"slash\"");
        RecordSet read = live(key("*", Type.A)).orElseThrow();
        assertEquals(List.of("192.0.2.9"), read.data());
        assertTrue(live(key("a/b", Type.TXT)).isPresent());
        applied(to(read.withTtl(60)));
        assertEquals(60, zone.at("\\052.example.test.", "A").orElseThrow().ttl());
    }

    @Test
    void a_large_zone_is_not_read_from_end_to_end() throws Exception {
        IntStream.range(0, 2000)
                .forEach(i -> put("h" + i + ".example.test.", "A", 60, "192.0.2.1"));
        put("zz.example.test.", "TXT", 60, "\"far\"");
        put("*.mm.example.test.", "A", 60, "192.0.2.2");
        Observed read =
                read(
                        MX,
                        key("h1500", Type.A),
                        key("zz", Type.TXT),
                        key("zz", Type.A),
                        key("*.mm", Type.A),
                        key("*.nn", Type.A),
                        key("nothing", Type.A));
        assertEquals(4, read.sets().size());
        assertTrue(read.set(key("*.mm", Type.A)).isPresent());
        long lists = service.log().stream().filter(line -> line.contains("/rrset?")).count();
        assertTrue(lists <= 5, service.log()::toString);
    }

    @Test
    void a_name_whose_sets_go_over_a_page_is_read_whole() throws Exception {
        IntStream.range(0, 297).forEach(i -> put("a" + i + ".example.test.", "A", 60, "192.0.2.1"));
        put("b.example.test.", "A", 60, "192.0.2.2");
        put("b.example.test.", "AAAA", 60, "2001:db8::2");
        put("b.example.test.", "TXT", 60, "\"t\"");
        Observed read = read(key("b", Type.A), key("b", Type.AAAA), key("b", Type.TXT));
        assertEquals(3, read.sets().size());
        long lists = service.log().stream().filter(line -> line.contains("/rrset?")).count();
        assertEquals(2, lists);
    }

    @Test
    void a_moved_ttl_alone_does_not_make_a_write_stale() throws Exception {
        ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
        put("example.test.", "MX", 299, "10 mx1.example.test.");
        applied(write);
        assertEquals(
                List.of("10 mx.backup.example."),
                zone.at("example.test.", "MX").orElseThrow().values());
        assertEquals(2, service.writes());
    }

    @Test
    void routed_sets_and_aliases_are_told_and_never_written() throws Exception {
        for (String weight : List.of("a", "b")) {
            zone.put(
                    new FakeZone.Id("www.example.test.", "A", Optional.of(weight)),
                    new FakeZone.Set(60, List.of("192.0.2.1"), "<Weight>1</Weight>"));
        }
        zone.put(
                new FakeZone.Id("alias.example.test.", "A", Optional.empty()),
                new FakeZone.Set(
                        0,
                        List.of(),
                        "<AliasTarget><HostedZoneId>Z9</HostedZoneId><DNSName>lb.example.</DNSName>"
                            + "<EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget>"));
        zone.put(
                new FakeZone.Id("flow.example.test.", "A", Optional.empty()),
                new FakeZone.Set(
                        60,
                        List.of("192.0.2.1"),
                        "<TrafficPolicyInstanceId>t-1</TrafficPolicyInstanceId>"));
        Set<RecordKey> routed =
                Set.of(key("www", Type.A), key("alias", Type.A), key("flow", Type.A));
        Observed read = provider.read(ZONE, routed);
        assertEquals(routed, read.routed());
        assertEquals(0, read.sets().size());
        for (RecordKey key : routed) {
            var rejected =
                    assertInstanceOf(
                            Outcome.Rejected.class,
                            provider.write(
                                    new ZoneWrite(
                                            ZONE,
                                            List.of(
                                                    new SetWrite(
                                                            key,
                                                            Optional.empty(),
                                                            Optional.of(
                                                                    RecordSet.parse(
                                                                            key,
                                                                            60,
                                                                            List.of(
                                                                                    "192.0.2.7"))))),
                                            Set.of())));
            assertEquals(FailureKind.UNSUPPORTED, rejected.kind());
        }
    }

    @Test
    void a_private_namesake_is_passed_over_and_a_public_one_is_ambiguous() throws Exception {
        service.privateZone("Z0PRIVATE", "example.test.");
        assertEquals(ZONE, provider.zoneOf(name("www.example.test.")));
        assertTrue(live(MX).isPresent());
        service.zone("Z3DOUBLE", "example.test.");
        try (DnsProvider other = Route53Account.open(service, "known")) {
            var failure = assertThrows(ProviderException.class, () -> other.zoneOf(ZONE));
            assertEquals(FailureKind.INVALID, failure.kind());
            assertTrue(failure.getMessage().contains("Z1PUBLIC, Z3DOUBLE"), failure::getMessage);
        }
        try (DnsProvider chosen = Route53Account.open(service, "known", "zone-id", "Z1PUBLIC")) {
            assertTrue(chosen.read(ZONE, Set.of(MX)).set(MX).isPresent());
        }
    }

    @Test
    void a_private_zone_is_refused() {
        service.privateZone("Z0PRIVATE", "inside.test.");
        var byName =
                assertThrows(ProviderException.class, () -> provider.zoneOf(name("inside.test.")));
        assertEquals(FailureKind.UNSUPPORTED, byName.kind());
        try (DnsProvider chosen =
                Route53Account.open(service, "known", "zone-id", "/hostedzone/Z0PRIVATE")) {
            var byId =
                    assertThrows(
                            ProviderException.class, () -> chosen.zoneOf(name("inside.test.")));
            assertEquals(FailureKind.UNSUPPORTED, byId.kind());
        }
    }

    @Test
    void a_zone_id_of_another_zone_is_no_zone_for_the_name() {
        service.zone("Z4OTHER", "other.test.");
        try (DnsProvider other = Route53Account.open(service, "known", "zone-id", "Z4OTHER")) {
            var failure = assertThrows(ProviderException.class, () -> other.read(ZONE, Set.of(MX)));
            assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
            var outcome =
                    assertInstanceOf(
                            Outcome.Rejected.class,
                            other.write(creating(set("x", Type.A, 60, "192.0.2.1"))));
            assertEquals(FailureKind.NO_SUCH_ZONE, outcome.kind());
        }
    }

    @Test
    void a_batch_beyond_the_limits_is_refused_before_it_is_sent() throws Exception {
        List<RecordSet> many =
                IntStream.range(0, 1001)
                        .mapToObj(i -> set("n" + i, Type.A, 60, "192.0.2.1"))
                        .toList();
        var tooMany =
                assertInstanceOf(
                        Outcome.Rejected.class,
                        provider.write(creating(many.toArray(RecordSet[]::new))));
        assertEquals(FailureKind.INVALID, tooMany.kind());
        List<RecordSet> long0 =
                IntStream.range(0, 130)
                        .mapToObj(i -> set("l" + i, Type.TXT, 60, "\"" + "x".repeat(250) + "\""))
                        .toList();
        var tooLong =
                assertInstanceOf(
                        Outcome.Rejected.class,
                        provider.write(creating(long0.toArray(RecordSet[]::new))));
        assertTrue(tooLong.reason().contains("32000"), tooLong::reason);
        assertEquals(0, service.writes());
        applied(creating(many.subList(0, 1000).toArray(RecordSet[]::new)));
    }

    @Test
    void a_type_that_the_service_does_not_have_is_refused_before_it_is_sent() {
        var rejected =
                assertInstanceOf(
                        Outcome.Rejected.class,
                        provider.write(
                                creating(
                                        RecordSet.parse(
                                                key("loc", Type.HINFO), 60, List.of("a b")))));
        assertEquals(FailureKind.UNSUPPORTED, rejected.kind());
        assertEquals(List.of(), service.log());
    }

    @Test
    void throttling_and_a_busy_zone_are_waited_for() throws Exception {
        service.nextReads(Fault.THROTTLED, Fault.THROTTLED);
        ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
        service.nextWrites(Fault.THROTTLED, Fault.BUSY);
        applied(write);
        assertEquals(3, service.writes());
        assertEquals(60, zone.at("example.test.", "MX").orElseThrow().ttl());
    }

    @Test
    void throttling_without_end_is_told_as_such() throws Exception {
        try (DnsProvider hasty = Route53Account.open(service, "known", "timeout", "4s")) {
            ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
            hasty.read(ZONE, Set.of(MX));
            service.nextWrites(
                    IntStream.range(0, 99).mapToObj(_ -> Fault.THROTTLED).toArray(Fault[]::new));
            var rejected = assertInstanceOf(Outcome.Rejected.class, hasty.write(write));
            assertEquals(FailureKind.THROTTLED, rejected.kind());
            service.nextReads(
                    IntStream.range(0, 99).mapToObj(_ -> Fault.THROTTLED).toArray(Fault[]::new));
            var failure = assertThrows(ProviderException.class, () -> hasty.read(ZONE, Set.of(MX)));
            assertEquals(FailureKind.THROTTLED, failure.kind());
        }
    }

    @Test
    void a_write_that_took_effect_is_found_whatever_its_answer_was() throws Exception {
        int ttl = 60;
        for (Fault fault :
                List.of(
                        Fault.FAILS_AFTER,
                        Fault.HANGS_UP_AFTER,
                        Fault.TRUNCATED_AFTER,
                        Fault.HTML_AFTER)) {
            service.nextWrites(fault);
            long before = service.writes();
            applied(to(set("@", Type.MX, ++ttl, "10 mx.backup.example.")));
            assertEquals(before + 1, service.writes(), fault::toString);
            assertEquals(ttl, zone.at("example.test.", "MX").orElseThrow().ttl());
        }
    }

    @Test
    void a_write_without_a_clear_answer_that_is_not_there_is_in_doubt_and_not_sent_again()
            throws Exception {
        for (Fault fault : List.of(Fault.FAILS, Fault.HANGS_UP, Fault.HTML_INSTEAD)) {
            ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
            long before = service.writes();
            service.nextWrites(fault);
            assertInstanceOf(Outcome.Unknown.class, provider.write(write), fault::toString);
            assertEquals(before + 1, service.writes(), fault::toString);
        }
        assertEquals(300, zone.at("example.test.", "MX").orElseThrow().ttl());
    }

    @Test
    void an_answer_that_drips_ends_with_the_timeout() throws Exception {
        try (DnsProvider hasty = Route53Account.open(service, "known", "timeout", "1s")) {
            ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
            hasty.read(ZONE, Set.of(MX));
            service.nextWrites(Fault.DRIPS_AFTER);
            long start = System.nanoTime();
            assertInstanceOf(Outcome.Applied.class, hasty.write(write));
            service.nextReads(Fault.DRIPS_AFTER, Fault.DRIPS_AFTER);
            var failure = assertThrows(ProviderException.class, () -> hasty.read(ZONE, Set.of(MX)));
            assertEquals(FailureKind.TIMEOUT, failure.kind());
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 6);
        }
    }

    @Test
    void reads_are_tried_again_after_trouble_on_the_way() throws Exception {
        service.nextReads(Fault.FAILS, Fault.HANGS_UP);
        assertTrue(live(MX).isPresent());
        service.nextReads(Fault.HTML_INSTEAD);
        var failure = assertThrows(ProviderException.class, () -> live(MX));
        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        service.nextReads(Fault.REDIRECTS);
        var redirected = assertThrows(ProviderException.class, () -> live(MX));
        assertTrue(redirected.getMessage().contains("302"), redirected::getMessage);
        assertTrue(service.log().stream().noneMatch(line -> line.contains("elsewhere")));
    }

    @Test
    void a_service_that_is_not_there_has_applied_nothing() throws Exception {
        ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
        service.close();
        var rejected = assertInstanceOf(Outcome.Rejected.class, provider.write(write));
        assertEquals(FailureKind.UNAVAILABLE, rejected.kind());
        assertThrows(ProviderException.class, () -> live(MX));
    }

    @Test
    void a_secret_shows_in_no_message_and_no_identity() throws Exception {
        ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
        for (String user : List.of("stranger", "forged", "no-such-profile")) {
            try (DnsProvider other = Route53Account.open(service, user)) {
                var failure =
                        assertThrows(ProviderException.class, () -> other.read(ZONE, Set.of(MX)));
                assertEquals(FailureKind.UNAUTHORISED, failure.kind(), failure::getMessage);
                var rejected = assertInstanceOf(Outcome.Rejected.class, other.write(write));
                assertEquals(FailureKind.UNAUTHORISED, rejected.kind());
                String all = failure + rejected.reason() + other.identity() + other;
                assertFalse(all.contains(Route53Account.CANARY), all);
                assertFalse(all.contains(Route53Account.CANARY.substring(0, 12)), all);
            }
        }
        assertEquals(0, service.log().stream().filter(l -> l.contains("canary")).count());
    }

    @Test
    void the_identity_names_what_was_chosen() {
        try (DnsProvider all =
                Route53Account.open(
                        service,
                        "known",
                        "zone-id",
                        "/hostedzone/Z1PUBLIC",
                        "role-arn",
                        "arn:aws:iam::123456789012:role/mail-dns")) {
            assertEquals(
                    "route53 profile known role arn:aws:iam::123456789012:role/mail-dns zone"
                            + " Z1PUBLIC at "
                            + service.url().substring("http://".length()),
                    all.identity());
        }
    }

    @Test
    void wrong_options_are_named() {
        for (String[] wrong :
                List.of(
                        new String[] {"zone-id", "example.test"},
                        new String[] {"role-arn", "mail-dns"},
                        new String[] {"timeout", "soon"},
                        new String[] {"endpoint", "http://gateway.example"},
                        new String[] {"endpoint", "https://user:secret@host"})) {
            var failure =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> Route53Account.open(service, "known", wrong));
            assertTrue(failure.getMessage().contains("`" + wrong[0] + "`"), failure::getMessage);
        }
    }

    private void put(String owner, String type, long ttl, String... values) {
        zone.put(
                new FakeZone.Id(owner, type, Optional.empty()),
                new FakeZone.Set(ttl, List.of(values), ""));
    }

    private Observed read(RecordKey... keys) throws ProviderException {
        return provider.read(ZONE, Set.of(keys));
    }

    private Optional<RecordSet> live(RecordKey key) throws ProviderException {
        return read(key).set(key);
    }

    private void applied(ZoneWrite write) {
        Outcome outcome = provider.write(write);
        assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
    }

    private ZoneWrite to(RecordSet wanted) throws ProviderException {
        return new ZoneWrite(
                ZONE,
                List.of(
                        new SetWrite(
                                wanted.key(),
                                read(wanted.key()).at(wanted.key()),
                                Optional.of(wanted))),
                Set.of());
    }

    private static ZoneWrite creating(RecordSet... sets) {
        return new ZoneWrite(
                ZONE,
                IntStream.range(0, sets.length)
                        .mapToObj(
                                i ->
                                        new SetWrite(
                                                sets[i].key(),
                                                Optional.empty(),
                                                Optional.of(sets[i])))
                        .toList(),
                Set.of());
    }

    private static RecordSet set(String name, int type, long ttl, String... data) {
        return RecordSet.parse(key(name, type), ttl, List.of(data));
    }

    private static RecordKey key(String name, int type) {
        return new RecordKey(name.equals("@") ? ZONE : name(name + ".example.test."), type);
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }
}
