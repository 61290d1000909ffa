package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.answers;
import static io.mxfail.lab.dns.Client.ask;
import static io.mxfail.lab.dns.Client.texts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.List;

class AuthoritativeServerTest {
    private static final ZoneVersion ZONE =
            ZoneVersion.parse(
                    "example.test.",
                    """
                    $TTL 300
                    @      SOA ns1 hostmaster 7 3600 600 604800 60
                    @      NS  ns1
                    @      MX  10 mx1
                    @      TXT "v=spf1 -all"
                    ns1    A   192.0.2.53
                    mx1    A   192.0.2.1
                    mx1    AAAA 2001:db8::1
                    relay  CNAME smtp
                    smtp   A   192.0.2.2
                    away   CNAME mx.elsewhere.test.
                    over   CNAME www.other.test.
                    lost   CNAME nothing
                    loop1  CNAME loop2
                    loop2  CNAME loop1
                    a.b.c  A   192.0.2.3
                    *.wild A   192.0.2.4
                    host.sub.wild TXT "there"
                    *.alias CNAME smtp
                    child  NS  ns.child
                    ns.child A 192.0.2.54
                    """);
    private static final ZoneVersion OTHER =
            ZoneVersion.parse("other.test.", "www 60 A 192.0.2.80");

    private static AuthoritativeServer start() throws IOException {
        return AuthoritativeServer.start(List.of(ZONE, OTHER), List.of());
    }

    @Test
    void an_answer_is_authoritative_and_brings_the_addresses_of_mail_hosts() throws IOException {
        try (var dns = start()) {
            Message answer = ask(dns.address(0), "example.test.", Type.MX);
            assertEquals(Rcode.NOERROR, answer.getRcode());
            assertTrue(answer.getHeader().getFlag(Flags.AA));
            assertTrue(answer.getHeader().getFlag(Flags.QR));
            assertTrue(answer.getHeader().getFlag(Flags.RD));
            assertFalse(answer.getHeader().getFlag(Flags.RA));
            assertEquals(List.of("example.test. MX 10 mx1.example.test."), answers(answer));
            assertEquals(
                    List.of(
                            "mx1.example.test. A 192.0.2.1",
                            "mx1.example.test. AAAA 2001:db8:0:0:0:0:0:1"),
                    texts(answer, Section.ADDITIONAL));
        }
    }

    @Test
    void a_missing_name_is_nxdomain_with_the_negative_ttl() throws IOException {
        try (var dns = start()) {
            Message answer = ask(dns.address(0), "no.example.test.", Type.A);
            assertEquals(Rcode.NXDOMAIN, answer.getRcode());
            assertTrue(answer.getHeader().getFlag(Flags.AA));
            assertEquals(60, answer.getSection(Section.AUTHORITY).getFirst().getTTL());
        }
    }
}
