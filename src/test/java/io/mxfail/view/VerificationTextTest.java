package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.propagation.FlushPage;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.core.propagation.VerifyReport.ResolverState;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class VerificationTextTest {
    private static VerifyReport.Resolver resolver(String server, ResolverState state) {
        return new VerifyReport.Resolver(
                server,
                state,
                state == ResolverState.OLD ? Optional.of(Duration.ofHours(1)) : Optional.empty(),
                "");
    }

    private static String shown(VerifyReport.Resolver... resolvers) {
        return VerificationText.of(
                new VerifyReport(
                        List.of(
                                new VerifyReport.Domain(
                                        new VerifyReport.Subject(
                                                "acme",
                                                Name.fromConstantString("example.test."),
                                                "backup"),
                                        List.of(),
                                        List.of(resolvers),
                                        new VerifyReport.Mail(
                                                VerifyReport.Smtp.ACCEPTED,
                                                VerifyReport.Delivery.OFF,
                                                "250 ok"),
                                        VerifyReport.Verdict.PENDING,
                                        Optional.empty()))));
    }

    @Test
    void a_public_resolver_that_has_the_old_data_can_be_told_to_forget_it() {
        String shown =
                shown(
                        resolver("8.8.8.8", ResolverState.OLD),
                        resolver("8.8.4.4", ResolverState.STALE),
                        resolver("1.1.1.1", ResolverState.NEW));
        assertEquals(
                1,
                shown.lines()
                        .filter(
                                line ->
                                        line.equals(
                                                "  flush    https://developers.google.com/speed/"
                                                        + "public-dns/cache  (example.test. MX)"))
                        .count(),
                shown);
        assertFalse(shown.contains("one.one.one.one"), shown);
    }

    @Test
    void where_there_is_no_such_page_none_is_named() {
        assertFalse(shown(resolver("192.0.2.53", ResolverState.OLD)).contains("flush"));
    }

    @Test
    void a_resolver_is_known_however_the_profile_names_it() {
        for (String name :
                List.of(
                        "1.1.1.1",
                        "1.1.1.1:53",
                        "[2606:4700:4700::1111]:53",
                        "https://cloudflare-dns.com/dns-query")) {
            assertTrue(FlushPage.of(name).isPresent(), name);
        }
        assertTrue(FlushPage.of("1.1.1.1:5353").isEmpty());
    }
}
