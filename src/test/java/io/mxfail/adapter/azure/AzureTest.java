package io.mxfail.adapter.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What only Azure has: one set a request, metadata, types and content it lacks.
class AzureTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");

    private final AzureAccount account = new AzureAccount();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void metadata_survives_a_replacement() throws Exception {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("TTL", 300);
        properties.put("metadata", Map.of("owner", "mail team"));
        properties.put(
                "MXRecords", List.of(Map.of("preference", 10, "exchange", "mx1.example.test.")));
        account.service().put(account.zone(), "MX", "mail", properties);
        assertApplied(write(set("mail", Type.MX, "20 mx.backup.example.")));
        Map<?, ?> now = (Map<?, ?>) account.zone().sets().get("MX mail").get("properties");
        assertEquals(Map.of("owner", "mail team"), now.get("metadata"));
    }

    @Test
    void what_azure_does_not_have_is_refused_before_anything_is_sent() throws Exception {
        RecordSet fine = set("fine", Type.MX, "10 mx1.example.test.");
        for (RecordSet lacking :
                List.of(
                        set("_25._tcp.mx1", Type.TLSA, "3 1 1 " + "ab".repeat(32)),
                        set("none", Type.MX, "0 ."),
                        set("empty", Type.TXT, "\"\""),
                        set("bytes", Type.TXT, "\"gr\\195\\188\\195\\159\""))) {
            var rejected =
                    assertInstanceOf(
                            Outcome.Rejected.class, write(fine, lacking), lacking::toString);
            assertEquals(FailureKind.UNSUPPORTED, rejected.kind());
            Capabilities told = account.provider().capabilities();
            assertTrue(
                    !told.takes(lacking.key()) || !told.limits().against(lacking).isEmpty(),
                    "no finding of a plan would tell it before: " + lacking);
            assertTrue(rejected.reason().contains(lacking.key().toString()), rejected.reason());
        }
        assertEquals(0, account.writes());
    }

    @Test
    void a_refusal_in_the_middle_is_told_as_partial() throws Exception {
        RecordSet first = set("first", Type.MX, "10 mx1.example.test.");
        // Azure takes no TTL below 1, and this adapter leaves that to it.
        RecordSet second = set("second", Type.MX, "10 mx1.example.test.").withTtl(0);
        var partial = assertInstanceOf(Outcome.Partial.class, write(first, second));
        assertEquals(List.of(first.key()), partial.done());
        assertEquals(List.of(second.key()), partial.left());
    }

    @Test
    void an_alias_of_another_resource_is_routed_and_never_written() throws Exception {
        account.service()
                .put(
                        account.zone(),
                        "A",
                        "relay",
                        Map.of(
                                "TTL", 60,
                                "ARecords", List.of(),
                                "targetResource", Map.of("id", "/subscriptions/sub-1/address")));
        RecordSet wanted = set("relay", Type.A, "192.0.2.7");
        assertEquals(
                Set.of(wanted.key()), account.provider().read(ZONE, Set.of(wanted.key())).routed());
        var rejected = assertInstanceOf(Outcome.Rejected.class, write(wanted));
        assertEquals(FailureKind.UNSUPPORTED, rejected.kind());
    }

    @Test
    void all_pages_are_read_from_the_endpoint_alone() throws Exception {
        for (int i = 0; i < 250; i++) {
            account.add("A", "h" + i, "ARecords", Map.of("ipv4Address", "192.0.2.1"));
        }
        var last = new RecordKey(Name.fromConstantString("h249.example.test."), Type.A);
        assertTrue(account.provider().read(ZONE, Set.of(last)).set(last).isPresent());
    }

    @Test
    void a_private_zone_is_not_written() {
        account.service().zone("inside.test", "Private");
        var failure =
                assertThrows(
                        ProviderException.class,
                        () -> account.provider().zoneOf(Name.fromConstantString("inside.test.")));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
    }

    @Test
    void no_message_holds_the_secret() {
        try (DnsProvider stranger = account.stranger()) {
            var failure = assertThrows(ProviderException.class, () -> stranger.zoneOf(ZONE));
            assertFalse(
                    String.valueOf(failure.getMessage()).contains("another-secret"),
                    failure.getMessage());
            assertTrue(String.valueOf(failure.getMessage()).contains("***"), failure.getMessage());
        }
    }

    private Outcome write(RecordSet... wanted) throws ProviderException {
        var sets = new ArrayList<SetWrite>();
        for (RecordSet set : wanted) {
            Observed now = account.provider().read(ZONE, Set.of(set.key()));
            sets.add(new SetWrite(set.key(), now.at(set.key()), Optional.of(set)));
        }
        return account.provider().write(new ZoneWrite(ZONE, sets, Set.of()));
    }

    private static void assertApplied(Outcome outcome) {
        assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
    }

    private static RecordSet set(String name, int type, String... data) {
        return RecordSet.parse(
                new RecordKey(Name.fromConstantString(name + ".example.test."), type),
                60,
                List.of(data));
    }
}
