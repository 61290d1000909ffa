package io.mxfail.adapter.zonefile;

/// Zone files of these tests.
final class Written {
    /// What stands before the contract's records.
    static final String HEAD =
            """
            ; the zone of the contract
            $ORIGIN example.test.
            $TTL 300
            @   IN SOA ns1 hostmaster (
                    2026112307 ; serial, today and a number
                    3600 600 604800 30 )
                IN NS  ns1
            ns1 IN A   127.0.0.1
            """;

    private Written() {}
}
