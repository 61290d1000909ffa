package io.mxfail;

import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import java.net.InetSocketAddress;

@NeedsServer(Server.BIND)
class AroundASwitchAtBindTest extends AroundASwitchContract {
    private Bind bind;

    @Override
    InetSocketAddress start() {
        bind = Bind.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)));
        return bind.address();
    }

    @Override
    void stop() {
        bind.close();
    }
}
