package io.mxfail.adapter.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What only Cloudflare has: records with ids, comments and tags, proxies, automatic TTLs.
class CloudflareTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");

    private final CloudflareAccount account = new CloudflareAccount();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void comment_tags_and_settings_survive_a_changed_mx() throws Exception {
        Map<String, Object> old =
                account.add(
                        "MX",
                        "mail.example.test",
                        Map.of(
                                "content",
                                "mx1.example.test",
                                "priority",
                                10,
                                "comment",
                                "ask the mail team",
                                "tags",
                                List.of("team:mail"),
                                "settings",
                                Map.of("some", "thing")));

        assertApplied(to(set("mail", Type.MX, 60, "20 mx.backup.example.")));

        Map<String, Object> now = account.service().record(old.get("id")).orElseThrow();
        assertEquals("mx.backup.example", now.get("content"));
        assertEquals("ask the mail team", now.get("comment"));
        assertEquals(List.of("team:mail"), now.get("tags"));
        assertEquals(Map.of("some", "thing"), now.get("settings"));
        assertEquals(BigDecimal.valueOf(20), now.get("priority"));
    }

    @Test
    void a_further_record_of_a_set_gets_its_comment() throws Exception {
        account.add(
                "MX",
                "mail.example.test",
                Map.of("content", "mx1.example.test", "priority", 10, "comment", "mail team"));
        assertApplied(
                to(set("mail", Type.MX, 300, "10 mx1.example.test.", "20 mx2.example.test.")));
        assertEquals(
                List.of("mail team", "mail team"),
                records("mail.example.test").map(r -> r.get("comment")).toList());
    }

    @Test
    void a_string_beside_the_changed_one_is_not_touched() throws Exception {
        Map<String, Object> neighbour =
                account.add(
                        "TXT",
                        "spf.example.test",
                        Map.of("content", "old style, \"unquoted\" gr\u00fc\u00df"));
        account.add("TXT", "spf.example.test", Map.of("content", "v=spf1 -all"));
        RecordKey key = key("spf", Type.TXT);
        RecordSet before = provider().read(ZONE, Set.of(key)).set(key).orElseThrow();
        assertEquals(2, before.records().size());
        var data = new ArrayList<>(before.data());
        assertTrue(data.removeIf(text -> text.contains("spf1")));
        data.add("\"v=spf1 mx -all\"");

        assertApplied(to(RecordSet.parse(key, 300, data)));

        assertEquals(
                "old style, \"unquoted\" gr\u00fc\u00df",
                account.service().record(neighbour.get("id")).orElseThrow().get("content"));
        assertEquals(
                RecordSet.parse(key, 300, data),
                provider().read(ZONE, Set.of(key)).set(key).orElseThrow());
    }

    @Test
    void an_automatic_ttl_is_300_seconds_and_stays_automatic_where_that_is_wanted()
            throws Exception {
        Map<String, Object> record =
                account.add(
                        "MX",
                        "auto.example.test",
                        Map.of("content", "mx1.example.test", "priority", 10, "ttl", 1));
        RecordKey key = key("auto", Type.MX);
        assertEquals(300, provider().read(ZONE, Set.of(key)).set(key).orElseThrow().ttl());
        assertApplied(to(set("auto", Type.MX, 300, "10 mx2.example.test.")));
        assertEquals(
                BigDecimal.ONE,
                account.service().record(record.get("id")).orElseThrow().get("ttl"));
    }

    @Test
    void a_proxied_record_is_not_written() throws Exception {
        account.add(
                "A",
                "relay.example.test",
                Map.of("content", "192.0.2.7", "proxied", true, "ttl", 1));
        RecordKey key = key("relay", Type.A);
        assertEquals(Set.of(key), provider().read(ZONE, Set.of(key)).routed());
        var rejected =
                assertInstanceOf(
                        Outcome.Rejected.class,
                        provider().write(to(set("relay", Type.A, 300, "192.0.2.8"))));
        assertEquals(FailureKind.UNSUPPORTED, rejected.kind());
        assertTrue(rejected.reason().contains("proxied"), rejected.reason());
        assertEquals(0, account.writes());
    }

    @Test
    void names_that_lead_to_a_proxy_are_told_whoever_asks_for_what() throws Exception {
        account.add("A", "www.example.test", Map.of("content", "192.0.2.7", "proxied", true));
        account.add("CNAME", "mail.example.test", Map.of("content", "www.example.test"));
        account.add("CNAME", "mx.example.test", Map.of("content", "mail.example.test"));
        account.add("CNAME", "open.example.test", Map.of("content", "mx1.example.test"));
        assertEquals(
                Set.of(host("www"), host("mail"), host("mx")),
                provider().read(ZONE, Set.of(key("@", Type.MX))).proxied());
    }

    private static Name host(String label) {
        return Name.fromConstantString(label + ".example.test.");
    }

    @Test
    void a_record_that_was_deleted_and_made_again_is_another_one() throws Exception {
        ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
        Map<String, Object> old =
                records("example.test").filter(r -> r.get("type").equals("MX")).findFirst().get();
        account.zone().records().remove(old);
        account.service().put(account.zone(), old);

        assertStale(write);
    }

    @Test
    void a_record_whose_comment_was_changed_since_it_was_read_is_left_alone() throws Exception {
        ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
        records("example.test")
                .filter(r -> r.get("type").equals("MX"))
                .forEach(r -> account.service().comment(r, "do not touch before noon"));

        assertStale(write);
    }

    @Test
    void a_neighbour_that_was_touched_is_none_of_our_business() throws Exception {
        ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
        records("mx1.example.test").forEach(r -> account.service().comment(r, "new"));

        assertApplied(write);
    }

    /// Nothing is sent, and what is read then may be written.
    private void assertStale(ZoneWrite write) throws Exception {
        Outcome outcome = provider().write(write);
        assertEquals(new Outcome.Stale(List.of(key("@", Type.MX))), outcome);
        assertEquals(0, account.writes());
        assertApplied(to(set("@", Type.MX, 60, "10 mx.backup.example.")));
    }

    @Test
    void more_than_a_batch_takes_is_refused_and_never_split() throws Exception {
        String[] hosts =
                IntStream.range(0, 201)
                        .mapToObj("10 mx%d.example.test."::formatted)
                        .toArray(String[]::new);
        var rejected =
                assertInstanceOf(
                        Outcome.Rejected.class,
                        provider().write(to(set("large", Type.MX, 60, hosts))));
        assertEquals(FailureKind.INVALID, rejected.kind());
        assertTrue(rejected.reason().contains("BATCH-LIMIT"), rejected.reason());
        assertEquals(0, account.writes());
        assertApplied(to(set("large", Type.MX, 60, Arrays.copyOf(hosts, 200))));
    }

    @Test
    void a_ttl_that_is_too_short_is_refused_before_it_is_sent() throws Exception {
        var rejected =
                assertInstanceOf(
                        Outcome.Rejected.class,
                        provider().write(to(set("short", Type.MX, 59, "10 mx1.example.test."))));
        assertEquals(FailureKind.INVALID, rejected.kind());
        assertEquals(0, account.writes());
    }

    @Test
    void a_throttled_write_says_when_to_try_again() throws Exception {
        ZoneWrite write = to(set("@", Type.MX, 60, "10 mx.backup.example."));
        account.service().throttleTheNextWrite();
        var rejected = assertInstanceOf(Outcome.Rejected.class, account.provider().write(write));
        assertEquals(Optional.of(Duration.ofSeconds(7)), rejected.retryAfter());
    }

    @Test
    void all_pages_are_read() throws Exception {
        for (int i = 0; i < 230; i++) {
            account.add("A", "h%d.example.test".formatted(i), Map.of("content", "192.0.2.1"));
        }
        provider().zoneOf(ZONE);
        int before = account.reads();
        RecordKey last = key("h229", Type.A);
        assertTrue(provider().read(ZONE, Set.of(last)).set(last).isPresent());
        assertEquals(3, account.reads() - before);
    }

    @Test
    void two_zones_of_one_name_need_an_id() throws Exception {
        FakeCloudflare.FakeZone twin = account.service().zone("example.test", "full", true);
        var failure = assertThrows(ProviderException.class, () -> provider().zoneOf(ZONE));
        assertEquals(FailureKind.INVALID, failure.kind());
        try (DnsProvider by = account.open(FakeCloudflare.TOKEN, Map.of("zone-id", twin.id()))) {
            assertEquals(ZONE, by.zoneOf(Name.fromConstantString("a.example.test.")));
            assertEquals(
                    Optional.empty(),
                    by.read(ZONE, Set.of(key("@", Type.MX))).set(key("@", Type.MX)));
        }
    }

    @Test
    void an_id_of_another_zone_is_noticed_whether_or_not_the_token_may_read_zones() {
        for (boolean readable : List.of(true, false)) {
            FakeCloudflare.FakeZone other = account.service().zone("other.test", "full", readable);
            account.service()
                    .put(other, Map.of("type", "A", "name", "other.test", "content", "192.0.2.1"));
            try (DnsProvider by =
                    account.open(FakeCloudflare.TOKEN, Map.of("zone-id", other.id()))) {
                var failure =
                        assertThrows(
                                ProviderException.class,
                                () -> by.read(ZONE, Set.of(key("@", Type.MX))));
                assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
            }
        }
    }

    @Test
    void a_token_for_records_alone_suffices_with_an_id() throws Exception {
        FakeCloudflare.FakeZone zone = account.service().zone("narrow.test", "full", false);
        account.service()
                .put(zone, Map.of("type", "A", "name", "narrow.test", "content", "192.0.2.1"));
        Name name = Name.fromConstantString("narrow.test.");
        try (DnsProvider by = account.open(FakeCloudflare.TOKEN, Map.of("zone-id", zone.id()))) {
            var key = new RecordKey(name, Type.A);
            assertTrue(by.read(name, Set.of(key)).set(key).isPresent());
            var failure = assertThrows(ProviderException.class, () -> by.zoneOf(name));
            assertEquals(FailureKind.FORBIDDEN, failure.kind());
        }
    }

    @Test
    void a_zone_that_is_served_elsewhere_is_not_written() {
        account.service().zone("partial.test", "partial", true);
        var failure =
                assertThrows(
                        ProviderException.class,
                        () -> provider().zoneOf(Name.fromConstantString("partial.test.")));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
    }

    @Test
    void what_is_delegated_cannot_be_read_here() {
        account.add("NS", "child.example.test", Map.of("content", "ns.elsewhere.test"));
        var failure =
                assertThrows(
                        ProviderException.class,
                        () -> provider().read(ZONE, Set.of(key("mx.child", Type.A))));
        assertTrue(
                String.valueOf(failure.getMessage()).contains("delegates"), failure.getMessage());
    }

    @Test
    void no_message_holds_the_token() {
        try (DnsProvider stranger = account.stranger()) {
            var failure = assertThrows(ProviderException.class, () -> stranger.zoneOf(ZONE));
            assertFalse(
                    String.valueOf(failure.getMessage()).contains("another-token"),
                    failure.getMessage());
            assertTrue(String.valueOf(failure.getMessage()).contains("***"), failure.getMessage());
        }
    }

    private DnsProvider provider() {
        return account.provider();
    }

    private Stream<Map<String, Object>> records(String name) {
        return account.zone().records().stream().filter(r -> name.equals(r.get("name")));
    }

    private ZoneWrite to(RecordSet wanted) throws ProviderException {
        Observed now = provider().read(ZONE, Set.of(wanted.key()));
        return new ZoneWrite(
                ZONE,
                List.of(new SetWrite(wanted.key(), now.at(wanted.key()), Optional.of(wanted))),
                Set.of());
    }

    private void assertApplied(ZoneWrite write) {
        Outcome outcome = provider().write(write);
        assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
    }

    private static RecordSet set(String name, int type, long ttl, String... data) {
        return RecordSet.parse(key(name, type), ttl, List.of(data));
    }

    private static RecordKey key(String name, int type) {
        return new RecordKey(
                name.equals("@") ? ZONE : Name.fromConstantString(name + ".example.test."), type);
    }
}
