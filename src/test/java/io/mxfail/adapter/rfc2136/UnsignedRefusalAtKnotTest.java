package io.mxfail.adapter.rfc2136;

import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Knot;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import java.net.InetSocketAddress;

@NeedsServer(Server.KNOT)
class UnsignedRefusalAtKnotTest extends UnsignedRefusalContract {
    @Override
    protected Served serve(Key key) {
        Knot server = Knot.primary(Zone.sample("example.test", Grant.wholeZone(key)));
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
