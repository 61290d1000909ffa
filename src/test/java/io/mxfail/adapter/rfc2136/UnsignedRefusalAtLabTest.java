package io.mxfail.adapter.rfc2136;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Key;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

class UnsignedRefusalAtLabTest extends UnsignedRefusalContract {
    private static final String ZONE =
            ServedZone.HEAD
                    + """
                    @ 30 IN MX 10 mx1
                    mx1 300 IN A 192.0.2.1
                    mx2 300 IN A 192.0.2.2
                    """;

    @Override
    protected Served serve(Key key) throws IOException {
        AuthoritativeServer server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("example.test.", ZONE)),
                        List.of(UpdateKey.of(key.name(), key.algorithm(), key.secret())));
        return new Served() {
            @Override
            public InetSocketAddress address() {
                return server.address(0);
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
