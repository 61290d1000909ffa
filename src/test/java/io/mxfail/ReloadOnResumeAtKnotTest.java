package io.mxfail;

import io.mxfail.real.Knot;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import java.nio.file.Path;
import java.util.List;

/// By `knotc zone-reload`.
@NeedsServer(Server.KNOT)
class ReloadOnResumeAtKnotTest extends ReloadOnResumeContract {
    private Knot server;

    @Override
    NameServer start(Zone zone) {
        server = Knot.primary(zone);
        return server;
    }

    @Override
    Path file(Zone zone) {
        return server.file(zone);
    }

    @Override
    List<String> reload() {
        return server.reloadCommand();
    }
}
