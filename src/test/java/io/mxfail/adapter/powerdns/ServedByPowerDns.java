package io.mxfail.adapter.powerdns;

import io.mxfail.real.Grant;
import io.mxfail.real.Zone;
import io.mxfail.spi.ProviderContract;

/// The contract's zone as a zone file.
final class ServedByPowerDns {
    private static final String HEAD =
            """
            $TTL 300
            $ORIGIN example.test.
            @ 300 IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ 300 IN NS ns1
            ns1 300 IN A 127.0.0.1
            """;

    private ServedByPowerDns() {}

    static Zone zone(Grant... grants) {
        return Zone.of("example.test", HEAD + ProviderContract.CONTENT, grants);
    }
}
