package io.mxfail.adapter.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;
import io.mxfail.spi.MeteredContract;
import io.mxfail.spi.ProviderContract;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The bridge of the documentation, over `dig` and `nsupdate`, at a real BIND.
@NeedsServer({Server.BIND, Server.PYTHON})
class NsupdateBridgeTest extends MeteredContract {
    private static final Key KEY = Key.random("whole-key");
    private static Bind bind;

    @BeforeAll
    static void start() {
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
    static void stop() {
        bind.close();
    }

    @Override
    protected BridgeAccount account() throws IOException {
        return new BridgeAccount(bind.address(), KEY);
    }

    /// A process for each request. Its capabilities are asked for once; the server compares,
    /// so that there is a list only after the write.
    @Override
    protected Optional<Budget> budget() {
        return Optional.of(new Budget(1, 1, 2, 1));
    }

    private BridgeAccount bridge() {
        return (BridgeAccount) opened();
    }

    @Test
    void each_process_has_one_verb_and_an_apply_is_one_update() throws Exception {
        provider().zoneOf(ZONE);
        assertApplied(to(set("verbs", Type.MX, 60, "10 mx1.example.test.")));
        assertEquals(List.of("zone", "list", "capabilities", "apply", "list"), bridge().requests());
        assertEquals(1, bridge().updates());
    }

    @Test
    void a_read_is_asked_again_after_the_time_that_the_bridge_names() throws Exception {
        bridge().throttleTheNextRead();
        provider().zoneOf(ZONE);
        assertEquals(List.of("zone", "zone"), bridge().requests());
        assertEquals(List.of(Duration.ofSeconds(2)), bridge().waited());
    }

    @Test
    void a_throttled_write_names_the_time_to_wait_and_did_not_reach_the_server() throws Exception {
        ZoneWrite write = to(set("early", Type.MX, 60, "10 mx1.example.test."));
        bridge().throttleTheNextWrite();
        var rejected = assertInstanceOf(Outcome.Rejected.class, provider().write(write));
        assertEquals(FailureKind.THROTTLED, rejected.kind());
        assertEquals(Optional.of(Duration.ofSeconds(2)), rejected.retryAfter());
        assertTrue(rejected.reason().contains("too many requests"), rejected.reason());
        assertEquals(0, bridge().updates());
        assertEquals(List.of(), bridge().waited());
    }

    @Test
    void it_says_what_the_server_can() {
        assertEquals(Capabilities.Atomicity.ZONE, provider().capabilities().atomicity());
        assertEquals(
                Capabilities.StaleWrite.REFUSED_BY_SERVICE, provider().capabilities().staleWrite());
    }

    @Test
    void a_delegated_name_cannot_be_read() {
        var failure = assertThrows(ProviderException.class, () -> read(key("www.cut", Type.A)));
        assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
        assertTrue(failure.getMessage().contains("delegated"), failure.getMessage());
    }
}
