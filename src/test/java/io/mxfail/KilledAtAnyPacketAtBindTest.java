package io.mxfail;

import io.mxfail.real.Bind;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import java.util.List;

@NeedsServer(Server.BIND)
class KilledAtAnyPacketAtBindTest extends KilledAtAnyPacketContract {
    /// It remembers every change, however long they are together.
    @Override
    NameServer start(Zone... zones) {
        return Bind.primary(
                List.of(zones), "max-ixfr-ratio unlimited; max-journal-size unlimited;");
    }
}
