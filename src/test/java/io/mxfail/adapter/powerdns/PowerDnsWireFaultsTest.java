package io.mxfail.adapter.powerdns;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import io.mxfail.core.plan.Outcome;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.WireFaultsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Map;

@NeedsServer(Server.POWERDNS)
class PowerDnsWireFaultsTest extends WireFaultsContract {
    private static PowerDns server;

    @BeforeAll
    static void start() {
        server = PowerDns.primary(ServedByPowerDns.zone());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected String service() {
        return server.url();
    }

    @Override
    protected DnsProvider open(String root, String timeout) {
        return PowerDnsAccount.open(root, PowerDns.API_KEY, Map.of("timeout", timeout));
    }

    @Test
    void the_servers_own_word_that_it_gave_up_is_a_refusal() throws Exception {
        var own = writeAgainst(json("{\"error\": \"Internal Server Error\"}"), "10s");
        assertInstanceOf(Outcome.Rejected.class, own, own::toString);
    }

    @Test
    void a_gateways_word_that_it_failed_proves_nothing() throws Exception {
        var gateway = writeAgainst(json("{\"message\": \"upstream failed\"}"), "10s");
        assertInstanceOf(Outcome.Unknown.class, gateway, gateway::toString);
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse()
                .withStatus(500)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    @Override
    protected String writeMethod() {
        return "PATCH";
    }
}
