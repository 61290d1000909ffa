package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

final class SpfTidyTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");
    private static final List<String> TERMS =
            List.of(
                    "ip4:192.0.2.0/24",
                    "ip4:192.0.2.7",
                    "+ip4:192.0.2.7/32",
                    "?ip4:192.0.2.0/25",
                    "-ip4:192.0.2.128/25",
                    "~ip4:192.0.2.200",
                    "ip4:198.51.100.77/24",
                    "IP4:198.51.100.0/24",
                    "ip6:2001:0db8:0:0::/32",
                    "-ip6:2001:db8::1",
                    "ip6:::ffff:192.0.2.0/120",
                    "include:other.example.net",
                    "-include:other.example.net",
                    "~all",
                    "-all",
                    "exp=why.example.net",
                    "redirect=other.example.net");
    private static final List<String> CLIENTS =
            List.of(
                    "192.0.2.7",
                    "192.0.2.1",
                    "192.0.2.130",
                    "192.0.2.200",
                    "198.51.100.5",
                    "203.0.113.9",
                    "203.0.113.10",
                    "2001:db8::1",
                    "2001:db8::2",
                    "2001:db9::1");

    private static SpfVerdict says(String record, String client) {
        return new MailDns(
                        key ->
                                key.equals(new RecordKey(DOMAIN, Type.TXT))
                                        ? found(key, record)
                                        : key.name().toString().equals("other.example.net.")
                                                ? found(key, "v=spf1 ip4:203.0.113.9 -all")
                                                : new DnsAnswer.NxDomain(300))
                .spf(client, DOMAIN)
                .orElseThrow();
    }

    private static DnsAnswer found(RecordKey key, String text) {
        return new DnsAnswer.Found(
                RecordSet.of(List.of((Record) TxtText.record(key.name(), 60, text))), false);
    }

    @Test
    void the_shorter_record_says_the_same_of_everybody() {
        Random chance = new Random(7208);
        int shortened = 0;
        for (int round = 0; round < 3_000; round++) {
            String record =
                    IntStream.range(0, 1 + chance.nextInt(9))
                            .mapToObj(_ -> TERMS.get(chance.nextInt(TERMS.size())))
                            .collect(Collectors.joining(" ", "v=spf1 ", ""));
            String shorter = SpfTidy.fewerOctets(record, List.of());
            assertTrue(shorter.length() <= record.length(), shorter);
            shortened += shorter.length() < record.length() ? 1 : 0;
            for (String client : CLIENTS) {
                assertEquals(
                        says(record, client).result(),
                        says(shorter, client).result(),
                        () -> client + " by " + record + " and by " + shorter);
            }
        }
        assertTrue(shortened > 1_000, "only " + shortened + " records became shorter");
    }

    @Test
    void a_record_that_nobody_can_read_is_not_made_readable() {
        String broken = "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.1 -all ip4:192.0.2.999";
        assertEquals(broken, SpfTidy.fewerOctets(broken, List.of()));
    }

    @Test
    void terms_that_come_back_are_left_where_they_are() {
        assertEquals(
                "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.7 ~all",
                SpfTidy.fewerOctets(
                        "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.7 ip4:192.0.2.8 ~all",
                        List.of(new SpfTerm("ip4:192.0.2.7"))));
    }
}
