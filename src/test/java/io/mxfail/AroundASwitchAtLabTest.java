package io.mxfail;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

class AroundASwitchAtLabTest extends AroundASwitchContract {
    private AuthoritativeServer server;

    @Override
    InetSocketAddress start() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", Company.ZONE)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        return server.address(0);
    }

    @Override
    void stop() {
        server.close();
    }
}
