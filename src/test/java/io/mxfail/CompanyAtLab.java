package io.mxfail;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.util.List;

/// What each test of a class is about: a company whose zone the lab's name server serves.
abstract class CompanyAtLab {
    static final Key KEY = Key.random("mxfail-key");

    AuthoritativeServer server;
    Company company;

    @BeforeEach
    void open() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", Company.ZONE)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }
}
