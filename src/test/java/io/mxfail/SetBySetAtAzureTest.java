package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.azure.FakeAzure;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Azure DNS, one record set a request.
class SetBySetAtAzureTest extends SetBySetContract {
    private static final Key KEY = Key.random("unused-key");

    private final CountDownLatch frozen = new CountDownLatch(1);
    private final CountDownLatch thawed = new CountDownLatch(1);
    private AuthoritativeServer dns;
    private Company company;
    private FakeAzure service;
    private FakeAzure.Zone zone;

    @BeforeEach
    void open() throws IOException {
        dns =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", Company.ZONE)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(dns.address(0), KEY);
        service = new FakeAzure();
        zone = Keyring.fill(service, dns);
        Path secret = Keyring.keep(company.folder, "client.secret", FakeAzure.SECRET);
        company.provider(Keyring.azureAt(service.address(), secret));
    }

    @AfterEach
    void shut() throws IOException {
        thawed.countDown();
        company.close();
        service.close();
        dns.close();
    }

    @Override
    Company company() {
        return company;
    }

    @Override
    InetSocketAddress names() {
        return dns.address(0);
    }

    /// The last write is made, and its answer waits.
    @Override
    void freezeAfter(int writes) {
        service.afterTheNextWrite(
                () -> {
                    if (writes > 1) {
                        freezeAfter(writes - 1);
                        return;
                    }
                    frozen.countDown();
                    try {
                        thawed.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Override
    boolean frozen() {
        return frozen.getCount() == 0;
    }

    @Override
    void thaw() {
        thawed.countDown();
    }

    @Test
    void what_azure_does_not_take_blocks_the_plan_with_a_remedy() {
        service.put(
                zone,
                "TXT",
                "@",
                Map.of(
                        "TTL",
                        3600,
                        "TXTRecords",
                        List.of(
                                Map.of("value", List.of("v=spf1 ip4:192.0.2.10 ~all")),
                                Map.of("value", List.of("gr\u00fcn")))));

        Company.Ran plan = company.mxfail("plan", "--to", "backup");

        assertEquals(3, plan.exit(), plan.out() + plan.err());
        assertTrue(
                plan.out().contains("BLOCKS  CONTENT-REFUSED: azure")
                        && plan.out()
                                .contains("takes no TXT record with more than printable ASCII"),
                plan.out());
        assertTrue(plan.out().contains("fix: change acme.test. TXT"), plan.out());
    }
}
