package io.mxfail;

import io.mxfail.real.Bind;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

@NeedsServer(Server.BIND)
class LaggingSecondaryAtBindTest extends LaggingSecondaryContract {
    @Override
    NameServer primary(Zone zone) {
        return Bind.primary(zone);
    }

    @Override
    NameServer secondaryOf(NameServer primary) {
        return Bind.secondaryOf(primary);
    }
}
