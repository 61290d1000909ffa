package io.mxfail.adapter.rfc2136;

/// The zone file of the contract's zone for servers that take one.
final class ServedZone {
    static final String HEAD =
            """
            $TTL 300
            $ORIGIN example.test.
            @ 300 IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ 300 IN NS ns1
            ns1 300 IN A 127.0.0.1
            """;

    private ServedZone() {}
}
