package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/// A whole failover by a script in place of mxfail: two zones, of which one needs an address
/// that the other publishes, an alias that takes the place of addresses, SPF and MX. What it
/// leaves is what `switch` leaves on a twin, there and back.
abstract class ExportedPlanContract {
    static final String SITES =
            """
              primary:
                mx: ["10 mx.primary.acme.test."]
                spf: [ip4:192.0.2.10]
                records: ["smtp CNAME relay.primary.acme.test."]
              backup:
                mx: ["10 mx.backup.acme.test."]
                spf: [ip4:198.51.100.20]
                records: ["smtp A 127.0.0.1", "mx.backup A 127.0.0.1"]
            """;

    private Place place;
    private Place twin;

    /// Both zones at a service, and a company that has them there.
    interface Place extends AutoCloseable {
        Company company();

        /// All records of both zones but SOA and NS.
        List<List<String>> stored();

        /// Whether a script ends well that an operator plays, who goes on at every step.
        boolean plays(String script) throws Exception;

        @Override
        void close() throws IOException;
    }

    abstract Place place() throws Exception;

    /// As typed after `--export`.
    abstract String tool();

    /// Whether a script that has been played is refused when it is played again.
    boolean refusesStale() {
        return true;
    }

    @BeforeEach
    final void open() throws Exception {
        place = place();
        twin = place();
    }

    @AfterEach
    final void close() throws Exception {
        place.close();
        twin.close();
    }

    @Test
    void a_script_leaves_what_a_switch_leaves_there_and_back() throws Exception {
        List<List<String>> origin = place.stored();
        String there = moved("backup", "primary");
        assertNotEquals(origin, place.stored());
        // one zone moves once the other has published the address of its new MX
        int second = there.indexOf("step 2 of 2");
        assertTrue(there.indexOf("mx.backup.acme.test") < second, there);
        assertFalse(there.substring(0, second).contains("smtp.shop.test"), there);
        assertTrue(there.substring(second).contains("smtp.shop.test"), there);

        List<List<String>> after = place.stored();
        if (refusesStale()) {
            assertFalse(place.plays(there), "the zone has moved");
        }
        assertEquals(after, place.stored());

        moved("primary", "backup");
    }

    private String moved(String to, String from) throws Exception {
        Company.Ran export = place.company().mxfail("plan", "--to", to, "--export", tool());
        assertEquals(0, export.exit(), export.out() + export.err());
        assertTrue(place.plays(export.verbatim()), export.verbatim());
        Company.Ran ran =
                twin.company()
                        .mxfail("switch", "--to", to, "--from", from, "--yes", "--wait", "30s");
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(twin.stored(), place.stored(), export.verbatim());
        return export.verbatim();
    }
}
