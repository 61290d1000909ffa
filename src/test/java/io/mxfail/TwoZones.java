package io.mxfail;

import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Zone;

/// Two domains of one company in two zones, with the same mail hosts. The address of the backup's
/// MX is created in one of the zones by a switch and removed by its undo: the MX of the other zone
/// must come after it, and leave before it.
final class TwoZones {
    static final String DOMAINS = "[acme.test, shop.test]";

    static final String SITES =
            """
              primary:
                mx: ["10 mx.primary.acme.test."]
                spf: [ip4:192.0.2.10]
                records: ["smtp CNAME relay.primary.acme.test."]
              backup:
                mx: ["10 mx.backup.acme.test."]
                spf: [ip4:198.51.100.20]
                records:
                  - "smtp CNAME relay.backup.acme.test."
                  - "mx.backup A 127.0.0.1"
            """;

    private TwoZones() {}

    static Zone acme(Key key) {
        return Zone.of(
                "acme.test",
                Company.ZONE.replace("mx.backup A 127.0.0.1\n", ""),
                Grant.wholeZone(key));
    }

    static Zone shop(Key key) {
        return Zone.of(
                "shop.test",
                Company.ZONE
                        .replace("MX 10 mx.primary\n", "MX 10 mx.primary.acme.test.\n")
                        .replace("relay.primary\n", "relay.primary.acme.test.\n"),
                Grant.wholeZone(key));
    }
}
