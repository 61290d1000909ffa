package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.List;

class ZoneVersionTest {
    private static List<String> data(ZoneVersion zone, String name, int type) {
        return zone.set(name, type).stream().map(Record::rdataToString).toList();
    }

    @Test
    void the_shortest_zone_gets_an_soa_and_a_name_server() {
        ZoneVersion zone = ZoneVersion.parse("example.test.", "@ MX 10 mx1");
        assertEquals(1, zone.serial());
        assertEquals(60, zone.soa().getMinimum());
        assertEquals(List.of("ns1.example.test."), data(zone, "@", Type.NS));
        assertEquals(List.of("10 mx1.example.test."), data(zone, "example.test.", Type.MX));
        assertEquals(3600, zone.set("@", Type.MX).getFirst().getTTL());
    }

    @Test
    void all_records_of_a_set_get_the_first_ones_ttl() {
        ZoneVersion zone = ZoneVersion.parse("example.test.", "a 60 A 192.0.2.1\na 90 A 192.0.2.2");
        assertEquals(
                List.of(60L, 60L), zone.set("a", Type.A).stream().map(Record::getTTL).toList());
    }

    @Test
    void its_text_can_be_read_again() {
        String text = "@ 30 TXT \"a;b\" \"c\\\"d\\\\e\\195\\169\"\n*.w 60 CNAME Mixed.Case";
        ZoneVersion zone = ZoneVersion.parse("example.test.", text);
        ZoneVersion again = ZoneVersion.parse("example.test.", zone.text());
        assertEquals(zone.text(), again.text());
        assertTrue(zone.text().startsWith("example.test.\t\t3600\tIN\tSOA\t"), zone.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a CNAME b\na A 192.0.2.1",
                "a CNAME b\na CNAME c",
                "@ CNAME b",
                "other.test. A 192.0.2.1",
                "@ SOA ns1 h 1 1 1 1 1\n@ SOA ns1 h 2 1 1 1 1",
                "a SOA ns1 h 1 1 1 1 1",
                "*.w NS ns1",
                "a A 192.0.2",
                "a NOTYPE x",
                "$INCLUDE /etc/passwd",
            })
    void what_is_no_zone_is_not_loaded(String text) {
        assertThrows(
                IllegalArgumentException.class, () -> ZoneVersion.parse("example.test.", text));
    }

    @Test
    void a_syntax_error_names_its_line() {
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ZoneVersion.parse("example.test.", "a A 192.0.2.1\nb A nonsense"));
        assertTrue(e.getMessage().contains(":2:"), e.getMessage());
    }

    @Test
    void other_versions_leave_this_one_alone() {
        ZoneVersion zone = ZoneVersion.parse("example.test.", "@ MX 10 mx1\nwww A 192.0.2.1");
        ZoneVersion with = zone.with("@ 60 MX 20 mx2\n@ 60 MX 30 mx3");
        assertEquals(
                List.of("20 mx2.example.test.", "30 mx3.example.test."), data(with, "@", Type.MX));
        assertEquals(List.of("192.0.2.1"), data(with, "www", Type.A));
        assertTrue(zone.without("www", Type.A).set("www", Type.A).isEmpty());
        assertEquals(9, zone.withSerial(9).serial());
        assertEquals(List.of("10 mx1.example.test."), data(zone, "@", Type.MX));
        assertEquals(1, zone.serial());
    }

    @Test
    void an_empty_non_terminal_exists_and_holds_nothing() {
        ZoneVersion zone = ZoneVersion.parse("example.test.", "a.b.c A 192.0.2.1");
        assertTrue(zone.exists(name("b.c.example.test.")));
        assertTrue(zone.node(name("b.c.example.test.")).isEmpty());
        assertFalse(zone.exists(name("x.b.c.example.test.")));
        assertTrue(zone.without("a.b.c", Type.A).records().size() == 2);
        assertFalse(zone.without("a.b.c", Type.A).exists(name("c.example.test.")));
    }
}
