package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The mixtures that a question meets, beside every mixture there is: a receiver for each choice of
/// one content for each set, put together without looking at what the question asks.
final class MixturesTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");
    private static final Name INCLUDED = Name.fromConstantString("_spf.example.test.");
    private static final Name MX1 = Name.fromConstantString("mx1.example.test.");
    private static final Name MX2 = Name.fromConstantString("mx2.example.test.");
    private static final String CLIENT = "192.0.2.1";

    /// What each set may hold; empty: it is not there.
    private static final Map<RecordKey, List<List<Record>>> CONTENTS = contents();

    private static Map<RecordKey, List<List<Record>>> contents() {
        var contents = new LinkedHashMap<RecordKey, List<List<Record>>>();
        contents.put(
                new RecordKey(DOMAIN, Type.TXT),
                texts(
                        DOMAIN,
                        "v=spf1 mx -all",
                        "v=spf1 a ~all",
                        "v=spf1 include:_spf.example.test ?all",
                        "v=spf1 -mx include:_spf.example.test a -all",
                        "v=spf1 redirect=_spf.example.test"));
        contents.put(
                new RecordKey(INCLUDED, Type.TXT),
                texts(
                        INCLUDED,
                        "v=spf1 ip4:192.0.2.1 -all",
                        "v=spf1 mx:example.test -all",
                        "v=spf1 ip4:198.51.100.1 -all"));
        contents.put(
                new RecordKey(DOMAIN, Type.MX),
                List.of(List.of(mx(MX1)), List.of(mx(MX2)), List.of(mx(MX1), mx(MX2)), List.of()));
        for (Name host : List.of(MX1, MX2, DOMAIN)) {
            contents.put(
                    new RecordKey(host, Type.A),
                    List.of(List.of(a(host, CLIENT)), List.of(a(host, "192.0.2.9")), List.of()));
        }
        return contents;
    }

    private static List<List<Record>> texts(Name name, String... texts) {
        return Stream.of(texts)
                .map(text -> List.<Record>of(TxtText.record(name, 300, text)))
                .toList();
    }

    private static Record mx(Name host) {
        return new MXRecord(DOMAIN, DClass.IN, 300, 10, host);
    }

    private static Record a(Name host, String address) {
        try {
            return new ARecord(host, DClass.IN, 300, InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DnsAnswers of(Map<RecordKey, DnsAnswer> world) {
        return key -> world.getOrDefault(key, new DnsAnswer.NxDomain(300));
    }

    private static DnsAnswer answer(List<Record> records) {
        return records.isEmpty()
                ? new DnsAnswer.NoData(300)
                : new DnsAnswer.Found(RecordSet.of(records), false);
    }

    private static <T> T any(Random chance, List<T> of) {
        return of.get(chance.nextInt(of.size()));
    }

    /// What SPF says to somebody.
    private static SpfResult says(MailDns dns) {
        return dns.spf(CLIENT, DOMAIN).orElseThrow().result();
    }

    /// What it says in every mixture: of each set the new content, or an old one that was there.
    private static Set<SpfResult> inEach(Map<RecordKey, List<DnsAnswer>> choices) {
        List<Map<RecordKey, DnsAnswer>> worlds = new ArrayList<>(List.of(Map.of()));
        for (Map.Entry<RecordKey, List<DnsAnswer>> set : choices.entrySet()) {
            worlds =
                    worlds.stream()
                            .flatMap(
                                    world ->
                                            set.getValue().stream()
                                                    .map(
                                                            content -> {
                                                                var more = new HashMap<>(world);
                                                                more.put(set.getKey(), content);
                                                                return more;
                                                            }))
                            .collect(Collectors.toCollection(ArrayList::new));
        }
        return worlds.stream()
                .map(world -> says(new MailDns(of(world))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<RecordKey> asked(Map<RecordKey, DnsAnswer> world) {
        var asked = new TreeSet<RecordKey>();
        says(
                new MailDns(
                        key -> {
                            asked.add(key);
                            return of(world).ask(key);
                        }));
        return asked;
    }

    @Test
    void a_question_meets_what_some_mixture_says_and_nothing_else() {
        Random chance = new Random(6376);
        int differing = 0;
        for (int round = 0; round < 400; round++) {
            var before = new HashMap<RecordKey, DnsAnswer>();
            var after = new HashMap<RecordKey, DnsAnswer>();
            var older = new ArrayList<RecordSet>();
            var choices = new LinkedHashMap<RecordKey, List<DnsAnswer>>();
            CONTENTS.forEach(
                    (key, contents) -> {
                        DnsAnswer was = answer(any(chance, contents));
                        DnsAnswer is = answer(any(chance, contents));
                        before.put(key, was);
                        after.put(key, is);
                        var known = new ArrayList<>(List.of(is));
                        if (was instanceof DnsAnswer.Found || is instanceof DnsAnswer.Found) {
                            known.add(was);
                        }
                        if (chance.nextInt(4) == 0
                                && answer(any(chance, contents)) instanceof DnsAnswer.Found old) {
                            older.add(old.set());
                            known.add(old);
                        }
                        choices.put(key, known);
                    });
            // that a set was missing knows who came to it before
            Set<RecordKey> asked = asked(before);
            choices.forEach(
                    (key, known) -> {
                        if (!asked.contains(key) && before.get(key) instanceof DnsAnswer.NoData) {
                            known.removeIf(
                                    each ->
                                            each.equals(before.get(key))
                                                    && !each.equals(after.get(key)));
                        }
                    });
            List<Mixtures.Told<SpfResult>> told =
                    Mixtures.of(new MailDns(of(before)), new MailDns(of(after)), older)
                            .of(MixturesTest::says);

            assertEquals(Set.of(), told.getFirst().old());
            assertEquals(says(new MailDns(of(after))), told.getFirst().outcome());
            Set<SpfResult> outcomes =
                    told.stream()
                            .map(Mixtures.Told::outcome)
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(inEach(choices), outcomes, () -> before + " and then " + after);
            differing += outcomes.size() > 1 ? 1 : 0;
        }
        assertTrue(differing > 100, differing + " questions met several outcomes");
    }

    @Test
    void the_sets_that_are_remembered_are_those_that_make_the_outcome() {
        var before = new HashMap<RecordKey, DnsAnswer>();
        var after = new HashMap<RecordKey, DnsAnswer>();
        for (Map<RecordKey, DnsAnswer> both : List.of(before, after)) {
            both.put(
                    new RecordKey(DOMAIN, Type.TXT),
                    answer(texts(DOMAIN, "v=spf1 mx -all").getFirst()));
            both.put(new RecordKey(MX1, Type.A), answer(List.of(a(MX1, "192.0.2.9"))));
            both.put(new RecordKey(MX2, Type.A), answer(List.of(a(MX2, CLIENT))));
        }
        before.put(new RecordKey(DOMAIN, Type.MX), answer(List.of(mx(MX1))));
        after.put(new RecordKey(DOMAIN, Type.MX), answer(List.of(mx(MX2))));
        // it moves, and no SPF record leads there
        before.put(new RecordKey(DOMAIN, Type.A), answer(List.of(a(DOMAIN, CLIENT))));
        after.put(new RecordKey(DOMAIN, Type.A), answer(List.of(a(DOMAIN, "192.0.2.9"))));

        assertEquals(
                List.of(
                        new Mixtures.Told<>(SpfResult.PASS, Set.of()),
                        new Mixtures.Told<>(
                                SpfResult.FAIL, Set.of(new Mixtures.Old(DOMAIN, Type.MX)))),
                Mixtures.of(new MailDns(of(before)), new MailDns(of(after)), List.of())
                        .of(MixturesTest::says));
    }

    /// What the record leads to and was missing is remembered as missing; what nobody was led to is
    /// new to everybody, and so is what nobody may remember.
    @Test
    void a_set_that_was_missing_is_remembered_by_those_who_were_led_to_it() {
        String leads = "v=spf1 include:_spf.example.test -all";
        assertEquals(
                List.of("PASS []", "PERMERROR [_spf.example.test. TXT Optional[PT5M]]"),
                included(leads, leads, 300));
        assertEquals(
                List.of("PASS []", "FAIL [example.test. TXT Optional.empty]"),
                included("v=spf1 -all", leads, 300));
        assertEquals(List.of("PASS []"), included(leads, leads, 0));
    }

    private static List<String> included(String was, String is, long negativeTtl) {
        var before = new HashMap<RecordKey, DnsAnswer>();
        var after = new HashMap<RecordKey, DnsAnswer>();
        var included = new RecordKey(INCLUDED, Type.TXT);
        before.put(new RecordKey(DOMAIN, Type.TXT), answer(texts(DOMAIN, was).getFirst()));
        before.put(included, new DnsAnswer.NxDomain(negativeTtl));
        after.put(new RecordKey(DOMAIN, Type.TXT), answer(texts(DOMAIN, is).getFirst()));
        after.put(included, answer(texts(INCLUDED, "v=spf1 ip4:192.0.2.1 -all").getFirst()));
        return Mixtures.of(new MailDns(of(before)), new MailDns(of(after)), List.of())
                .of(MixturesTest::says)
                .stream()
                .map(
                        told ->
                                told.outcome()
                                        + " "
                                        + told.old().stream()
                                                .map(old -> old + " " + old.missing())
                                                .toList())
                .toList();
    }

    @Test
    void a_question_that_meets_more_mixtures_than_are_looked_at_says_so() {
        assertEquals("1024 true", met(10));
        assertEquals("1024 false", met(11));
    }

    /// How many mixtures of so many addresses that move are looked at, and whether these are all.
    private static String met(int sets) {
        var before = new HashMap<RecordKey, DnsAnswer>();
        var after = new HashMap<RecordKey, DnsAnswer>();
        var hosts = new ArrayList<Name>();
        for (int i = 0; i < sets; i++) {
            Name host = Name.fromConstantString("h" + i + ".example.test.");
            hosts.add(host);
            before.put(new RecordKey(host, Type.A), answer(List.of(a(host, "192.0.2.9"))));
            after.put(new RecordKey(host, Type.A), answer(List.of(a(host, CLIENT))));
        }
        Mixtures.Met<Set<String>> met =
                Mixtures.of(new MailDns(of(before)), new MailDns(of(after)), List.of())
                        .met(
                                dns ->
                                        hosts.stream()
                                                .flatMap(host -> dns.addresses(host).stream())
                                                .collect(Collectors.toSet()));
        return met.told().size() + " " + met.all();
    }
}
