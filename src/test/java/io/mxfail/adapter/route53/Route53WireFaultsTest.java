package io.mxfail.adapter.route53;

import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.WireFaultsContract;

import org.junit.jupiter.api.AfterEach;

import java.io.IOException;

class Route53WireFaultsTest extends WireFaultsContract {
    private final FakeRoute53 fake;

    Route53WireFaultsTest() throws IOException {
        fake = new FakeRoute53(Route53Account.users());
        fake.believeEverybody();
        Route53ContractTest.fill(fake.zone("Z1PUBLIC", "example.test."));
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Override
    protected String service() {
        return fake.url();
    }

    @Override
    protected DnsProvider open(String root, String timeout) {
        return Route53Account.open(root, "known", "timeout", timeout);
    }

    @Override
    protected String writeMethod() {
        return "POST";
    }
}
