package io.mxfail.adapter.cloudflare;

import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.WireFaultsContract;

import org.junit.jupiter.api.AfterEach;

import java.util.Map;

class CloudflareWireFaultsTest extends WireFaultsContract {
    private final CloudflareAccount account = new CloudflareAccount();

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected String service() {
        return account.service().address();
    }

    @Override
    protected DnsProvider open(String root, String timeout) {
        return CloudflareAccount.open(
                root + "/client/v4", FakeCloudflare.TOKEN, Map.of("timeout", timeout));
    }

    @Override
    protected String writeMethod() {
        return "POST";
    }
}
