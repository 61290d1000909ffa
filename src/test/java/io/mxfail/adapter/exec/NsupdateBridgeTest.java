package io.mxfail.adapter.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;
import io.mxfail.spi.Account;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderContract;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.dns.DnsProxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The bridge of the documentation, over `dig` and `nsupdate`, at a real BIND.
@NeedsServer({Server.BIND, Server.PYTHON})
class NsupdateBridgeTest extends ProviderContract {
    private static final Path BRIDGE = Path.of("docs/examples/nsupdate-bridge").toAbsolutePath();
    private static final Key KEY = Key.random("whole-key");
    private static Bind bind;
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createTempDirectory("mxfail-bridge");
        bind =
                Bind.primary(
                        Zone.of(
                                "example.test",
                                """
                                $TTL 300
                                $ORIGIN example.test.
                                @ 300 IN SOA ns1 hostmaster 1 3600 600 604800 30
                                @ 300 IN NS ns1
                                ns1 300 IN A 127.0.0.1
                                cut 300 IN NS ns.cut
                                ns.cut 300 IN A 127.0.0.1
                                """
                                        + ProviderContract.CONTENT,
                                Grant.wholeZone(KEY)));
    }

    @AfterAll
    static void stop() throws IOException {
        bind.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    protected Account account() throws IOException {
        return new Bridged();
    }

    @Test
    void it_says_what_the_server_can() {
        assertEquals(Capabilities.Atomicity.ZONE, provider().capabilities().atomicity());
        assertEquals(
                Capabilities.StaleWrite.REFUSED_BY_SERVICE, provider().capabilities().staleWrite());
    }

    @Test
    void a_delegated_name_cannot_be_read() {
        var failure =
                assertThrows(
                        ProviderException.class, () -> read(key("www.cut", org.xbill.DNS.Type.A)));
        assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
        assertTrue(failure.getMessage().contains("delegated"), failure.getMessage());
    }

    private static final class Bridged implements Account {
        private final DnsProxy proxy = new DnsProxy(bind.address());
        private final DnsProvider provider = open(KEY);

        private DnsProvider open(Key key) {
            try {
                Path file = Files.createTempFile(folder, "tsig", ".key");
                Files.writeString(
                        file,
                        "key \"%s\" { algorithm %s; secret \"%s\"; };\n"
                                .formatted(key.name(), key.algorithm(), key.secret()));
                return new ExecFactory(System.getenv())
                        .open(
                                new ProviderConfig(
                                        "exec",
                                        Map.of(
                                                "command",
                                                List.of(
                                                        BRIDGE.toString(),
                                                        "127.0.0.1",
                                                        String.valueOf(proxy.address().getPort()),
                                                        file.toString()),
                                                "timeout",
                                                "30s")));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public DnsProvider provider() {
            return provider;
        }

        @Override
        public DnsProvider stranger() {
            return open(KEY.forged());
        }

        @Override
        public int writes() {
            return proxy.updates();
        }

        @Override
        public void loseTheNextAnswer() {
            proxy.loseTheNextUpdatesAnswer();
        }

        @Override
        public void close() {
            provider.close();
            proxy.close();
        }
    }
}
