package io.mxfail.adapter.google;

import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.WireFaultsContract;

import org.junit.jupiter.api.AfterEach;

import java.util.Map;

class GoogleWireFaultsTest extends WireFaultsContract {
    private final GoogleAccount account = new GoogleAccount();

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
        return GoogleAccount.open(
                root, account.service().credentials(FakeGoogle.KEYS), Map.of("timeout", timeout));
    }

    @Override
    protected String writeMethod() {
        return "POST";
    }
}
