package io.mxfail;

import io.mxfail.real.Knot;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

@NeedsServer(Server.KNOT)
class LaggingSecondaryAtKnotTest extends LaggingSecondaryContract {
    @Override
    NameServer primary(Zone zone) {
        return Knot.primary(zone);
    }

    @Override
    NameServer secondaryOf(NameServer primary) {
        return Knot.secondaryOf(primary);
    }
}
