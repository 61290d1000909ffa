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
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What holds of every plan, whatever the profile, the zone and the moment at which it stops.
///
/// There is no other exception than these:
///
/// - A plan that would put an alias beside other data (`CNAME-OCCUPIED`) is never carried out: that
///   finding cannot be accepted, so there is nothing to hold.
/// - What was broken before a plan, a missing MX or a host without address, may stay so until the
///   plan mends it; it is not broken again. What a plan or its undo leaves broken, since the former
///   data was, may break at one point and not before. Two SPF records stay as they are.
/// - An alias in the place of a mail host's addresses, or the other way round, while the MX names
///   that host at both ends: the two cannot stand beside each other, so that a service which does
///   not write a zone whole leaves one moment without address. A plan names it (`CNAME-SWAP-GAP`).
/// - A service that changes a set record by record may stop within a set, which is then nobody's: a
///   run calls it in doubt. All other properties hold of such a service between sets.
/// - Mail hosts of other zones: what stands there is not the plan's.
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
                if (!isUnread(change)) {
                    assertEquals(decides, here.isEmpty(), () -> change + " in " + its);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("plannable")
    void the_inverse_gives_back_every_byte_and_ttl_from_wherever_it_stopped(long seed) {
        var its = new RandomCase(seed);
        List<Change> changes = its.changes();
        List<Change> inverse = changes.stream().map(Change::inverse).sorted().toList();
        var unit = wholeSets(its);
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
            Map<RecordKey, RecordSet> stopped = zone.content();
            var rest = carryOut(its, changes, zone);
            assertSafe(its, changes, stopped, rest, zone.content());
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
    void no_moment_of_an_undo_strands_mail_from_wherever_the_plan_stopped(long seed) {
        var its = new RandomCase(seed);
        List<Change> changes = its.changes();
        List<Change> inverse = changes.stream().map(Change::inverse).sorted().toList();
        var unit = wholeSets(its);
        int units = carryOut(its, changes, its.zone.copy(), unit, Integer.MAX_VALUE).size();
        for (int stop = 0; stop < units; stop++) {
            ModelZone zone = its.zone.copy();
            carryOut(its, changes, zone, unit, stop);
            Map<RecordKey, RecordSet> stopped = zone.content();
            assertSafe(its, inverse, stopped, carryOut(its, inverse, zone), zone.content());
        }
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

    /// Half-written sets are nobody's: where a service changes records one by one, it stops between
    /// sets here.
    private static Capabilities.Atomicity wholeSets(RandomCase its) {
        return its.capabilities.atomicity() == Capabilities.Atomicity.ZONE
                ? Capabilities.Atomicity.ZONE
                : Capabilities.Atomicity.RRSET;
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

    /// Judges every state between two ends. What was broken before may stay broken until it is
    /// mended, and what is wished broken may break once; nothing else may, not even for one write.
    private static void assertSafe(
            RandomCase its,
            List<Change> changes,
            Map<RecordKey, RecordSet> before,
            List<Map<RecordKey, RecordSet>> between,
            Map<RecordKey, RecordSet> after) {
        var states = new ArrayList<Map<RecordKey, RecordSet>>();
        states.add(before);
        states.addAll(between);
        states.add(after);
        for (DomainView view : its.views) {
            assertGoesOnce(its, states, state -> !state.containsKey(view.mx()), "no MX");
            assertOneSpf(its, view, states);
            for (Name host : hosts(states, view.name())) {
                assertReachable(its, view.name(), host, states, changes);
            }
        }
    }

    /// @param broken holds at most at one end of the way and from there without a break
    private static void assertGoesOnce(
            RandomCase its,
            List<Map<RecordKey, RecordSet>> states,
            Predicate<Map<RecordKey, RecordSet>> broken,
            String what) {
        List<Boolean> course = states.stream().map(broken::test).toList();
        assertTrue(isPrefixOrSuffix(course), () -> what + " on the way: " + course + "\n" + its);
    }

    private static boolean isPrefixOrSuffix(List<Boolean> broken) {
        int turns = 0;
        for (int i = 1; i < broken.size(); i++) {
            turns += broken.get(i).equals(broken.get(i - 1)) ? 0 : 1;
        }
        return turns <= 1 || (turns == 2 && broken.getFirst());
    }

    /// Where there are two already, nobody knows which counts: they are left alone.
    private static void assertOneSpf(
            RandomCase its, DomainView view, List<Map<RecordKey, RecordSet>> states) {
        List<String> first = spf(states.getFirst(), view);
        for (Map<RecordKey, RecordSet> state : states) {
            if (first.size() > 1) {
                assertEquals(first, spf(state, view), its::toString);
            } else {
                assertTrue(spf(state, view).size() <= 1, () -> "two SPF records: " + its);
            }
        }
        if (first.size() == 1 && spf(states.getLast(), view).size() == 1) {
            states.forEach(state -> assertEquals(1, spf(state, view).size(), its::toString));
        }
    }

    /// Every mail host of the zone that an MX named on the way. Of hosts elsewhere a plan knows
    /// nothing.
    private static Set<Name> hosts(List<Map<RecordKey, RecordSet>> states, Name domain) {
        var hosts = new TreeSet<Name>();
        states.forEach(state -> hosts.addAll(RandomCase.targets(state, domain)));
        hosts.removeIf(host -> !host.subdomain(RandomCase.ZONE));
        return hosts;
    }

    /// A host that an MX names has an address. At a service that does not write a zone whole, an
    /// alias cannot take the place of addresses, or they of it, without one moment between: it is
    /// one state, only where the MX names the host at both ends, and a hazard tells of it.
    private static void assertReachable(
            RandomCase its,
            Name domain,
            Name host,
            List<Map<RecordKey, RecordSet>> states,
            List<Change> changes) {
        List<Boolean> lost =
                states.stream()
                        .map(
                                state ->
                                        RandomCase.targets(state, domain).contains(host)
                                                && !hasAddress(state, host))
                        .toList();
        if (isPrefixOrSuffix(lost)) {
            return;
        }
        Supplier<String> told = () -> host + " has no address: " + lost + "\n" + changes + its;
        assertFalse(its.capabilities.atomicity() == Capabilities.Atomicity.ZONE, told);
        assertTrue(gaps(its).contains(host), told);
        assertEquals(1, lost.stream().filter(is -> is).count(), told);
        assertTrue(RandomCase.targets(states.getFirst(), domain).contains(host), told);
        assertTrue(RandomCase.targets(states.getLast(), domain).contains(host), told);
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
            List<SpfTerm> others = new ArrayList<>(others(before.getFirst(), owned));
            if (its.intent.quarantined().isPresent()) {
                others.removeIf(
                        term ->
                                its.intent.foreign().revoked().contains(term.normalised())
                                        && !its.intent.foreign().needs(term.normalised()));
            }
            assertEquals(others, others(now.getFirst(), owned));
        } else {
            assertTrue(now.getFirst().endsWith(" ~all"), now::toString);
        }
    }

    /// Terms behind `all`: no receiver ever reads them, so nobody waits for them.
    private static boolean isUnread(Change change) {
        return change.tag().filter(TxtTag.SPF::equals).isPresent()
                && change.before().isPresent()
                && change.after().isPresent()
                && reached(texts(change.before()).getFirst())
                        .equals(reached(texts(change.after()).getFirst()));
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
