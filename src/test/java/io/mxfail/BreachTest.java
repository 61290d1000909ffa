package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A breach in which the SPF record lets the site that is left pass by terms that are not its own.
final class BreachTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final String SPF = "v=spf1  mx:relay.primary.acme.test  a:mx.primary.acme.test";
    private static final String SERVED = SPF + " ip4:192.0.2.10 ~all";

    private AuthoritativeServer server;
    private Company company;

    @BeforeEach
    void open() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(
                                ZoneVersion.parse(
                                        "acme.test.",
                                        Company.ZONE
                                                .replace("v=spf1 ip4:192.0.2.10 ~all", SERVED)
                                                .replace(
                                                        "mx.primary A 127.0.0.1",
                                                        "mx.primary A 127.0.0.1\n"
                                                                + "relay.primary MX 1 mx.primary")
                                                .replace(
                                                        "mx.backup A 127.0.0.1",
                                                        "mx.backup A 127.0.0.2"))),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }

    private Company.Ran plan(String... more) {
        return company.mxfail(
                Stream.concat(
                                Stream.of("plan", "--to", "backup", "--mode", "breach"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static final String[] ACCEPT = {
        "--accept", "BREACH-OPEN@acme.test", "--reason", "stolen keys"
    };

    private String zone() {
        return server.zone("acme.test.").records().stream()
                .filter(record -> record.getType() != Type.SOA)
                .map(Record::toString)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void each_term_is_listed_with_its_edit_and_stays() {
        Company.Ran listed = plan();
        assertTrue(
                listed.out().contains("BREACH-OPEN: `mx:relay.primary.acme.test`"), listed.out());
        assertTrue(listed.out().contains("--accept BREACH-OPEN@acme.test"), listed.out());
        assertFalse(listed.out().contains("+ \"v=spf1 ip4:198.51.100.20 ~all\""), listed.out());
    }

    @Test
    void what_is_accepted_is_taken_out_term_by_term_and_given_back_to_the_byte()
            throws IOException {
        String before = zone();
        Company.Ran accepted = plan(ACCEPT);
        // the second term lets the address pass only once the first is out
        assertTrue(accepted.out().contains("+ \"v=spf1 ip4:198.51.100.20 ~all\""), accepted.out());
        assertFalse(accepted.out().contains("BREACH-OPEN: "), accepted.out());
        assertNotEquals(id(plan()), id(accepted));

        Path file = company.folder.resolve("plan.json");
        plan("--accept", "BREACH-OPEN", "--reason", "stolen keys", "--out", file.toString());
        Company.Ran applied = company.mxfail("apply", file.toString(), "--yes", "--no-verify");
        assertEquals(5, applied.exit(), applied.out() + applied.err());
        assertTrue(zone().contains("v=spf1 ip4:198.51.100.20 ~all"), zone());

        Company.Ran undone =
                company.mxfail(
                        "undo", "--yes", "--no-verify", "--accept", "TARGET-RCPT", "--reason", "x");
        assertEquals(5, undone.exit(), undone.out() + undone.err());
        assertEquals(before, zone());
    }

    private static String id(Company.Ran plan) {
        return plan.out().replaceFirst("(?s)Plan ([0-9a-f]+).*", "$1");
    }
}
