package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.propagation.StatusReport;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;

class StatusTextTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");

    private static List<String> split(String... found) {
        var domain =
                new StatusReport.Domain(
                        new StatusReport.Subject("acme", DOMAIN),
                        new StatusReport.Active("mixed", 0, 1, List.of()),
                        new StatusReport.Caches(Optional.empty(), Optional.empty()),
                        List.of(
                                new StatusReport.Drift(
                                        new RecordKey(DOMAIN, Type.MX),
                                        List.of("10 mx1.example.test."),
                                        List.of(found))),
                        StatusReport.History.NONE,
                        Optional.empty());
        return StatusText.of(new StatusReport(List.of(domain)))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("split"))
                .toList();
    }

    @Test
    void where_best_hosts_are_equal_their_share_is_told() {
        assertEquals(
                List.of("split  about 50 % of the mail to each of mx1.a.test., mx.b.test."),
                split("10 mx1.a.test.", "20 mx3.a.test.", "10 mx.b.test."));
    }

    @Test
    void where_one_is_better_nothing_is_shared() {
        assertEquals(List.of(), split("20 mx1.a.test.", "20 mx3.a.test.", "5 mx.b.test."));
        assertEquals(List.of(), split());
    }
}
