package io.mxfail;

import io.mxfail.real.Bind;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import java.nio.file.Path;
import java.util.List;

/// By `rndc reload`.
@NeedsServer(Server.BIND)
class ReloadOnResumeAtBindTest extends ReloadOnResumeContract {
    private Bind server;

    @Override
    NameServer start(Zone zone) {
        server = Bind.primary(zone);
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
