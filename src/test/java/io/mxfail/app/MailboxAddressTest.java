package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class MailboxAddressTest {
    @Test
    void the_host_is_asked_for_as_dns_has_it() {
        assertEquals(
                new MailboxAddress(true, "a@b:c", "imap.xn--bcher-kva.test", 10993),
                MailboxAddress.parse("imaps://a%40b%3Ac@imap.b\u00fccher.test:10993"));
    }

    @Test
    void an_address_literal_stays_one() {
        assertEquals(
                new MailboxAddress(false, "u", "2001:db8::1", 143),
                MailboxAddress.parse("imap://u@[2001:db8::1]"));
    }

    @Test
    void what_is_no_name_has_no_address() {
        String host = MailboxAddress.parse("imap://u@" + "x".repeat(64) + ".test").host();
        assertEquals(
                List.of(),
                HostTargets.direct(key -> new DnsAnswer.NxDomain(60, Optional.empty()), host, 143));
    }
}
