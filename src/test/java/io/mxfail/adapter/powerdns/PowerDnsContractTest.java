package io.mxfail.adapter.powerdns;

import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.spi.MeteredAccount;
import io.mxfail.spi.MeteredContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.Optional;

/// One test at a time: SQLite refuses a writer while another one is at work.
@NeedsServer(Server.POWERDNS)
@Execution(ExecutionMode.SAME_THREAD)
class PowerDnsContractTest extends MeteredContract {
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
    protected MeteredAccount account() {
        return new PowerDnsAccount(server);
    }

    /// The zone is asked for by name, read as a whole, and read again before and after a write.
    @Override
    protected Optional<Budget> budget() {
        return Optional.of(new Budget(1, 1, 2));
    }
}
