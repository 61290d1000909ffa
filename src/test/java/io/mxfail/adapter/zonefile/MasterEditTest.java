package io.mxfail.adapter.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class MasterEditTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Includes COMMON =
            (name, _) ->
                    new Includes.Text(
                            name, name.equals("ttl") ? "$TTL 60\n" : "inc 300 IN A 192.0.2.7\n");

    private static String edited(String text, String name, int type, long ttl, String... data)
            throws MasterException {
        MasterFile file = MasterFile.read(ZONE, "db", text, COMMON);
        var key = new RecordKey(Name.fromConstantString(name), type);
        Optional<RecordSet> before = file.set(key);
        Optional<RecordSet> after =
                data.length == 0
                        ? Optional.empty()
                        : Optional.of(RecordSet.parse(key, ttl, List.of(data)));
        var write =
                new ZoneWrite(
                        ZONE,
                        List.of(new SetWrite(key, before.map(ObservedSet::of), after)),
                        Set.of());
        String now = MasterEdit.apply(file, write.sets(), 2);
        MasterCheck.sameButFor(file, MasterFile.read(ZONE, "db", now, COMMON), write, 2);
        return now;
    }

    private static final String SOA = "@ 300 SOA ns1 hostmaster 1 1 1 1 1\n";
    private static final String SOA2 = "@ 300 SOA ns1 hostmaster 2 1 1 1 1\n";

    @Test
    void a_changed_record_keeps_its_line_and_the_comment_behind_it() throws Exception {
        String file =
                "; head\n$TTL 1h\n" + SOA + "\n@\tIN\tMX\t10 mx1 ; the old one\n  A 192.0.2.1\n";
        assertEquals(
                "; head\n$TTL 1h\n"
                        + SOA2
                        + "\n@\t60 IN\tMX\t10 mx2.backup.example. ; the old one\n  A 192.0.2.1\n",
                edited(file, "example.test.", Type.MX, 60, "10 mx2.backup.example."));
    }

    @Test
    void there_and_back_is_the_file_as_it_was() throws Exception {
        List<String> files =
                List.of(
                        "$TTL 300\n" + SOA2 + "@ NS ns1\n@ MX 10 mx1 ; ours\n",
                        "$TTL 300\n"
                                + SOA2
                                + "@ NS ns1\n@\tIN\t300\tMX 10 mx1\n".replace("300\t", ""),
                        "$TTL 600\n" + SOA2 + "@ NS ns1\n@ 300 IN MX 10 mx1\n",
                        "$TTL 300\n" + SOA2 + "@ NS ns1.example.test.\n@ MX 10 mx1.example.test.\n",
                        "$TTL 5m\n" + SOA2 + "@ NS ns1\n@ IN MX 10 mx1\nwww CNAME @\n",
                        "$TTL 300\n"
                                + SOA2
                                + "$ORIGIN test.\nexample MX 10 mx1.example\n$ORIGIN com.\n");
        for (String file : files) {
            for (String other : List.of("10 mx.backup.example.", "20 mx2.example.test.")) {
                String there = edited(file, "example.test.", Type.MX, 60, other);
                String back = edited(there, "example.test.", Type.MX, 300, "10 mx1.example.test.");
                assertEquals(file, back, there);
            }
        }
    }

    @Test
    void a_serial_in_parentheses_changes_alone() throws Exception {
        String file =
                "@ 300 IN SOA ns1 host (\n  1 ; serial (one)\n  1 1 1 ) ; \"x\"\n"
                                .replace("1 1 1 )", "1 1 1 1 )")
                        + "a 300 A 192.0.2.1\n";
        assertEquals(
                file.replace("  1 ; serial", "  2 ; serial").replace("192.0.2.1", "192.0.2.2"),
                edited(file, "a.example.test.", Type.A, 300, "192.0.2.2"));
    }

    @Test
    void a_neighbour_that_had_its_owner_from_a_line_that_goes_gets_its_own() throws Exception {
        String file = SOA + "www 300 A 192.0.2.1\n    300 TXT \"kept\"\n";
        assertEquals(
                SOA2 + "www    300 TXT \"kept\"\n", edited(file, "www.example.test.", Type.A, 0));
    }

    @Test
    void a_neighbour_that_had_its_ttl_from_a_line_that_changes_gets_its_own() throws Exception {
        String file = SOA + "a 600 A 192.0.2.1\nb A 192.0.2.2\n";
        assertEquals(
                SOA2 + "a 60 A 192.0.2.1\nb 600 A 192.0.2.2\n",
                edited(file, "a.example.test.", Type.A, 60, "192.0.2.1"));
    }

    @Test
    void a_ttl_that_is_already_meant_stays_as_it_is_written() throws Exception {
        String file = SOA + "a 1h A 192.0.2.1 ; one\na 1h A 192.0.2.2 ; two\n";
        assertEquals(
                SOA2 + "a 1h A 192.0.2.1 ; one\na 1h A 192.0.2.3 ; two\n",
                edited(file, "a.example.test.", Type.A, 3600, "192.0.2.1", "192.0.2.3"));
    }

    @Test
    void new_records_stand_behind_their_kin_in_their_style() throws Exception {
        String file = "$TTL 300\n" + SOA + "www\tIN\tA\t192.0.2.1\n; tail\nz\tIN\tA\t192.0.2.9\n";
        assertEquals(
                "$TTL 300\n"
                        + SOA2
                        + "www\tIN\tA\t192.0.2.1\n"
                        + "www\tIN\tTXT\t\"new\"\n"
                        + "; tail\n"
                        + "z\tIN\tA\t192.0.2.9\n",
                edited(file, "www.example.test.", Type.TXT, 300, "\"new\""));
    }

    @Test
    void a_new_name_goes_to_the_end_whatever_the_origin_is_there() throws Exception {
        String file = SOA + "$ORIGIN sub.example.test.\na 300 A 192.0.2.1";
        assertEquals(
                SOA2
                        + "$ORIGIN sub.example.test.\n"
                        + "a 300 A 192.0.2.1\n"
                        + "new.example.test. 60 A 192.0.2.2\n",
                edited(file, "new.example.test.", Type.A, 60, "192.0.2.2"));
        assertEquals(
                SOA2 + "$ORIGIN sub.example.test.\na 300 A 192.0.2.1\nb 60 A 192.0.2.2\n",
                edited(file, "b.sub.example.test.", Type.A, 60, "192.0.2.2"));
    }

    @Test
    void windows_line_ends_stay() throws Exception {
        String file = (SOA + "a 300 A 192.0.2.1\n").replace("\n", "\r\n");
        assertEquals(
                (SOA2 + "a 300 A 192.0.2.1\nb 300 A 192.0.2.2\n").replace("\n", "\r\n"),
                edited(file, "b.example.test.", Type.A, 300, "192.0.2.2"));
    }

    @Test
    void a_set_over_many_lines_becomes_one_line() throws Exception {
        String file =
                SOA + "k 300 IN TXT ( \"v=DKIM1; p=\" ; first\n  \"abc\" ) ; key\nb A 192.0.2.2\n";
        assertEquals(
                SOA2 + "k 300 IN TXT \"new\" ; key\nb A 192.0.2.2\n",
                edited(file, "k.example.test.", Type.TXT, 300, "\"new\""));
        String odd = SOA + "k ( 300 IN\n TXT \"x\" ) ; key\n";
        assertEquals(
                SOA2 + "k 300 IN TXT \"new\" ; key\n",
                edited(odd, "k.example.test.", Type.TXT, 300, "\"new\""));
    }

    @Test
    void includes_are_read_left_alone_and_not_written() throws Exception {
        String file = SOA + "$INCLUDE common ; shared\na 300 A 192.0.2.1\n";
        MasterFile read = MasterFile.read(ZONE, "db", file, COMMON);
        var key = new RecordKey(Name.fromConstantString("inc.example.test."), Type.A);
        assertEquals(List.of("192.0.2.7"), read.set(key).orElseThrow().data());
        assertTrue(
                edited(file, "a.example.test.", Type.A, 300, "192.0.2.2")
                        .contains("$INCLUDE common ; shared\n"));
        var refused =
                assertThrows(
                        MasterException.class,
                        () -> edited(file, "inc.example.test.", Type.A, 300, "192.0.2.8"));
        assertTrue(refused.getMessage().contains("included file common"), refused.getMessage());
    }

    @Test
    void a_ttl_that_servers_would_read_differently_is_refused() {
        var refused =
                assertThrows(
                        MasterException.class,
                        () ->
                                MasterFile.read(
                                        ZONE, "db", SOA + "$INCLUDE ttl\na A 192.0.2.1\n", COMMON));
        assertTrue(refused.getMessage().contains("line 3"), refused.getMessage());
    }

    @Test
    void generated_records_are_read_and_not_written() throws Exception {
        String file = SOA + "$GENERATE 1-3 host$ 300 A 192.0.2.$\n";
        MasterFile read = MasterFile.read(ZONE, "db", file, COMMON);
        var key = new RecordKey(Name.fromConstantString("host2.example.test."), Type.A);
        assertEquals(List.of("192.0.2.2"), read.set(key).orElseThrow().data());
        assertThrows(
                MasterException.class,
                () -> edited(file, "host2.example.test.", Type.A, 300, "192.0.2.8"));
    }

    @Test
    void hostile_text_is_refused_with_its_line() {
        for (String wrong :
                List.of(
                        "a 300 TXT \"open\n",
                        "a 300 TXT ( x\n",
                        "a 300 TXT x )\n",
                        "$DATE 1\n",
                        "$TTL soon\n",
                        "$ORIGIN\n",
                        "a 300 CH TXT x\n",
                        "a 300\n",
                        "a..b 300 A 192.0.2.1\n",
                        "$GENERATE 1-999999999 a$ 300 A 192.0.2.1\n")) {
            var refused =
                    assertThrows(
                            MasterException.class,
                            () -> MasterFile.read(ZONE, "db", SOA + wrong, COMMON),
                            wrong);
            assertTrue(refused.getMessage().startsWith("db line 2"), refused.getMessage());
        }
    }

    @Test
    void types_and_data_that_are_not_known_here_are_left_alone() throws Exception {
        String file = SOA + "a 300 NEWTYPE some thing\nb 300 A not-an-address\nc 300 A 192.0.2.1\n";
        assertEquals(
                file.replace(SOA, SOA2).replace("192.0.2.1", "192.0.2.2"),
                edited(file, "c.example.test.", Type.A, 300, "192.0.2.2"));
        assertThrows(
                MasterException.class,
                () -> edited(file, "b.example.test.", Type.A, 300, "192.0.2.2"));
    }

    @Test
    void raw_octets_survive() throws Exception {
        String file = SOA + "a 300 TXT \"gr\u00fc\u00df\" ; \u00ff\nb 300 TXT \"x\"\n";
        MasterFile read = MasterFile.read(ZONE, "db", file, COMMON);
        var key = new RecordKey(Name.fromConstantString("a.example.test."), Type.TXT);
        assertEquals(List.of("gr\\252\\223"), read.set(key).orElseThrow().data());
        assertEquals(
                file.replace(SOA, SOA2).replace("\"x\"", "\"y\""),
                edited(file, "b.example.test.", Type.TXT, 300, "\"y\""));
    }
}
