package io.mxfail.adapter.powerdns;

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
import io.mxfail.format.Json;
import io.mxfail.format.JsonValue;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.dns.DnsProxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What only PowerDNS has: comments, disabled records, kinds of zones.
@NeedsServer(Server.POWERDNS)
class PowerDnsTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Key KEY = Key.random("whole-key");
    private static PowerDns server;

    @BeforeAll
    static void start() {
        server = PowerDns.primary(ServedByPowerDns.zone(Grant.wholeZone(KEY)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void comments_and_disabled_records_stay() throws Exception {
        put(
                "kept",
                """
                {"content": "10 mx1.example.test.", "disabled": false},
                {"content": "99 mx9.example.test.", "disabled": true}
                """);
        RecordKey key = key("kept", Type.MX);
        try (DnsProvider provider = open()) {
            assertEquals(
                    List.of("10 mx1.example.test."),
                    provider.read(ZONE, Set.of(key)).set(key).orElseThrow().data());
            assertApplied(provider, to(provider, set("kept", "20 mx.backup.example.")));
        }
        JsonValue kept = live("kept");
        assertTrue(
                kept.list("records").stream()
                        .anyMatch(
                                r ->
                                        r.isTrue("disabled")
                                                && r.text("content")
                                                        .equals(
                                                                Optional.of(
                                                                        "99 mx9.example.test."))),
                kept::toString);
        assertEquals(
                Optional.of("ask the mail team"), kept.list("comments").getFirst().text("content"));
    }

    @Test
    void a_disabled_record_is_not_live_survives_a_deletion_and_is_enabled_when_wanted()
            throws Exception {
        put("off", "{\"content\": \"10 mx1.example.test.\", \"disabled\": true}");
        RecordKey key = key("off", Type.MX);
        try (DnsProvider provider = open()) {
            assertEquals(Optional.empty(), provider.read(ZONE, Set.of(key)).set(key));
            RecordSet other = set("off", "20 mx2.example.test.");
            assertApplied(provider, to(provider, other));
            Observed now = provider.read(ZONE, Set.of(key));
            assertApplied(
                    provider,
                    new ZoneWrite(
                            ZONE,
                            List.of(new SetWrite(key, now.at(key), Optional.empty())),
                            Set.of()));
            assertEquals(1, live("off").list("records").size());
            RecordSet wanted = set("off", "10 mx1.example.test.");
            assertApplied(provider, to(provider, wanted));
            assertEquals(Optional.of(wanted), provider.read(ZONE, Set.of(key)).set(key));
        }
    }

    @Test
    void a_dynamic_update_does_not_delete_disabled_records() throws Exception {
        put(
                "guarded",
                """
                {"content": "10 mx1.example.test.", "disabled": false},
                {"content": "99 mx9.example.test.", "disabled": true}
                """);
        try (DnsProvider provider =
                PowerDnsAccount.open(
                        server.url(),
                        PowerDns.API_KEY,
                        Map.of(
                                "cas-via",
                                PowerDnsAccount.ByUpdates.via(
                                        server.address(), Optional.of(KEY))))) {
            var rejected =
                    assertInstanceOf(
                            Outcome.Rejected.class,
                            provider.write(to(provider, set("guarded", "20 mx2.example.test."))));
            assertEquals(FailureKind.UNSUPPORTED, rejected.kind());
        }
        assertEquals(2, live("guarded").list("records").size());
    }

    @Test
    void an_update_that_somebody_on_the_way_calls_refused_is_read_back_by_the_api()
            throws Exception {
        put("proxied", "{\"content\": \"10 mx1.example.test.\", \"disabled\": false}");
        for (boolean arrives : List.of(false, true)) {
            try (var proxy = new DnsProxy(server.address());
                    DnsProvider provider =
                            PowerDnsAccount.open(
                                    server.url(),
                                    PowerDns.API_KEY,
                                    Map.of(
                                            "cas-via",
                                            PowerDnsAccount.ByUpdates.via(
                                                    proxy.address(), Optional.of(KEY))))) {
                proxy.forge(DnsProxy.refusing(Rcode.REFUSED, Rcode.NOERROR), arrives);
                Outcome outcome =
                        provider.write(to(provider, set("proxied", "20 mx2.example.test.")));
                if (arrives) {
                    assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
                } else {
                    var rejected =
                            assertInstanceOf(Outcome.Rejected.class, outcome, outcome::toString);
                    assertTrue(
                            rejected.reason().contains("no signature that holds"),
                            rejected::reason);
                }
            }
        }
    }

    /// With another serial the sets may be the same: data alone tells.
    @Test
    void a_write_is_stale_by_its_data_and_not_by_the_serial() throws Exception {
        put("serial", "{\"content\": \"10 mx1.example.test.\", \"disabled\": false}");
        try (DnsProvider provider = open()) {
            ZoneWrite write = to(provider, set("serial", "20 mx.backup.example."));
            long before = serial(provider);
            put("aside", "{\"content\": \"10 mx1.example.test.\", \"disabled\": false}");
            assertTrue(serial(provider) > before);
            assertApplied(provider, write);

            ZoneWrite old = to(provider, set("serial", "30 mx.backup.example."));
            put("serial", "{\"content\": \"15 mx9.example.test.\", \"disabled\": false}");
            assertEquals(new Outcome.Stale(List.of(key("serial", Type.MX))), provider.write(old));
        }
    }

    private static long serial(DnsProvider provider) throws ProviderException {
        RecordKey soa = key("@", Type.SOA);
        return ((SOARecord)
                        provider.read(ZONE, Set.of(soa))
                                .set(soa)
                                .orElseThrow()
                                .records()
                                .getFirst())
                .getSerial();
    }

    @Test
    void a_server_that_the_api_does_not_have_is_named() {
        try (DnsProvider provider =
                PowerDnsAccount.open(
                        server.url(), PowerDns.API_KEY, Map.of("server-id", "elsewhere"))) {
            var failure =
                    assertThrows(
                            ProviderException.class,
                            () -> provider.read(ZONE, Set.of(key("@", Type.MX))));
            assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("server-id"),
                    failure.getMessage());
        }
    }

    @Test
    void no_message_holds_the_key() {
        try (DnsProvider provider =
                PowerDnsAccount.open(server.url(), "wrong-key-0123456789", Map.of())) {
            var failure = assertThrows(ProviderException.class, () -> provider.zoneOf(ZONE));
            assertEquals(FailureKind.UNAUTHORISED, failure.kind());
            assertFalse(
                    String.valueOf(failure.getMessage()).contains("wrong-key"),
                    failure.getMessage());
        }
        assertFalse(open().identity().contains(PowerDns.API_KEY));
    }

    private static DnsProvider open() {
        return PowerDnsAccount.open(server.url(), PowerDns.API_KEY, Map.of());
    }

    private static void put(String name, String records) throws Exception {
        String body =
                """
                {"rrsets": [{"name": "%s.example.test.", "type": "MX", "ttl": 300,
                  "changetype": "REPLACE", "records": [%s],
                  "comments": [{"content": "ask the mail team", "account": "ops"}]}]}
                """
                        .formatted(name, records);
        HttpResponse<String> answer =
                send(request().method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
        assertEquals(204, answer.statusCode(), answer::body);
    }

    private static JsonValue live(String name) throws Exception {
        return Json.read(send(request()).body()).list("rrsets").stream()
                .filter(set -> set.text("name").equals(Optional.of(name + ".example.test.")))
                .findFirst()
                .orElseThrow();
    }

    private static HttpRequest.Builder request() {
        return HttpRequest.newBuilder(
                        URI.create(server.url() + "/api/v1/servers/localhost/zones/example.test."))
                .header("X-API-Key", PowerDns.API_KEY);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static ZoneWrite to(DnsProvider provider, RecordSet wanted) throws ProviderException {
        Observed now = provider.read(ZONE, Set.of(wanted.key()));
        return new ZoneWrite(
                ZONE,
                List.of(new SetWrite(wanted.key(), now.at(wanted.key()), Optional.of(wanted))),
                Set.of());
    }

    private static void assertApplied(DnsProvider provider, ZoneWrite write) {
        Outcome outcome = provider.write(write);
        assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
    }

    private static RecordSet set(String name, String... data) {
        return RecordSet.parse(key(name, Type.MX), 300, List.of(data));
    }

    private static RecordKey key(String name, int type) {
        return new RecordKey(
                name.equals("@") ? ZONE : Name.fromConstantString(name + ".example.test."), type);
    }
}
