package io.mxfail.adapter.rfc2136;

import static org.junit.jupiter.api.Assertions.assertAll;
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
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Knot;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What real servers answer to one who may not, cannot or should not, and what we say of it.
class RefusedByServersTest {
    private static final Key WHOLE = Key.random("whole-key");
    private static final Key LIMITED = Key.random("limited-key");
    private static final Key UNKNOWN = Key.random("unknown-key");
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);

    private static Zone zone() {
        return Zone.sample(
                "example.test",
                Grant.wholeZone(WHOLE),
                Grant.only(LIMITED, "example.test.", "TXT"));
    }

    private static DnsProvider open(InetSocketAddress server, Object tsig, InstantSource time) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("server", Rfc2136Account.text(server));
        options.put("timeout", "5s");
        options.put("tsig", tsig);
        return new Rfc2136Factory(time).open(new ProviderConfig("rfc2136", options));
    }

    private static Object tsig(Key key) {
        return Map.of("name", key.name(), "algorithm", key.algorithm(), "secret", key.secret());
    }

    private static DnsProvider open(NameServer server, Key key) {
        return open(server.address(), tsig(key), InstantSource.system());
    }

    private static ZoneWrite toHost(String host) throws IOException {
        var before = new RecordSet(MX, 30, List.of(record("10 mx1.example.test.")));
        var after = new RecordSet(MX, 30, List.of(record("10 " + host)));
        Observed now = Observed.of(ZONE, 30, List.of(before), Set.of(MX));
        return new ZoneWrite(
                ZONE, List.of(new SetWrite(MX, now.at(MX), Optional.of(after))), Set.of());
    }

    private static Record record(String data) throws IOException {
        return Record.fromString(ZONE, Type.MX, DClass.IN, 30, data, Name.root);
    }

    private static Outcome.Rejected assertRejected(
            FailureKind kind, DnsProvider provider, String host, String... says)
            throws IOException {
        try (provider) {
            Outcome outcome = provider.write(toHost(host));
            var rejected = assertInstanceOf(Outcome.Rejected.class, outcome, outcome::toString);
            assertEquals(kind, rejected.kind(), rejected::reason);
            assertSays(rejected.reason(), says);
            return rejected;
        }
    }

    private static void assertUnread(FailureKind kind, DnsProvider provider, String... says) {
        try (provider) {
            var e = assertThrows(ProviderException.class, () -> provider.read(ZONE, Set.of(MX)));
            assertEquals(kind, e.kind(), e::getMessage);
            assertSays(String.valueOf(e.getMessage()), says);
        }
    }

    private static void assertSays(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> part + " is not in: " + text);
        }
        assertFalse(text.contains(WHOLE.secret()) || text.contains(LIMITED.secret()), text);
    }

    @Nested
    @NeedsServer(Server.BIND)
    @TestInstance(Lifecycle.PER_CLASS)
    class AtBind {
        private Bind bind;

        @BeforeAll
        void start() {
            bind = Bind.primary(zone());
        }

        @AfterAll
        void stop() {
            assertEquals(
                    List.of("10 mx1.example.test."),
                    Ask.data(bind.address(), "example.test.", Type.MX));
            bind.close();
        }

        @Test
        void a_key_that_may_not_write_mx_is_told_so() throws IOException {
            assertRejected(
                    FailureKind.FORBIDDEN,
                    open(bind, LIMITED),
                    "mx2.example.test.",
                    "limited-key. may not do this",
                    "REFUSED");
        }

        @Test
        void an_mx_host_of_the_zone_without_address_is_refused_to_the_best_key()
                throws IOException {
            assertRejected(
                    FailureKind.FORBIDDEN,
                    open(bind, WHOLE),
                    "nowhere.example.test.",
                    "without address",
                    "check-integrity");
        }

        @Test
        void an_unknown_key_is_told_apart_from_a_wrong_secret() throws IOException {
            assertUnread(FailureKind.UNAUTHORISED, open(bind, UNKNOWN), "BADKEY", "unknown-key.");
            assertUnread(
                    FailureKind.UNAUTHORISED,
                    open(bind, WHOLE.forged()),
                    "BADSIG",
                    "`tsig.secret`");
        }

        @Test
        void clocks_that_differ_are_told_with_the_difference() throws IOException {
            InstantSource late = () -> Instant.now().minus(Duration.ofHours(1));
            InstantSource early = () -> Instant.now().plus(Duration.ofHours(1));
            assertUnread(
                    FailureKind.CLOCK_SKEW,
                    open(bind.address(), tsig(WHOLE), late),
                    "BADTIME",
                    "s ahead of this machine's");
            assertUnread(
                    FailureKind.CLOCK_SKEW,
                    open(bind.address(), tsig(WHOLE), early),
                    "s behind this machine's");
            assertRejected(
                    FailureKind.CLOCK_SKEW,
                    open(bind.address(), tsig(WHOLE), late),
                    "mx2.example.test.",
                    "BADTIME");
        }

        @Test
        void without_a_key_one_may_read_and_is_told_to_give_one_for_writing() throws Exception {
            try (DnsProvider open = open(bind.address(), "none", InstantSource.system())) {
                assertTrue(open.read(ZONE, Set.of(MX)).set(MX).isPresent());
                assertTrue(open.identity().contains("without key"));
            }
            assertRejected(
                    FailureKind.UNAUTHORISED,
                    open(bind.address(), "none", InstantSource.system()),
                    "mx2.example.test.",
                    "wants a signature",
                    "`tsig`");
        }

        @Test
        void a_secondary_takes_no_updates() throws IOException {
            try (Bind secondary = Bind.secondaryOf(bind)) {
                Outcome outcome = open(secondary, WHOLE).write(toHost("mx2.example.test."));
                assertInstanceOf(Outcome.Rejected.class, outcome, outcome::toString);
            }
        }

        @Test
        void a_server_that_ended_was_sent_nothing() throws IOException {
            InetSocketAddress address;
            try (Bind ended = Bind.primary(zone())) {
                address = ended.address();
            }
            assertUnread(
                    FailureKind.UNAVAILABLE,
                    open(address, tsig(WHOLE), InstantSource.system()),
                    "cannot be reached");
            assertRejected(
                    FailureKind.UNAVAILABLE,
                    open(address, tsig(WHOLE), InstantSource.system()),
                    "mx2.example.test.",
                    "not sent");
        }
    }

    @Nested
    @NeedsServer(Server.KNOT)
    class AtKnot {
        /// Knot answers BADKEY both to a key that it does not know and to one that may not.
        @Test
        void a_badkey_may_mean_the_key_or_its_rights() throws Exception {
            try (Knot knot = Knot.primary(zone())) {
                assertRejected(
                        FailureKind.UNAUTHORISED,
                        open(knot, LIMITED),
                        "mx2.example.test.",
                        "key or ACL (BADKEY)",
                        "may not do this");
                assertRejected(
                        FailureKind.UNAUTHORISED,
                        open(knot, UNKNOWN),
                        "mx2.example.test.",
                        "BADKEY",
                        "unknown-key.");
                assertEquals(
                        List.of("10 mx1.example.test."),
                        Ask.data(knot.address(), "example.test.", Type.MX));
            }
        }
    }

    private static String refusedOptions(Object tsig) {
        var nobody = new InetSocketAddress("127.0.0.1", 53);
        return String.valueOf(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> open(nobody, tsig, InstantSource.system()))
                        .getMessage());
    }

    @Test
    void a_secret_that_is_no_base64_is_not_shown() {
        String message =
                refusedOptions(
                        Map.of(
                                "name", "a-key",
                                "algorithm", "hmac-sha256",
                                "secret", "what*is*this"));
        assertAll(
                () -> assertFalse(message.contains("what*is*this"), message),
                () -> assertTrue(message.contains("base64"), message),
                () -> assertTrue(message.contains("a-key"), message));
    }

    @Test
    void an_algorithm_that_nobody_knows_is_told_with_those_there_are() {
        String message =
                refusedOptions(Map.of("name", "a-key", "algorithm", "hmac-sha3", "secret", "QUJD"));
        assertAll(
                () -> assertTrue(message.contains("hmac-sha3"), message),
                () -> assertTrue(message.contains("hmac-sha256"), message));
    }
}
