package io.mxfail.adapter.rfc2136;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Key;
import io.mxfail.spi.ProviderContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.util.List;

class Rfc2136AtLabTest extends Rfc2136Contract {
    private static final Key KEY = Key.random("whole-key");
    private static AuthoritativeServer server;

    @BeforeAll
    static void start() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(
                                ZoneVersion.parse(
                                        "example.test.",
                                        ServedZone.HEAD + ProviderContract.CONTENT)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected Rfc2136Account account() {
        return new Rfc2136Account(server.address(0), KEY);
    }
}
