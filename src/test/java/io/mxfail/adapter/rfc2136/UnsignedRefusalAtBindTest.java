package io.mxfail.adapter.rfc2136;

import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import java.net.InetSocketAddress;

@NeedsServer(Server.BIND)
class UnsignedRefusalAtBindTest extends UnsignedRefusalContract {
    @Override
    protected Served serve(Key key) {
        Bind server = Bind.primary(Zone.sample("example.test", Grant.wholeZone(key)));
        return new Served() {
            @Override
            public InetSocketAddress address() {
                return server.address();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
