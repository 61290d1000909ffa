package io.mxfail.adapter.rfc2136;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.real.Key;
import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.dns.DnsProxy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Somebody between us and a name server refuses an update in its place, before or after it was
/// applied. What counts is what a signed read shows.
abstract class UnsignedRefusalContract {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);

    /// A server whose zone `example.test.` has the MX `10 mx1.example.test.` and an address for
    /// `mx2.example.test.`.
    interface Served extends AutoCloseable {
        InetSocketAddress address();

        @Override
        void close();
    }

    /// @param key which may change the whole zone
    protected abstract Served serve(Key key) throws Exception;

    private record Between(Served server, DnsProxy proxy, DnsProvider provider)
            implements AutoCloseable {
        @Override
        public void close() {
            provider.close();
            proxy.close();
            server.close();
        }
    }

    private Between between(Key known, Key used) throws Exception {
        Served server = serve(known);
        var proxy = new DnsProxy(server.address());
        return new Between(server, proxy, Rfc2136Account.open(proxy.address(), used, "5s"));
    }

    private static Outcome write(DnsProvider provider) throws Exception {
        Observed now = provider.read(ZONE, Set.of(MX));
        var after = new RecordSet(MX, 30, List.of(record("10 mx2.example.test.")));
        return provider.write(
                new ZoneWrite(
                        ZONE, List.of(new SetWrite(MX, now.at(MX), Optional.of(after))), Set.of()));
    }

    private static Record record(String data) throws IOException {
        return Record.fromString(ZONE, Type.MX, DClass.IN, 30, data, Name.root);
    }

    private static String served(DnsProvider provider) throws Exception {
        return provider.read(ZONE, Set.of(MX)).set(MX).orElseThrow().data().toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTZONE, Rcode.FORMERR, Rcode.NOTIMP})
    void a_write_that_somebody_says_was_refused_and_that_was_made_is_seen(int rcode)
            throws Exception {
        Key key = Key.random("whole-key");
        try (Between between = between(key, key)) {
            between.proxy().forge(DnsProxy.refusing(rcode, Rcode.NOERROR), true);
            Outcome outcome = write(between.provider());
            assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
            assertEquals("[10 mx2.example.test.]", served(between.provider()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTZONE, Rcode.FORMERR, Rcode.NOTIMP})
    void a_refusal_that_nobody_signed_counts_once_a_signed_read_shows_no_change(int rcode)
            throws Exception {
        Key key = Key.random("whole-key");
        try (Between between = between(key, key)) {
            between.proxy().forge(DnsProxy.refusing(rcode, Rcode.NOERROR), false);
            Outcome outcome = write(between.provider());
            var rejected = assertInstanceOf(Outcome.Rejected.class, outcome, outcome::toString);
            assertTrue(
                    rejected.reason().contains("no signature that holds; read back: nothing was"),
                    rejected::reason);
            assertEquals("[10 mx1.example.test.]", served(between.provider()));
        }
    }

    @Test
    void a_forged_badkey_does_not_hide_a_write() throws Exception {
        Key key = Key.random("whole-key");
        try (Between between = between(key, key)) {
            between.proxy().forge(DnsProxy.refusing(Rcode.NOTAUTH, Rcode.BADKEY), true);
            Outcome outcome = write(between.provider());
            assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
        }
    }

    @Test
    void where_the_read_is_forged_too_it_is_in_doubt() throws Exception {
        Key key = Key.random("whole-key");
        for (int error : new int[] {Rcode.NOERROR, Rcode.BADKEY}) {
            try (Between between = between(key, key)) {
                between.proxy()
                        .forge(
                                bytes -> {
                                    between.proxy()
                                            .forgeQueries(
                                                    DnsProxy.refusing(
                                                            Rcode.REFUSED, Rcode.NOERROR));
                                    return DnsProxy.refusing(Rcode.NOTAUTH, error).apply(bytes);
                                },
                                true);
                Outcome outcome = write(between.provider());
                var unknown = assertInstanceOf(Outcome.Unknown.class, outcome, outcome::toString);
                assertTrue(unknown.cause().contains("reading back failed too"), unknown::cause);
            }
        }
    }

    @Test
    void a_server_that_does_not_take_the_key_is_believed() throws Exception {
        Key known = Key.random("whole-key");
        for (Key used : List.of(Key.random("unknown-key"), known.forged())) {
            try (Between between = between(known, used);
                    DnsProvider right =
                            Rfc2136Account.open(between.server().address(), known, "5s")) {
                Observed now = right.read(ZONE, Set.of(MX));
                var after = new RecordSet(MX, 30, List.of(record("10 mx2.example.test.")));
                Outcome outcome =
                        between.provider()
                                .write(
                                        new ZoneWrite(
                                                ZONE,
                                                List.of(
                                                        new SetWrite(
                                                                MX,
                                                                now.at(MX),
                                                                Optional.of(after))),
                                                Set.of()));
                var rejected = assertInstanceOf(Outcome.Rejected.class, outcome, outcome::toString);
                assertEquals(FailureKind.UNAUTHORISED, rejected.kind());
                assertFalse(rejected.reason().contains(known.secret()));
                assertEquals("[10 mx1.example.test.]", served(right));
            }
        }
    }
}
