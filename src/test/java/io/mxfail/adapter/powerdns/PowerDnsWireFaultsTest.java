package io.mxfail.adapter.powerdns;

import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.WireFaultsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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

    @Override
    protected String writeMethod() {
        return "PATCH";
    }
}
