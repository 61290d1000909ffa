package io.mxfail;

import io.mxfail.real.Bind;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

@NeedsServer(Server.BIND)
class WithoutTransferAtBindTest extends WithoutTransferContract {
    @Override
    NameServer start(Zone zone) {
        return Bind.primary(zone);
    }
}
