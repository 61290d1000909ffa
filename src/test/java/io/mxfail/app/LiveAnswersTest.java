package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

class LiveAnswersTest {
    private final Office office = Office.open();

    private LiveAnswers answers(RecordSet... after) {
        var planned = new TreeMap<RecordKey, Optional<RecordSet>>();
        for (RecordSet set : after) {
            planned.put(set.key(), Optional.of(set));
        }
        return new LiveAnswers(
                office.lookup,
                planned,
                Map.of(Office.EXAMPLE, List.of(Office.NS1)),
                List.of(Office.RESOLVER),
                Duration.ofSeconds(1));
    }

    private static RecordKey key(String name, int type) {
        return new RecordKey(Name.fromConstantString(name), type);
    }

    @Test
    void an_alias_that_leads_out_of_the_zone_is_followed_at_a_resolver() {
        var found =
                assertInstanceOf(
                        DnsAnswer.Found.class,
                        answers().ask(key("s1._domainkey.example.test.", Type.TXT)));
        assertEquals(key("s1.dkim.primary.example.", Type.TXT), found.set().key());
        assertEquals(true, found.aliased());
        assertEquals(
                List.of(Office.RESOLVER + " s1.dkim.primary.example. TXT"),
                office.lookup.askedOfResolvers());
    }

    @Test
    void a_dead_server_is_waited_for_once_and_not_with_each_question() {
        office.lookup.silence(Office.NS1);
        var answers =
                new LiveAnswers(
                        office.lookup,
                        Map.of(),
                        Map.of(Office.EXAMPLE, List.of(Office.NS1, Office.NS2)),
                        List.of(Office.RESOLVER),
                        Duration.ofSeconds(1));
        for (String name : List.of("example.test.", "mx1.example.test.", "www.example.test.")) {
            assertInstanceOf(
                    DnsAnswer.Found.class,
                    answers.ask(key(name, name.startsWith("e") ? Type.MX : Type.A)));
        }
        assertEquals(1, office.lookup.questionsTo(Office.NS1));
        assertEquals(3, office.lookup.questionsTo(Office.NS2));
    }

    @Test
    void so_it_is_before_the_plan_and_where_the_plan_makes_the_alias() {
        RecordKey asked = key("s1._domainkey.example.test.", Type.TXT);
        assertInstanceOf(DnsAnswer.Found.class, answers().before().ask(asked));
        RecordSet planned =
                Office.set("new.example.test.", Type.CNAME, 60, "s1.dkim.primary.example.");
        LiveAnswers answers = answers(planned);
        assertInstanceOf(DnsAnswer.Found.class, answers.ask(key("new.example.test.", Type.TXT)));
        assertInstanceOf(
                DnsAnswer.NxDomain.class, answers.before().ask(key("new.example.test.", Type.TXT)));
    }

    @Test
    void what_an_alias_leads_to_may_be_missing() {
        assertInstanceOf(
                DnsAnswer.NxDomain.class, answers().ask(key("smtp.example.test.", Type.A)));
    }

    @Test
    void aliases_that_go_in_circles_end() {
        office.zones().put(Office.set("a.example.test.", Type.CNAME, 60, "b.example.test."));
        RecordSet back = Office.set("b.example.test.", Type.CNAME, 60, "a.example.test.");
        office.zones().put(back);
        assertInstanceOf(
                DnsAnswer.Failed.class,
                answers(back, Office.set("a.example.test.", Type.CNAME, 60, "b.example.test."))
                        .ask(key("a.example.test.", Type.A)));
    }

    @Test
    void names_of_the_zone_itself_are_never_asked_at_a_resolver() {
        answers().ask(key("nothing.example.test.", Type.A));
        answers().ask(key("www.example.test.", Type.AAAA));
        assertEquals(List.of(), office.lookup.askedOfResolvers());
    }
}
