package io.mxfail.adapter.azure;

import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.WireFaultsContract;

import org.junit.jupiter.api.AfterEach;

import java.util.Map;

class AzureWireFaultsTest extends WireFaultsContract {
    private final AzureAccount account = new AzureAccount();

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
        return AzureAccount.open(root, FakeAzure.SECRET, Map.of("timeout", timeout));
    }

    @Override
    protected String writeMethod() {
        return "PUT";
    }
}
