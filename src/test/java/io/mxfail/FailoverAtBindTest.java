package io.mxfail;

import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

@NeedsServer(Server.BIND)
class FailoverAtBindTest extends FailoverContract {
    @Override
    NameServer start() {
        return Bind.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)));
    }
}
