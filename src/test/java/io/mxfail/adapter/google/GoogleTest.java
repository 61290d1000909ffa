package io.mxfail.adapter.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What only Google Cloud DNS has: changes that take their time, private zones, routing policies,
/// service accounts.
class GoogleTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey KEY =
            new RecordKey(Name.fromConstantString("mail.example.test."), Type.MX);

    private final GoogleAccount account = new GoogleAccount();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void a_change_is_in_sync_when_the_service_says_so() throws Exception {
        var applied = assertInstanceOf(Outcome.Applied.class, create("10 mx1.example.test."));
        assertFalse(account.provider().inSync(applied.receipt()));
        assertTrue(account.provider().inSync(applied.receipt()));
    }

    @Test
    void a_pending_change_that_is_not_listed_yet_is_looked_for_again() {
        account.service().listAfter(3);
        var applied = assertInstanceOf(Outcome.Applied.class, create("10 mx1.example.test."));
        assertEquals("acme/2", applied.receipt());
        assertEquals(1, account.writes());
    }

    @Test
    void a_change_that_stays_pending_and_unlisted_is_in_doubt() {
        account.service().listAfter(1000);
        assertInstanceOf(Outcome.Unknown.class, create("10 mx1.example.test."));
        assertEquals(1, account.writes());
    }

    @Test
    void a_set_with_a_routing_policy_is_routed_and_never_written() throws Exception {
        account.service().put(account.zone(), "mail.example.test.", "MX", 300);
        account.zone()
                .sets()
                .get("mail.example.test. MX")
                .put("routingPolicy", Map.of("wrr", Map.of("items", List.of())));
        assertEquals(Set.of(KEY), account.provider().read(ZONE, Set.of(KEY)).routed());
        var rejected = assertInstanceOf(Outcome.Rejected.class, create("10 mx1.example.test."));
        assertEquals(FailureKind.UNSUPPORTED, rejected.kind());
    }

    @Test
    void a_private_namesake_is_not_taken_for_the_zone() throws Exception {
        account.service().zone("inside", "example.test.", "private");
        assertEquals(ZONE, account.provider().zoneOf(ZONE));
        account.service().zone("only-inside", "hidden.test.", "private");
        var failure =
                assertThrows(
                        ProviderException.class,
                        () -> account.provider().zoneOf(Name.fromConstantString("hidden.test.")));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
    }

    @Test
    void two_public_zones_of_one_name_need_the_managed_zone() throws Exception {
        account.service().zone("acme-old", "example.test.", "public");
        var failure = assertThrows(ProviderException.class, () -> account.provider().zoneOf(ZONE));
        assertEquals(FailureKind.INVALID, failure.kind());
        try (DnsProvider named =
                account.open(
                        account.service().credentials(FakeGoogle.KEYS),
                        Map.of("managed-zone", "acme"))) {
            var apex = new RecordKey(ZONE, Type.MX);
            assertTrue(named.read(ZONE, Set.of(apex)).set(apex).isPresent());
        }
    }

    @Test
    void all_pages_are_read() throws Exception {
        for (int i = 0; i < 250; i++) {
            account.service()
                    .put(account.zone(), "h%d.example.test.".formatted(i), "A", 300, "192.0.2.1");
        }
        var last = new RecordKey(Name.fromConstantString("h249.example.test."), Type.A);
        assertTrue(account.provider().read(ZONE, Set.of(last)).set(last).isPresent());
    }

    @Test
    void a_quota_that_is_told_as_forbidden_is_a_throttle() {
        account.service().tellThrottlingAsForbidden();
        account.service().throttleTheNextWrite();
        var rejected = assertInstanceOf(Outcome.Rejected.class, create("10 mx1.example.test."));
        assertEquals(FailureKind.THROTTLED, rejected.kind());
    }

    @Test
    void negative_answers_live_as_long_as_the_soa_says() throws Exception {
        assertEquals(300, account.provider().read(ZONE, Set.of(KEY)).negativeTtl());
    }

    @Test
    void credentials_that_are_none_are_refused_without_being_quoted() {
        for (String text :
                List.of(
                        "secret but no JSON",
                        "{\"type\": \"authorized_user\", \"refresh_token\": \"secret\"}",
                        "{\"type\": \"service_account\", \"client_email\": \"a@b.example\","
                                + " \"private_key\": \"secret\"}")) {
            var failure =
                    assertThrows(
                            IllegalArgumentException.class, () -> account.open(text, Map.of()));
            assertTrue(String.valueOf(failure.getMessage()).contains("`credentials`"));
            assertFalse(String.valueOf(failure.getMessage()).contains("secret"));
        }
    }

    private Outcome create(String... data) {
        return account.provider()
                .write(
                        new ZoneWrite(
                                ZONE,
                                List.of(
                                        new SetWrite(
                                                KEY,
                                                Optional.empty(),
                                                Optional.of(
                                                        RecordSet.parse(KEY, 60, List.of(data))))),
                                Set.of()));
    }
}
