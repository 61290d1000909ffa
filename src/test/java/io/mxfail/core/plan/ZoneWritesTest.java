package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

class ZoneWritesTest {
    private static ZoneWrites.Prepared prepare(String zone, Change... changes) {
        var keys = new TreeSet<RecordKey>();
        for (Change change : changes) {
            keys.add(change.key());
            keys.add(new RecordKey(change.key().name(), Type.CNAME));
        }
        return ZoneWrites.prepare(Lines.observed(zone, keys), List.of(changes));
    }

    private static List<String> order(ZoneWrites.Prepared prepared) {
        return prepared.write().orElseThrow().sets().stream()
                .map(
                        set ->
                                (set.after().isEmpty()
                                                ? "- "
                                                : set.before().isEmpty() ? "+ " : "~ ")
                                        + set.key().name().relativize(Lines.DOMAIN)
                                        + " "
                                        + set.key().typeName())
                .toList();
    }

    private static final Change MX =
            Lines.change(
                    ChangeClass.SUBSTITUTIVE,
                    "@ 60 IN MX 10 mx1.example.test.",
                    "@ 60 IN MX 10 mxb.example.test.");
    private static final Change NEW_HOST =
            Lines.change(ChangeClass.ADDITIVE, "", "mxb 60 IN A 192.0.2.2");
    private static final Change OLD_HOST =
            Lines.change(ChangeClass.SUBTRACTIVE, "mx1 60 IN A 192.0.2.1", "");

    @Test
    void what_mail_needs_comes_before_the_mx_and_goes_after_it() {
        assertEquals(
                List.of("+ mxb A", "~ @ MX", "- mx1 A"),
                order(
                        prepare(
                                """
                                @ 60 IN MX 10 mx1.example.test.
                                mx1 60 IN A 192.0.2.1
                                """,
                                OLD_HOST,
                                MX,
                                NEW_HOST)));
    }

    @Test
    void an_alias_that_becomes_the_new_host_is_swapped_before_the_mx() {
        assertEquals(
                List.of("- mxb CNAME", "+ mxb A", "~ @ MX"),
                order(
                        prepare(
                                """
                                @ 60 IN MX 10 mx1.example.test.
                                mxb 60 IN CNAME else.example.
                                """,
                                MX,
                                Lines.change(
                                        ChangeClass.SUBSTITUTIVE,
                                        "mxb 60 IN CNAME else.example.",
                                        ""),
                                Lines.change(
                                        ChangeClass.SUBSTITUTIVE, "", "mxb 60 IN A 192.0.2.2"))));
    }

    @Test
    void a_host_that_mail_leaves_becomes_an_alias_after_the_mx() {
        assertEquals(
                List.of("+ mxb A", "~ @ MX", "- mx1 A", "+ mx1 CNAME"),
                order(
                        prepare(
                                """
                                @ 60 IN MX 10 mx1.example.test.
                                mx1 60 IN A 192.0.2.1
                                """,
                                MX,
                                NEW_HOST,
                                Lines.change(ChangeClass.SUBSTITUTIVE, "mx1 60 IN A 192.0.2.1", ""),
                                Lines.change(
                                        ChangeClass.SUBSTITUTIVE,
                                        "",
                                        "mx1 60 IN CNAME else.example."))));
    }

    @Test
    void a_string_goes_into_the_set_as_it_is_now() {
        Change spf =
                Lines.string(
                        ChangeClass.ADDITIVE,
                        TxtTag.SPF,
                        "@ 300 IN TXT \"v=spf1 -all\"",
                        "@ 300 IN TXT \"v=spf1 mx -all\"");
        Optional<RecordSet> after =
                prepare(
                                """
                                @ 77 IN TXT "v=spf1 -all"
                                @ 77 IN TXT "added since"
                                """,
                                spf)
                        .write()
                        .orElseThrow()
                        .sets()
                        .getFirst()
                        .after();
        assertEquals(77, after.orElseThrow().ttl());
        assertEquals(List.of("\"added since\"", "\"v=spf1 mx -all\""), after.orElseThrow().data());
    }

    @Test
    void the_last_string_that_goes_takes_the_set_with_it_and_brings_its_ttl_back() {
        Change gone =
                Lines.string(
                        ChangeClass.SUBTRACTIVE, TxtTag.SPF, "@ 300 IN TXT \"v=spf1 -all\"", "");
        assertEquals(List.of("- @ TXT"), order(prepare("@ 300 IN TXT \"v=spf1 -all\"\n", gone)));
        RecordSet back =
                prepare("www 60 IN A 192.0.2.1\n", gone.inverse())
                        .write()
                        .orElseThrow()
                        .sets()
                        .getFirst()
                        .after()
                        .orElseThrow();
        assertEquals(300, back.ttl());
    }

    @Test
    void what_is_done_is_left_out_and_what_moved_stops_all() {
        ZoneWrites.Prepared done = prepare("@ 60 IN MX 10 mxb.example.test.\n", MX, NEW_HOST);
        assertEquals(List.of("+ mxb A"), order(done));
        assertEquals(List.of(NEW_HOST), done.pending());
        ZoneWrites.Prepared stale = prepare("@ 60 IN MX 10 mx9.example.test.\n", MX, NEW_HOST);
        assertEquals(Optional.empty(), stale.write());
        assertEquals(Set.of(MX), stale.stale().keySet());
        assertEquals(
                Optional.empty(),
                prepare(
                                """
                                @ 60 IN MX 10 mxb.example.test.
                                mxb 3600 IN A 192.0.2.2
                                """,
                                MX,
                                NEW_HOST)
                        .write());
    }

    @Test
    void nothing_may_stand_beside_an_alias_nor_an_alias_beside_it() {
        assertEquals(
                Set.of(new RecordKey(NEW_HOST.key().name(), Type.CNAME)),
                prepare("@ 60 IN NS ns1\n", NEW_HOST).write().orElseThrow().absent());
    }

    @Test
    void single_records_are_changed_in_place_and_never_two_spf_records_stand_side_by_side() {
        var write =
                new SetWrite(
                        new RecordKey(Lines.DOMAIN, Type.TXT),
                        Optional.of(
                                ObservedSet.of(
                                        Lines.sets(
                                                        """
                                                        @ 60 IN TXT "v=spf1 -all"
                                                        @ 60 IN TXT "a=old"
                                                        @ 60 IN TXT "stays"
                                                        """)
                                                .getFirst())),
                        Optional.of(
                                Lines.sets(
                                                """
                                                @ 60 IN TXT "a=new"
                                                @ 60 IN TXT "b=new"
                                                @ 60 IN TXT "v=spf1 mx -all"
                                                @ 60 IN TXT "stays"
                                                """)
                                        .getFirst()));
        assertEquals(
                List.of("v=spf1 -all -> v=spf1 mx -all", "a=old -> a=new", "none -> b=new"),
                RecordEdit.of(write).stream()
                        .map(e -> side(e.before()) + " -> " + side(e.after()))
                        .toList());
    }

    private static String side(Optional<org.xbill.DNS.Record> record) {
        return record.map(r -> r.rdataToString().replace("\"", "")).orElse("none");
    }
}
