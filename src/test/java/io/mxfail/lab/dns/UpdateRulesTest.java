package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.name;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

class UpdateRulesTest {
    private static final ZoneVersion ZONE =
            ZoneVersion.parse(
                    "example.test.",
                    """
                    $TTL 300
                    @      SOA ns1 hostmaster 7 3600 600 604800 60
                    @      NS  ns1
                    @      MX  10 mx1
                    @      MX  20 mx2
                    @      TXT "v=spf1 -all"
                    @      TXT "site=1"
                    ns1    A   192.0.2.53
                    ns2    A   192.0.2.54
                    mx1    A   192.0.2.1
                    mx2    A   192.0.2.2
                    relay  CNAME mx1
                    a.b.c  A   192.0.2.3
                    *.wild A   192.0.2.4
                    """);

    private static UpdateRules.Result judge(ZoneVersion zone, String update) throws IOException {
        return UpdateRules.judge(zone, new UpdateText(update).message(), (_, _) -> true);
    }

    private static ZoneVersion accepted(String update) throws IOException {
        return switch (judge(ZONE, update)) {
            case UpdateRules.Result.Accepted(var zone) -> zone;
            case UpdateRules.Result.Refused(int rcode) -> fail(Rcode.string(rcode));
        };
    }

    private static List<String> data(ZoneVersion zone, String name, int type) {
        return zone.set(name, type).stream().map(Record::rdataToString).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    yxname mx1                | NOERROR
                    yxname none               | NXDOMAIN
                    yxname b.c                | NXDOMAIN
                    yxname x.wild             | NXDOMAIN
                    nxname none               | NOERROR
                    nxname b.c                | NOERROR
                    nxname mx1                | YXDOMAIN
                    yxset mx1 A               | NOERROR
                    yxset mx1 MX              | NXRRSET
                    yxset x.wild A            | NXRRSET
                    nxset mx1 MX              | NOERROR
                    nxset x.wild A            | NOERROR
                    nxset mx1 A               | YXRRSET
                    value @ MX 10 mx1; value @ MX 20 mx2 | NOERROR
                    value @ MX 20 MX2.Example.TEST.; value @ MX 10 mx1 | NOERROR
                    value @ MX 10 mx1         | NXRRSET
                    value @ MX 10 mx1; value @ MX 20 mx2; value @ MX 30 mx3 | NXRRSET
                    value @ TXT "v=spf1 -all"; value @ TXT "site=1" | NOERROR
                    value @ TXT "V=spf1 -all"; value @ TXT "site=1" | NXRRSET
                    value @ TXT "v=spf1 " "-all"; value @ TXT "site=1" | NXRRSET
                    value other.test. A 192.0.2.1 | NOTZONE
                    yxname other.test.        | NOTZONE
                    raw 1 mx1 A IN 5 192.0.2.1 | FORMERR
                    raw 1 mx1 A ANY 5         | FORMERR
                    raw 1 mx1 A NONE 0 192.0.2.1 | FORMERR
                    raw 1 mx1 A CH 0          | FORMERR
                    """)
    void a_prerequisite_that_fails_refuses_the_update(String prerequisite, String rcode)
            throws IOException {
        String update = prerequisite + "; add new TXT 60 \"x\"";
        switch (judge(ZONE, update)) {
            case UpdateRules.Result.Refused(int code) -> assertEquals(rcode, Rcode.string(code));
            case UpdateRules.Result.Accepted(var zone) -> {
                assertEquals("NOERROR", rcode);
                assertEquals(1, zone.set("new", Type.TXT).size());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    add other.test. A 60 192.0.2.1 | NOTZONE
                    add new A 60 192.0.2.1; delset other.test. A | NOTZONE
                    raw 2 mx1 A ANY 5              | FORMERR
                    raw 2 mx1 A ANY 0 192.0.2.1    | FORMERR
                    raw 2 mx1 A NONE 5 192.0.2.1   | FORMERR
                    raw 2 mx1 ANY NONE 0           | FORMERR
                    raw 2 mx1 ANY IN 0             | FORMERR
                    raw 2 mx1 AXFR ANY 0           | FORMERR
                    raw 2 mx1 A IN 60              | FORMERR
                    raw 2 mx1 A CH 5               | FORMERR
                    add @ MX 60 30 none            | REFUSED
                    add @ MX 60 30 relay           | REFUSED
                    delset mx1 A; add @ MX 300 30 mx1; delset mx2 A; add @ MX 60 20 mx2 | REFUSED
                    delset ns1 A                   | REFUSED
                    """)
    void an_update_that_is_wrong_anywhere_is_refused_as_a_whole(String update, String rcode)
            throws IOException {
        assertEquals(
                new UpdateRules.Result.Refused(Rcode.value(rcode)),
                judge(ZONE, "add first TXT 60 \"x\"; " + update));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    add mx1 CNAME 60 mx2          | a CNAME beside other data
                    add relay A 60 192.0.2.9      | other data beside a CNAME
                    add @ MX 300 10 mx1           | a record that is there
                    delset @ NS                   | the name servers of the apex
                    delset @ SOA                  | the SOA
                    delrr @ NS ns1                | the last name server
                    delrr @ TXT "SITE=1"          | a string that is not there
                    delname none                  | a name that is not there
                    delset mx1 MX                 | a set that is not there
                    add @ SOA 300 ns1 hostmaster 7 3600 600 604800 99 | an SOA that is not newer
                    add mx1 SOA 300 ns1 hostmaster 99 3600 600 604800 99 | an SOA off the apex
                    add *.wild NS 300 ns1         | a wildcard's name server
                    add x TXT 60 "x"; delrr x TXT "x" | what is undone in the same message
                    delset @ TXT; add @ TXT 300 "site=1"; add @ TXT 300 "v=spf1 -all" | a set put back
                    """)
    void what_has_no_effect_is_no_error_and_leaves_the_serial(String update, String what)
            throws IOException {
        assertSame(ZONE, accepted(update), what);
    }

    @Test
    void each_change_moves_the_serial_on_by_one() throws IOException {
        assertEquals(8, accepted("add a TXT 60 \"x\"; add b TXT 60 \"x\"").serial());
    }

    @Test
    void an_update_may_set_a_newer_serial_itself() throws IOException {
        assertEquals(
                100,
                accepted("add @ SOA 300 ns1 hostmaster 100 1 1 1 1; add a TXT 60 \"x\"").serial());
    }

    @Test
    void serials_wrap_around_and_leave_out_zero() {
        assertEquals(1, UpdateRules.nextSerial(0xFFFFFFFFL));
        assertEquals(5, UpdateRules.nextSerial(4));
        assertTrue(UpdateRules.isNewer(3, 0xFFFFFFF0L));
        assertFalse(UpdateRules.isNewer(0xFFFFFFF0L, 3));
        assertFalse(UpdateRules.isNewer(1L << 31, 0));
        assertFalse(UpdateRules.isNewer(7, 7));
    }

    @Test
    void another_ttl_becomes_the_ttl_of_the_whole_set() throws IOException {
        ZoneVersion after = accepted("add @ TXT 60 \"new\"");
        assertEquals(3, after.set("@", Type.TXT).size());
        assertTrue(after.set("@", Type.TXT).stream().allMatch(r -> r.getTTL() == 60));
        assertEquals(60, accepted("add @ MX 60 10 mx1").set("@", Type.MX).getLast().getTTL());
    }

    @Test
    void records_are_deleted_by_value_whatever_their_ttl_and_letter_case() throws IOException {
        ZoneVersion after = accepted("delrr @ MX 10 MX1.EXAMPLE.TEST.; delrr @ TXT \"site=1\"");
        assertEquals(List.of("20 mx2.example.test."), data(after, "@", Type.MX));
        assertEquals(List.of("\"v=spf1 -all\""), data(after, "@", Type.TXT));
    }

    @Test
    void deleting_the_apex_keeps_soa_and_name_servers() throws IOException {
        ZoneVersion after = accepted("delname @");
        assertEquals(
                List.of("NS", "SOA"),
                after.node(name("example.test.")).keySet().stream()
                        .map(Type::string)
                        .sorted()
                        .toList());
    }

    @Test
    void one_name_server_may_replace_the_other() throws IOException {
        assertEquals(
                List.of("ns2.example.test."),
                data(accepted("add @ NS 300 ns2; delrr @ NS ns1"), "@", Type.NS));
    }

    @Test
    void a_cname_replaces_the_old_one_and_swaps_with_other_types_in_one_message()
            throws IOException {
        assertEquals(
                List.of("mx2.example.test."),
                data(accepted("add relay CNAME 60 mx2"), "relay", Type.CNAME));
        assertEquals(
                List.of("192.0.2.9"),
                data(accepted("delset relay CNAME; add relay A 60 192.0.2.9"), "relay", Type.A));
        assertEquals(
                List.of("mx1.example.test."),
                data(accepted("delname a.b.c; add a.b.c CNAME 60 mx1"), "a.b.c", Type.CNAME));
    }

    @Test
    void a_mail_host_gets_its_address_in_the_same_message() throws IOException {
        assertEquals(
                3,
                accepted("add @ MX 300 30 mx3; add mx3 A 60 192.0.2.5").set("@", Type.MX).size());
        assertEquals(3, accepted("add @ MX 300 30 mx.elsewhere.test.").set("@", Type.MX).size());
    }

    @Test
    void who_may_not_write_does_not_learn_from_prerequisites() throws IOException {
        for (String prerequisite : List.of("yxname mx1", "yxname none")) {
            assertEquals(
                    new UpdateRules.Result.Refused(Rcode.REFUSED),
                    UpdateRules.judge(
                            ZONE,
                            new UpdateText(prerequisite + "; add new A 60 192.0.2.1").message(),
                            (_, type) -> type == Type.MX));
        }
    }

    @Test
    void deleting_a_name_needs_the_right_to_all_its_types() throws IOException {
        var update = new UpdateText("delname @").message();
        assertEquals(
                new UpdateRules.Result.Refused(Rcode.REFUSED),
                UpdateRules.judge(ZONE, update, (_, type) -> type == Type.MX));
    }

    @Test
    void bytes_of_a_txt_survive() throws IOException {
        String odd = "\"quote\\\" slash\\\\ \\000\\195\\169;\" \"" + "x".repeat(250) + "\"";
        TXTRecord held = (TXTRecord) accepted("add t TXT 60 " + odd).set("t", Type.TXT).getFirst();
        byte[] first = "quote\" slash\\ \0\u00c3\u00a9;".getBytes(StandardCharsets.ISO_8859_1);
        assertArrayEquals(first, held.getStringsAsByteArrays().get(0));
        assertEquals(250, held.getStringsAsByteArrays().get(1).length);
    }

    @Test
    void the_order_of_sets_and_names_does_not_matter() throws IOException {
        String one = "add z TXT 60 \"1\"; add z TXT 60 \"2\"; add y A 60 192.0.2.1";
        String other = "add y A 60 192.0.2.1; add Z TXT 60 \"2\"; add z TXT 60 \"1\"";
        assertEquals(lines(accepted(one)), lines(accepted(other)));
    }

    private static String lines(ZoneVersion zone) {
        return zone.text()
                .lines()
                .map(l -> l.toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
