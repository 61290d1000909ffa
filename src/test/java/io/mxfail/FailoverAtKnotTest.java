package io.mxfail;

import io.mxfail.real.Grant;
import io.mxfail.real.Knot;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

@NeedsServer(Server.KNOT)
class FailoverAtKnotTest extends FailoverContract {
    @Override
    NameServer start() {
        return Knot.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)));
    }
}
