package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Ask;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NameServer;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The main job at a name server that gives nobody the whole zone (AXFR, IXFR): mxfail reads what
/// it needs by query, and never asks for more.
abstract class WithoutTransferContract {
    private static final Key KEY = Key.random("mxfail-key");
    private static final List<Integer> TYPES =
            List.of(
                    Type.A,
                    Type.AAAA,
                    Type.NS,
                    Type.MX,
                    Type.TXT,
                    Type.CNAME,
                    Type.SRV,
                    Type.TLSA,
                    Type.CAA,
                    Type.SPF);

    private NameServer server;
    private Company company;

    abstract NameServer start(Zone zone);

    @BeforeEach
    void open() throws IOException {
        server = start(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)).withoutTransfer());
        company = new Company(server.address(), KEY);
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }

    @Test
    void mail_moves_there_and_back_byte_for_byte_and_no_transfer_is_asked_for() throws IOException {
        TreeMap<String, List<String>> origin = everything(server.address());
        assertTrue(origin.size() >= 10, origin::toString);
        Path plan = company.folder.resolve("plan.json");

        exits(0, "plan", "--to", "backup", "--out", plan.toString());
        exits(0, "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s");
        exits(0, "verify", "--expect", "backup");
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
        assertNotEquals(origin, everything(server.address()));
        exits(0, "undo", "--yes", "--wait", "20s");
        assertTrue(exits(1, "status").contains("ACTIVE primary"));

        assertEquals(origin, everything(server.address()));
        assertEquals(0, refusedTransfers(), server::log);
        for (Optional<Key> asker : List.of(Optional.<Key>empty(), Optional.of(KEY))) {
            assertTrue(
                    Ask.transferRefusal(server.address(), "acme.test", asker).isPresent(),
                    () -> "the zone was given to " + asker);
        }
        assertEquals(2, refusedTransfers(), server::log);
    }

    private String exits(int expected, String... line) {
        Company.Ran ran = company.mxfail(line);
        assertEquals(
                expected, ran.exit(), () -> String.join(" ", line) + "\n" + ran.out() + ran.err());
        return ran.out();
    }

    private long refusedTransfers() {
        return server.log()
                .lines()
                .filter(line -> line.contains("denied"))
                .filter(line -> line.contains("AXFR") || line.contains("action transfer"))
                .count();
    }

    /// What the server answers for every name that the zone ever had or that the profile adds, and
    /// every type that mail knows: names that are not there included, TTLs too. Without a transfer
    /// it is all that the world can see.
    private static TreeMap<String, List<String>> everything(InetSocketAddress server) {
        var names = new TreeSet<String>();
        ZoneVersion.parse("acme.test.", Company.ZONE)
                .records()
                .forEach(record -> names.add(record.getName().toString()));
        Stream.of("bk._domainkey", "_domainkey", "_dmarc", "_mta-sts", "_smtp._tls", "no-such-name")
                .forEach(name -> names.add(name + ".acme.test."));
        var everything = new TreeMap<String, List<String>>();
        for (String name : names) {
            for (int type : TYPES) {
                Message answer = Ask.message(server, name, type);
                List<String> records =
                        answer.getSection(Section.ANSWER).stream()
                                .map(Record::toString)
                                .sorted()
                                .toList();
                if (!records.isEmpty() || answer.getRcode() != Rcode.NOERROR) {
                    everything.put(
                            name + " " + Type.string(type),
                            records.isEmpty() ? List.of(Rcode.string(answer.getRcode())) : records);
                }
            }
        }
        return everything;
    }
}
