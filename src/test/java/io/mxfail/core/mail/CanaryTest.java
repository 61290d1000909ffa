package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The message that only has to arrive, and what is read from it when it did.
class CanaryTest {
    private static final Instant AT = Instant.parse("2026-11-04T03:05:09Z");

    private static MessageTrace trace(String header) {
        return MessageTrace.of(HeaderFields.of(header));
    }

    @Test
    void it_says_what_it_is_and_that_nobody_must_answer() {
        String text = new Canary("canary-1f2e", "ops@example.test", "probe@acme.test", AT).text();
        HeaderFields header = HeaderFields.of(text);
        assertEquals(List.of("Wed, 4 Nov 2026 03:05:09 +0000"), header.all("date"));
        assertEquals(List.of("mxfail delivery test canary-1f2e"), header.all("subject"));
        assertEquals(List.of("<canary-1f2e@example.test>"), header.all("message-id"));
        assertEquals(List.of("auto-generated"), header.all("auto-submitted"));
        assertTrue(text.contains("\r\n\r\nThis message was sent by mxfail"), text);
        assertTrue(text.endsWith("\r\n"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 78), text);
        assertEquals(text, text.replaceAll("(?<!\r)\n|\r(?!\n)", "?"), "a bare line end");
    }

    @Test
    void an_address_cannot_add_a_header() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Canary("canary-1f2e", "a@b\r\nBcc: c@d", "probe@acme.test", AT));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Canary("x\" OR ALL", "a@example.test", "probe@acme.test", AT));
    }

    @Test
    void the_way_is_told_in_the_order_of_travel() {
        MessageTrace seen =
                trace(
                        """
                        Received: from mx.example.test (mx.example.test [192.0.2.1])
                        \t(using TLSv1.3 with cipher X (256/256 bits))
                        \tby store.example.test (Postfix) with ESMTPS id 1
                        \tfor <probe@example.test>; Tue, 24 Nov 2026 08:51:32 +0000
                        Received: from ops.example.org (unknown [198.51.100.7])
                          by mx.example.test with SMTP; Tue, 24 Nov 2026 08:51:31 +0000
                        Subject: x
                        """);
        assertEquals(
                List.of(
                        new MessageTrace.Hop("ops.example.org", "mx.example.test", "SMTP"),
                        new MessageTrace.Hop("mx.example.test", "store.example.test", "ESMTPS")),
                seen.hops());
        assertEquals(List.of(false, true), seen.hops().stream().map(h -> h.isEncrypted()).toList());
    }

    @Test
    void the_newest_verdicts_count_and_one_good_signature_is_enough() {
        MessageTrace seen =
                trace(
                        """
                        Authentication-Results: mx.example.test (mx; spf=fail is a comment);
                         dkim=fail (bad key) header.d=esp.example;
                         dkim=pass header.d=acme.test; SPF=softfail smtp.mailfrom=acme.test;
                         dmarc=pass (p=none) header.from=acme.test; arc=fail
                        Authentication-Results: forged; spf=pass; dmarc=fail
                        """);
        assertEquals(Map.of("spf", "softfail", "dkim", "pass", "dmarc", "pass"), seen.verdicts());
    }

    @Test
    void nonsense_gives_an_empty_trace() {
        MessageTrace seen = trace("((((\n: \nReceived: nothing\nReceived: by\n\nReceived: by x\n");
        assertEquals(List.of(), seen.hops());
        assertEquals(Map.of(), seen.verdicts());
    }
}
