package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.profile.Policies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What holds of every plan, whatever the profile, the zone and the moment at which it stops.
class PlannerPropertiesTest {
    static LongStream seeds() {
        return Seeds.all();
    }

    /// Those whose plan nothing forbids.
    static LongStream plannable() {
        return seeds().filter(seed -> !new RandomCase(seed).blocked());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("plannable")
    void carrying_a_plan_out_gives_what_the_target_wants(long seed) {
        var its = new RandomCase(seed);
        ModelZone after = its.zone.copy();
        carryOut(its, its.changes(), after);
        for (DomainView view : its.views) {
            for (Claim claim : view.claims()) {
                assertWanted(its, claim, after);
            }
            assertSpf(its, view, after);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("plannable")
    void planning_again_finds_nothing_left(long seed) {
        var its = new RandomCase(seed);
        ModelZone after = its.zone.copy();
        carryOut(its, its.changes(), after);
        for (DomainView view : its.views) {
            assertEquals(
                    List.of(),
                    Planner.changes(view, after.observe(view.keys()), its.intent),
                    its::toString);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("plannable")
    void what_is_awaited_is_there_once_the_plan_is_carried_out_and_not_before(long seed) {
        var its = new RandomCase(seed);
        ModelZone after = its.zone.copy();
        carryOut(its, its.changes(), after);
        for (DomainView view : its.views) {
            List<Change> changes = Planner.changes(view, its.zone.observe(its.keys()), its.intent);
            List<Awaited> awaited = Awaited.ofSite(view, its.intent.to(), changes);
            for (Awaited one : awaited) {
                assertTrue(
                        one.there().test(after.at(one.place().key())),
                        () -> one.what() + " is not there after " + its);
            }
            for (Change change : changes) {
                List<Awaited> here =
                        awaited.stream().filter(a -> a.place().equals(change.place())).toList();
                assertTrue(
                        here.stream().noneMatch(a -> a.there().test(its.zone.at(change.key()))),
                        () -> change + " is not waited for in " + its);
                boolean decides =
                        change.tag().isEmpty()
                                && view.claims().stream()
                                        .filter(Claim::switched)
                                        .anyMatch(c -> c.keys().contains(change.key()));
                assertEquals(decides, here.isEmpty(), () -> change + " in " + its);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("plannable")
    void the_inverse_gives_back_every_byte_and_ttl_from_wherever_it_stopped(long seed) {
        var its = new RandomCase(seed);
        List<Change> changes = its.changes();
        List<Change> inverse = changes.stream().map(Change::inverse).sorted().toList();
        // half-written sets are nobody's: where a service changes records one by one, it stops
        // between sets here
        var unit =
                its.capabilities.atomicity() == Capabilities.Atomicity.ZONE
                        ? Capabilities.Atomicity.ZONE
                        : Capabilities.Atomicity.RRSET;
        int units = carryOut(its, changes, its.zone.copy(), unit, Integer.MAX_VALUE).size();
        for (int stop = 0; stop <= units; stop++) {
            ModelZone zone = its.zone.copy();
            carryOut(its, changes, zone, unit, stop);
            carryOut(its, inverse, zone, unit, Integer.MAX_VALUE);
            assertEquals(text(its.zone.content()), text(zone.content()), its::toString);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("plannable")
    void a_plan_that_stopped_goes_on_from_wherever_it_did(long seed) {
        var its = new RandomCase(seed);
        List<Change> changes = its.changes();
        ModelZone whole = its.zone.copy();
        int units =
                carryOut(its, changes, whole, Capabilities.Atomicity.RRSET, Integer.MAX_VALUE)
                        .size();
        for (int stop = 0; stop <= units; stop++) {
            ModelZone zone = its.zone.copy();
            carryOut(its, changes, zone, Capabilities.Atomicity.RRSET, stop);
            carryOut(its, changes, zone, Capabilities.Atomicity.RRSET, Integer.MAX_VALUE);
            assertEquals(text(whole.content()), text(zone.content()), its::toString);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("plannable")
    void no_moment_of_a_plan_or_of_its_undo_strands_mail(long seed) {
        var its = new RandomCase(seed);
        List<Change> changes = its.changes();
        ModelZone zone = its.zone.copy();
        assertSafe(its, changes, its.zone.content(), carryOut(its, changes, zone), zone.content());
        List<Change> inverse = changes.stream().map(Change::inverse).sorted().toList();
        Map<RecordKey, RecordSet> switched = zone.content();
        assertSafe(its, inverse, switched, carryOut(its, inverse, zone), zone.content());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("plannable")
    void what_the_profile_does_not_name_is_not_touched(long seed) {
        var its = new RandomCase(seed);
        ModelZone after = its.zone.copy();
        carryOut(its, its.changes(), after);
        Map<RecordKey, Set<TxtTag>> ownedStrings = ownedStrings(its);
        Set<RecordKey> owned = new TreeSet<>();
        its.views.forEach(v -> v.claims().forEach(claim -> owned.addAll(claim.keys())));
        its.zone
                .content()
                .forEach(
                        (key, set) -> {
                            if (key.type() == Type.TXT) {
                                Set<TxtTag> tags = ownedStrings.getOrDefault(key, Set.of());
                                List<String> before = foreign(Optional.of(set), tags);
                                assertEquals(before, foreign(after.at(key), tags), its::toString);
                                if (!before.isEmpty()) {
                                    assertEquals(set.ttl(), after.at(key).orElseThrow().ttl());
                                }
                            } else if (!owned.contains(key)) {
                                assertEquals(Optional.of(set), after.at(key), its::toString);
                            }
                        });
        after.content()
                .forEach(
                        (key, set) -> {
                            if (!its.zone.content().containsKey(key)) {
                                assertTrue(
                                        owned.contains(key) || ownedStrings.containsKey(key),
                                        () -> set + " was added to\n" + its);
                            }
                        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_id_of_a_plan_does_not_depend_on_the_order_of_anything(long seed) {
        var one = new RandomCase(seed);
        var other = new RandomCase(seed, false);
        assertEquals(plan(one, false).id(), plan(other, true).id(), one::toString);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_id_of_a_plan_tells_any_two_contents_apart(long seed) {
        Plan plan = plan(new RandomCase(seed), false);
        for (int d = 0; d < plan.domains().size(); d++) {
            DomainPlan domain = plan.domains().get(d);
            for (int c = 0; c < domain.changes().size(); c++) {
                var changes = new ArrayList<>(domain.changes());
                changes.remove(c);
                var domains = new ArrayList<>(plan.domains());
                domains.set(
                        d,
                        new DomainPlan(
                                domain.domain(),
                                domain.zone(),
                                domain.from(),
                                domain.target(),
                                changes));
                assertFalse(
                        plan.id()
                                .equals(
                                        new Plan(
                                                        plan.profile(),
                                                        plan.to(),
                                                        plan.mode(),
                                                        plan.accepted(),
                                                        domains)
                                                .id()));
            }
        }
    }

    @Test
    void the_cases_are_worth_something() {
        long blocked = seeds().count() - plannable().count();
        long busy = seeds().filter(seed -> new RandomCase(seed).changes().size() >= 4).count();
        assertTrue(blocked * 5 < seeds().count(), blocked + " are blocked");
        assertTrue(busy * 3 > seeds().count(), "only " + busy + " change four sets or more");
    }

    private static Plan plan(RandomCase its, boolean mixed) {
        Observed observed = its.zone.observe(its.keys());
        var target = new DomainPlan.Target(List.of("one", "two"), Capabilities.Atomicity.ZONE);
        var domains = new ArrayList<DomainPlan>();
        for (DomainView view : its.views) {
            var changes = new ArrayList<>(Planner.changes(view, observed, its.intent));
            if (mixed) {
                Collections.shuffle(changes, new Random(its.views.size()));
            }
            domains.add(
                    new DomainPlan(
                            view.name(),
                            view.zone(),
                            ActiveSite.of(view, observed).site(),
                            target,
                            changes));
        }
        var accepted = new ArrayList<>(List.of("MX-EQUAL", "TLS-NAME@example.test", "SMTP-SLOW"));
        if (mixed) {
            Collections.reverse(domains);
            Collections.reverse(accepted);
        }
        return new Plan("acme", its.intent.to(), Mode.PLANNED, accepted, domains);
    }

    private static List<Map<RecordKey, RecordSet>> carryOut(
            RandomCase its, List<Change> changes, ModelZone zone) {
        return carryOut(its, changes, zone, its.capabilities.atomicity(), Integer.MAX_VALUE);
    }

    /// Writes step by step, up to a number of units; the states after each.
    private static List<Map<RecordKey, RecordSet>> carryOut(
            RandomCase its,
            List<Change> changes,
            ModelZone zone,
            Capabilities.Atomicity unit,
            int units) {
        var capabilities =
                new Capabilities(
                        unit,
                        its.capabilities.staleWrite(),
                        its.capabilities.minimumTtl(),
                        its.capabilities.maximumChanges());
        var keys = new TreeSet<>(its.keys());
        changes.forEach(change -> keys.add(change.key()));
        var states = new ArrayList<Map<RecordKey, RecordSet>>();
        for (List<Change> step : Steps.of(changes, capabilities)) {
            ZoneWrites.Prepared prepared = ZoneWrites.prepare(zone.observe(keys), step);
            assertEquals(Map.of(), prepared.stale(), its::toString);
            prepared.write()
                    .ifPresent(
                            write -> states.addAll(zone.apply(write, unit, units - states.size())));
        }
        return states;
    }

    /// @param before and after: what the steps lead from and to, which need not be right: what
    ///   was broken or is wished broken is not made worse on the way
    private static void assertSafe(
            RandomCase its,
            List<Change> changes,
            Map<RecordKey, RecordSet> before,
            List<Map<RecordKey, RecordSet>> states,
            Map<RecordKey, RecordSet> after) {
        for (Map<RecordKey, RecordSet> state : states) {
            for (DomainView view : its.views) {
                Name domain = view.name();
                if (before.containsKey(view.mx()) && after.containsKey(view.mx())) {
                    assertTrue(state.containsKey(view.mx()), () -> "no MX: " + its);
                }
                for (Name host : RandomCase.targets(state, domain)) {
                    boolean wasThere =
                            RandomCase.targets(before, domain).contains(host)
                                    && !hasAddress(before, host);
                    boolean stays =
                            RandomCase.targets(after, domain).contains(host)
                                    && !hasAddress(after, host);
                    assertTrue(
                            !host.subdomain(RandomCase.ZONE)
                                    || hasAddress(state, host)
                                    || wasThere
                                    || stays
                                    || gaps(its).contains(host),
                            () -> host + " has no address\n" + state + "\n" + changes + its);
                }
                int most = Math.max(1, Math.max(spf(before, view).size(), spf(after, view).size()));
                assertTrue(spf(state, view).size() <= most, () -> "two SPF records: " + its);
            }
        }
    }

    /// Names at which two sets that cannot coexist change one after the other while the MX points
    /// there all along: no order helps, so a hazard must name them.
    private static Set<Name> gaps(RandomCase its) {
        var gaps = new TreeSet<Name>();
        for (DomainView view : its.views) {
            Observed observed = its.zone.observe(its.keys());
            List<Change> own = Planner.changes(view, observed, its.intent);
            Hazards.of(
                            new DomainPlan(
                                    view.name(),
                                    view.zone(),
                                    "",
                                    new DomainPlan.Target(List.of(), its.capabilities.atomicity()),
                                    own),
                            Transition.of(view, observed, own, its.capabilities),
                            new Hazards.Setting(Reception.TAKES, false, 300, its.capabilities))
                    .stream()
                    .filter(h -> h.id().equals("CNAME-SWAP-GAP"))
                    .filter(h -> h.effect() == Hazard.Effect.REJECT)
                    .forEach(h -> h.sets().forEach(key -> gaps.add(key.name())));
        }
        return gaps;
    }

    private static boolean hasAddress(Map<RecordKey, RecordSet> state, Name host) {
        return Stream.of(Type.A, Type.AAAA, Type.CNAME)
                .anyMatch(type -> state.containsKey(new RecordKey(host, type)));
    }

    private static List<String> spf(Map<RecordKey, RecordSet> state, DomainView view) {
        return texts(Optional.ofNullable(state.get(view.spf()))).stream()
                .filter(SpfText::isSpf)
                .toList();
    }

    private static List<String> texts(Optional<RecordSet> set) {
        return set.stream()
                .flatMap(s -> s.records().stream())
                .map(r -> TxtText.of((TXTRecord) r))
                .sorted()
                .toList();
    }

    private static List<String> foreign(Optional<RecordSet> set, Set<TxtTag> owned) {
        return set.stream()
                .flatMap(s -> s.records().stream())
                .filter(r -> !owned.contains(TxtTag.of((TXTRecord) r)))
                .map(Record::rdataToString)
                .sorted()
                .toList();
    }

    private static Map<RecordKey, Set<TxtTag>> ownedStrings(RandomCase its) {
        var owned = new TreeMap<RecordKey, Set<TxtTag>>();
        for (DomainView view : its.views) {
            owned.computeIfAbsent(view.spf(), _ -> new java.util.HashSet<>()).add(TxtTag.SPF);
            view.sites()
                    .values()
                    .forEach(
                            site ->
                                    site.all().stream()
                                            .filter(r -> r instanceof TXTRecord)
                                            .forEach(
                                                    r ->
                                                            owned.computeIfAbsent(
                                                                            RecordKey.of(r),
                                                                            _ ->
                                                                                    new java.util
                                                                                            .HashSet<>())
                                                                    .add(
                                                                            TxtTag.of(
                                                                                    (TXTRecord)
                                                                                            r))));
            // a selector that was an alias is revoked by a string of its own
            view.claims().stream()
                    .flatMap(claim -> claim.keys().stream())
                    .filter(key -> TxtTag.of(key.name(), "").equals(TxtTag.DKIM))
                    .forEach(
                            key ->
                                    owned.computeIfAbsent(
                                                    new RecordKey(key.name(), Type.TXT),
                                                    _ -> new java.util.HashSet<>())
                                            .add(TxtTag.DKIM));
        }
        return owned;
    }

    private static void assertWanted(RandomCase its, Claim claim, ModelZone after) {
        String owner =
                claim.switched() ? its.intent.to() : claim.wishes().keySet().iterator().next();
        boolean revoked = !claim.switched() && its.intent.quarantined().equals(Optional.of(owner));
        Map<RecordKey, List<Record>> wish = claim.wish(owner);
        if (wish.isEmpty()) {
            return;
        }
        for (RecordKey key : claim.keys()) {
            Optional<RecordSet> live = after.at(key);
            List<String> wanted =
                    wish.getOrDefault(key, List.of()).stream()
                            .map(r -> content(r))
                            .sorted()
                            .toList();
            if (key.type() == Type.TXT) {
                var tags = new TreeSet<String>();
                claim.wishes()
                        .values()
                        .forEach(
                                w ->
                                        w.getOrDefault(key, List.of())
                                                .forEach(
                                                        r ->
                                                                tags.add(
                                                                        TxtTag.of((TXTRecord) r)
                                                                                .text())));
                List<String> own =
                        live.stream()
                                .flatMap(set -> set.records().stream())
                                .filter(r -> tags.contains(TxtTag.of((TXTRecord) r).text()))
                                .map(r -> content(r))
                                .sorted()
                                .toList();
                if (!revoked) {
                    assertEquals(wanted, own, () -> key + " in\n" + its);
                } else if (tags.contains(TxtTag.DKIM.text())) {
                    assertTrue(own.stream().allMatch("v=DKIM1; p="::equals), its::toString);
                } else {
                    assertEquals(List.of(), own, its::toString);
                }
            } else {
                List<String> own =
                        live.stream()
                                .flatMap(set -> set.records().stream())
                                .map(r -> content(r))
                                .sorted()
                                .toList();
                assertEquals(revoked ? List.of() : wanted, own, () -> key + " in\n" + its);
            }
        }
    }

    private static String content(Record record) {
        return record instanceof TXTRecord txt ? TxtText.of(txt) : record.rdataToString();
    }

    /// Judged by what a receiver reads: terms behind `all` are not there.
    private static void assertSpf(RandomCase its, DomainView view, ModelZone after) {
        List<String> before = spf(its.zone.content(), view);
        List<String> now = spf(after.content(), view);
        if (before.size() > 1) {
            assertEquals(before, now, its::toString);
            return;
        }
        var wanted = new ArrayList<SpfTerm>();
        var unwanted = new ArrayList<SpfTerm>();
        view.sites()
                .forEach(
                        (site, records) -> {
                            if (its.intent.quarantined().equals(Optional.of(site))) {
                                unwanted.addAll(records.spf());
                            } else if (site.equals(its.intent.to())
                                    || its.intent.spf() == Policies.Spf.UNION) {
                                wanted.addAll(records.spf());
                            }
                        });
        unwanted.removeIf(
                term ->
                        its.intent.foreign().needs(term.normalised())
                                || view.sites().entrySet().stream()
                                        .filter(
                                                e ->
                                                        !its.intent
                                                                .quarantined()
                                                                .equals(Optional.of(e.getKey())))
                                        .anyMatch(
                                                e ->
                                                        e.getValue().spf().stream()
                                                                .anyMatch(term::same)));
        if (now.isEmpty()) {
            assertEquals(List.of(), wanted, its::toString);
            assertEquals(List.of(), before, its::toString);
            return;
        }
        List<SpfTerm> reached = reached(now.getFirst());
        wanted.forEach(
                term ->
                        assertTrue(
                                reached.stream().anyMatch(term::same),
                                () -> term + " is not in " + now + "\n" + its));
        unwanted.forEach(
                term ->
                        assertTrue(
                                reached.stream().noneMatch(term::same),
                                () -> term + " is still in " + now + "\n" + its));
        if (!before.isEmpty()) {
            List<SpfTerm> owned =
                    view.sites().values().stream().flatMap(s -> s.spf().stream()).toList();
            assertEquals(others(before.getFirst(), owned), others(now.getFirst(), owned));
        } else {
            assertTrue(now.getFirst().endsWith(" ~all"), now::toString);
        }
    }

    private static List<SpfTerm> reached(String text) {
        var reached = new ArrayList<SpfTerm>();
        for (SpfTerm term : SpfText.parse(text).orElseThrow().terms()) {
            if (term.text().toLowerCase(java.util.Locale.ROOT).matches("[-+~?]?all")) {
                break;
            }
            reached.add(term);
        }
        return reached;
    }

    private static List<SpfTerm> others(String text, List<SpfTerm> owned) {
        return SpfText.parse(text).orElseThrow().terms().stream()
                .filter(term -> owned.stream().noneMatch(term::same))
                .toList();
    }

    private static Map<RecordKey, String> text(Map<RecordKey, RecordSet> content) {
        var text = new TreeMap<RecordKey, String>();
        content.forEach((key, set) -> text.put(key, set.ttl() + " " + set.data()));
        return text;
    }
}
