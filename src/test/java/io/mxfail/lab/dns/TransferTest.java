package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class TransferTest {
    private static final UpdateKey KEY =
            UpdateKey.of("k.", "hmac-sha256", Base64.getEncoder().encodeToString(new byte[32]));
    private static final ZoneVersion ZONE =
            ZoneVersion.parse(
                    "example.test.",
                    IntStream.range(0, 2000)
                            .mapToObj(i -> "n%d 60 TXT \"%s\"\n".formatted(i, "x".repeat(50)))
                            .collect(Collectors.joining()));

    private static List<Record> transfer(InetSocketAddress at, @Nullable TSIG key)
            throws Exception {
        var in =
                ZoneTransferIn.newAXFR(
                        name("example.test."), at.getAddress().getHostAddress(), at.getPort(), key);
        in.run();
        return in.getAXFR();
    }

    @Test
    void a_large_zone_comes_whole_between_two_soas_signed_or_not() throws Exception {
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(KEY))) {
            for (boolean signed : List.of(true, false)) {
                List<Record> all =
                        transfer(dns.address(0), signed ? KEY.tsig(Clock.systemUTC()) : null);
                assertEquals(ZONE.records().size() + 1, all.size());
                assertEquals(new HashSet<>(ZONE.records()), new HashSet<>(all));
                assertTrue(all.getFirst() instanceof SOARecord);
                assertTrue(all.getLast() instanceof SOARecord);
            }
        }
    }

    @Test
    void a_transfer_may_need_a_key() throws Exception {
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(KEY))) {
            dns.requireSignedTransfers();
            assertEquals(
                    ZONE.records().size() + 1,
                    transfer(dns.address(0), KEY.tsig(Clock.systemUTC())).size());
            assertThrows(ZoneTransferException.class, () -> transfer(dns.address(0), null));
        }
    }

    @Test
    void other_ways_to_ask_for_one() throws Exception {
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of())) {
            Message axfr = Client.question("example.test.", Type.AXFR);
            assertEquals(Rcode.FORMERR, Client.udp(dns.address(0), axfr).getRcode());
            Message other = Client.question("www.example.test.", Type.AXFR);
            assertEquals(Rcode.NOTAUTH, Client.tcp(dns.address(0), other).getRcode());
            Message ixfr = Client.question("example.test.", Type.IXFR);
            assertEquals(Rcode.FORMERR, Client.udp(dns.address(0), ixfr).getRcode());
            ixfr.addRecord(ZONE.soa(), Section.AUTHORITY);
            assertEquals(1, Client.answers(Client.udp(dns.address(0), ixfr)).size());
        }
    }
}
