package io.mxfail.adapter.powerdns;

import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.spi.Account;
import io.mxfail.spi.ProviderContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.Optional;

/// `cas-via`: read by the API, written by dynamic updates. One test at a time: SQLite refuses a
/// writer while another one is at work.
@NeedsServer(Server.POWERDNS)
@Execution(ExecutionMode.SAME_THREAD)
class PowerDnsByUpdatesContractTest extends ProviderContract {
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

    /// The API reads; the update goes to the name server, which compares. Before it the zone is
    /// looked at for disabled records.
    @Override
    protected Optional<Budget> budget() {
        return Optional.of(new Budget(1, 1, 2));
    }

    @Override
    protected Account account() {
        return new PowerDnsAccount.ByUpdates(server, KEY);
    }
}
