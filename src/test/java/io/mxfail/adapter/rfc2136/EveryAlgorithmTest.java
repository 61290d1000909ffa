package io.mxfail.adapter.rfc2136;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;
import io.mxfail.spi.ProviderContract;
import io.mxfail.wire.dns.DnsKey;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keys of every algorithm that a profile may name: a read and a write are signed so that the
/// server takes them, and its answers are verified.
class EveryAlgorithmTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final String CONTENT = ServedZone.HEAD + ProviderContract.CONTENT;
    private static final RecordKey NEW =
            new RecordKey(Name.fromConstantString("new.example.test."), Type.A);

    private static List<String> algorithms() {
        return DnsKey.algorithms();
    }

    /// BIND has no names on the wire for the truncated ones (`hmac-sha256-128`, RFC 8945, section
    /// 6): there such a key is `hmac-sha256` with a shorter signature.
    private static List<String> algorithmsOfBind() {
        return algorithms().stream().filter(name -> !name.matches(".*-.*-.*")).toList();
    }

    @NeedsServer(Server.BIND)
    @ParameterizedTest
    @MethodSource("algorithmsOfBind")
    void bind_takes_a_key_of_it(String algorithm) throws Exception {
        Key key = Key.random("k", algorithm);
        try (Bind bind = Bind.primary(Zone.of("example.test", CONTENT, Grant.wholeZone(key)))) {
            readsAndWrites(bind.address(), key);
        }
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void the_lab_takes_a_key_of_it(String algorithm) throws Exception {
        Key key = Key.random("k", algorithm);
        try (var lab =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("example.test.", CONTENT)),
                        List.of(UpdateKey.of(key.name(), key.algorithm(), key.secret())))) {
            readsAndWrites(lab.address(0), key);
        }
    }

    private static void readsAndWrites(InetSocketAddress server, Key key) throws Exception {
        try (var provider = Rfc2136Account.open(server, key, "5s")) {
            RecordSet address = RecordSet.parse(NEW, 60, List.of("192.0.2.9"));
            var absent = provider.read(ZONE, Set.of(NEW)).at(NEW);
            var write = new SetWrite(NEW, absent, Optional.of(address));
            assertInstanceOf(
                    Outcome.Applied.class,
                    provider.write(new ZoneWrite(ZONE, List.of(write), Set.of())));
            assertEquals(Optional.of(address), provider.read(ZONE, Set.of(NEW)).set(NEW));
        }
    }
}
