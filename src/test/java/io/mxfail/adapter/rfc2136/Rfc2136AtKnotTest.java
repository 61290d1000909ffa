package io.mxfail.adapter.rfc2136;

import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Knot;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;
import io.mxfail.spi.ProviderContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@NeedsServer(Server.KNOT)
class Rfc2136AtKnotTest extends Rfc2136Contract {
    private static final Key KEY = Key.random("whole-key");
    private static Knot knot;

    @BeforeAll
    static void start() {
        knot =
                Knot.primary(
                        Zone.of(
                                "example.test",
                                ServedZone.HEAD + ProviderContract.CONTENT,
                                Grant.wholeZone(KEY)));
    }

    @AfterAll
    static void stop() {
        knot.close();
    }

    @Override
    protected Rfc2136Account account() {
        return new Rfc2136Account(knot.address(), KEY);
    }
}
