package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Follows mail through every mixture of old and new answers that caches may hold, and compares
/// where it ends with what the hazards say.
class HazardPropertiesTest {
    static LongStream seeds() {
        return Seeds.all();
    }

    /// One domain on its way, and the hazards of it.
    private record Scene(
            DomainView view,
            DomainPlan plan,
            Map<RecordKey, RecordSet> before,
            Map<RecordKey, RecordSet> after,
            Hazards.Setting setting,
            List<Hazard> hazards) {}

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_mixture_of_caches_that_loses_mail_is_named_and_no_other(long seed) {
        for (Scene scene : scenes(seed)) {
            Set<RecordKey> inDoubt = new HashSet<>();
            for (Change change : scene.plan().changes()) {
                if (change.tag().isEmpty() && !change.ttlOnly()) {
                    inDoubt.add(change.key());
                }
            }
            Set<RecordKey> mail = new HashSet<>(Set.of(scene.view().mx()));
            inDoubt.stream()
                    .filter(
                            key ->
                                    targets(scene, scene.before()).contains(key.name())
                                            || targets(scene, scene.after()).contains(key.name()))
                    .forEach(mail::add);
            mail.retainAll(inDoubt);
            Set<RecordKey> named = new HashSet<>();
            scene.hazards().stream()
                    .filter(h -> !h.id().equals("CNAME-SWAP-GAP") && !h.id().endsWith("-SPF"))
                    .forEach(h -> named.addAll(h.sets()));
            for (RecordKey old : mail) {
                assertEquals(
                        strays(scene, old), named.contains(old), () -> old + " cached in " + scene);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void no_set_is_named_twice_for_one_reason(long seed) {
        for (Scene scene : scenes(seed)) {
            var seen = new HashSet<String>();
            for (Hazard hazard : scene.hazards()) {
                for (RecordKey key : hazard.sets()) {
                    boolean gap = hazard.id().equals("CNAME-SWAP-GAP");
                    assertTrue(seen.add((gap ? "gap " : "cache ") + key), scene::toString);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void senders_that_the_old_record_does_not_name_are_in_danger_and_no_others(long seed) {
        for (Scene scene : scenes(seed)) {
            List<String> old = spf(scene.before(), scene.view());
            List<String> now = spf(scene.after(), scene.view());
            Optional<Hazard> named =
                    scene.hazards().stream()
                            .filter(h -> h.id().equals("OLD-SPF-CACHED"))
                            .findFirst();
            if (old.size() != 1 || now.size() != 1) {
                assertEquals(Optional.empty(), named, scene::toString);
                continue;
            }
            List<SpfTerm> known = SpfText.parse(old.getFirst()).orElseThrow().reached();
            List<SpfTerm> wanted = SpfText.parse(now.getFirst()).orElseThrow().reached();
            boolean unknown =
                    wanted.stream().anyMatch(term -> known.stream().noneMatch(term::same));
            boolean authorised =
                    known.stream().anyMatch(term -> wanted.stream().noneMatch(term::same));
            assertEquals(
                    unknown
                            ? Optional.of(Hazard.Effect.REJECT)
                            : authorised ? Optional.of(Hazard.Effect.DOWNGRADE) : Optional.empty(),
                    named.map(Hazard::effect),
                    scene::toString);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void where_both_sites_accept_and_nothing_was_missing_caches_do_no_harm(long seed) {
        for (Scene scene : scenes(seed)) {
            boolean calm = scene.setting().left() == Reception.TAKES && !scene.setting().revoked();
            boolean moved = scene.hazards().stream().anyMatch(h -> h.id().equals("OLD-MX-CACHED"));
            boolean hostGone =
                    targets(scene, scene.before()).stream()
                            .anyMatch(
                                    host ->
                                            hasAddress(scene.before(), host)
                                                    && !hasAddress(scene.after(), host));
            assertTrue(!calm || !moved || hostGone, scene::toString);
        }
    }

    /// Whether mail that meets this one old answer, and otherwise new or old ones, ends elsewhere
    /// than at a site that takes it and may have it.
    private static boolean strays(Scene scene, RecordKey old) {
        boolean fine = scene.setting().left() == Reception.TAKES && !scene.setting().revoked();
        RecordKey mx = scene.view().mx();
        Optional<RecordSet> before = Optional.ofNullable(scene.before().get(old));
        if (old.equals(mx)) {
            if (before.isEmpty()) {
                return scene.setting().negativeTtl() > 0;
            }
            boolean noHost =
                    targets(scene, scene.before()).stream()
                            .anyMatch(
                                    host ->
                                            hasAddress(scene.before(), host)
                                                    && !hasAddress(scene.after(), host));
            return noHost || !fine;
        }
        if (!targets(scene, scene.after()).contains(old.name())) {
            // reached by the old MX alone: told there, unless applications use the name
            return before.isPresent()
                    ? hasAddress(scene.after(), old.name()) && (!fine || !isLeft(scene, old))
                    : scene.setting().negativeTtl() > 0 && !hasAddress(scene.before(), old.name());
        }
        if (before.isPresent()) {
            return !fine || !isLeft(scene, old);
        }
        return scene.setting().negativeTtl() > 0 && !hasAddress(scene.before(), old.name());
    }

    private static boolean isLeft(Scene scene, RecordKey key) {
        return Optional.ofNullable(scene.view().sites().get(scene.plan().from())).stream()
                .anyMatch(
                        site -> {
                            List<org.xbill.DNS.Record> own =
                                    site.all().stream()
                                            .filter(r -> RecordKey.of(r).equals(key))
                                            .toList();
                            return !own.isEmpty()
                                    && scene.before().get(key).sameData(new RecordSet(key, 0, own));
                        });
    }

    private static Set<Name> targets(Scene scene, Map<RecordKey, RecordSet> state) {
        return RandomCase.targets(state, scene.view().name());
    }

    private static boolean hasAddress(Map<RecordKey, RecordSet> state, Name host) {
        return List.of(Type.A, Type.AAAA, Type.CNAME).stream()
                .anyMatch(type -> state.containsKey(new RecordKey(host, type)));
    }

    private static List<String> spf(Map<RecordKey, RecordSet> state, DomainView view) {
        return Optional.ofNullable(state.get(view.spf())).stream()
                .flatMap(set -> set.records().stream())
                .map(r -> TxtText.of((TXTRecord) r))
                .filter(SpfText::isSpf)
                .toList();
    }

    private static List<Scene> scenes(long seed) {
        var its = new RandomCase(seed);
        if (its.blocked()) {
            return List.of();
        }
        var more = new Random(seed);
        var scenes = new ArrayList<Scene>();
        for (DomainView view : its.views) {
            Observed observed = its.zone.observe(its.keys());
            List<Change> changes = Planner.changes(view, observed, its.intent);
            var plan =
                    new DomainPlan(
                            view.name(),
                            view.zone(),
                            ActiveSite.of(view, observed).site(),
                            new DomainPlan.Target(List.of("one"), its.capabilities.atomicity()),
                            changes);
            Transition transition = Transition.of(view, observed, changes, its.capabilities);
            var setting =
                    new Hazards.Setting(
                            Reception.values()[more.nextInt(4)],
                            its.intent.quarantined().isPresent(),
                            observed.negativeTtl(),
                            its.capabilities);
            scenes.add(
                    new Scene(
                            view,
                            plan,
                            new TreeMap<>(transition.states().getFirst()),
                            new TreeMap<>(transition.states().getLast()),
                            setting,
                            Hazards.of(plan, transition, setting)));
        }
        return scenes;
    }
}
