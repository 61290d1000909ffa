package io.mxfail;

import io.mxfail.real.Knot;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

@NeedsServer(Server.KNOT)
class WithoutTransferAtKnotTest extends WithoutTransferContract {
    @Override
    NameServer start(Zone zone) {
        return Knot.primary(zone);
    }
}
