package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One zone on its way, at all its providers: each step is written at one after the other.
///
/// States are kept by domain, since a zone may hold many domains and every piece concerns few.
final class ZonePassage {
    private final Plan plan;
    private final Name zone;
    private final Map<Name, DomainView> views = new TreeMap<>();
    private final Map<Name, DomainPlan> domains = new TreeMap<>();
    private final Map<RecordKey, Set<Name>> touching = new TreeMap<>();
    private final Map<Passage.Account, Serving> serving = new LinkedHashMap<>();
    private final Map<Passage.Account, Map<Name, List<Map<RecordKey, RecordSet>>>> states =
            new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /// A piece whose meaning is told when the last one is known.
    private record Step(
            Passage.Account account,
            Waypoint.Stage stage,
            List<Waypoint.Written> sets,
            Map<Name, Map<RecordKey, RecordSet>> states) {}

    ZonePassage(
            Plan plan,
            Name zone,
            Collection<DomainView> views,
            List<DomainPlan> domains,
            List<Passage.Account> accounts) {
        this.plan = plan;
        this.zone = zone;
        views.forEach(view -> this.views.put(view.name(), view));
        for (DomainPlan domain : domains) {
            if (this.views.containsKey(domain.domain())) {
                this.domains.put(domain.domain(), domain);
                domain.changes().forEach(change -> touches(change.key(), domain.domain()));
            }
        }
        for (Passage.Account account : accounts) {
            Observed live = account.zones().get(zone);
            if (live != null) {
                var now = new Serving(live, changes(domains));
                serving.put(account, now);
                var former = new TreeMap<Name, List<Map<RecordKey, RecordSet>>>();
                this.domains
                        .keySet()
                        .forEach(name -> former.put(name, new ArrayList<>(List.of(of(name, now)))));
                states.put(account, former);
            }
        }
    }

    private void touches(RecordKey key, Name domain) {
        touching.computeIfAbsent(key, _ -> new TreeSet<>()).add(domain);
    }

    static List<Change> changes(List<DomainPlan> domains) {
        return domains.stream().flatMap(domain -> domain.changes().stream()).toList();
    }

    void write(Waypoint.Stage stage, List<Change> step) {
        if (step.isEmpty()) {
            return;
        }
        serving.forEach(
                (account, now) ->
                        now.write(
                                step,
                                account.capabilities().atomicity(),
                                sets -> seen(account, stage, sets, now)));
    }

    private void seen(
            Passage.Account account,
            Waypoint.Stage stage,
            List<Waypoint.Written> sets,
            Serving now) {
        var seen = new TreeMap<Name, Map<RecordKey, RecordSet>>();
        for (Waypoint.Written written : sets) {
            for (Name domain : touching.getOrDefault(written.key(), Set.of())) {
                seen.computeIfAbsent(domain, name -> of(name, now));
            }
        }
        seen.forEach(
                (domain, state) ->
                        Objects.requireNonNull(
                                        Objects.requireNonNull(states.get(account)).get(domain))
                                .add(state));
        steps.add(new Step(account, stage, sets, seen));
    }

    /// The sets of one domain as they are now.
    private Map<RecordKey, RecordSet> of(Name domain, Serving now) {
        var keys = new TreeSet<>(Objects.requireNonNull(views.get(domain)).keys());
        Objects.requireNonNull(domains.get(domain)).changes().forEach(c -> keys.add(c.key()));
        var state = new TreeMap<RecordKey, RecordSet>();
        keys.forEach(key -> now.at(key).ifPresent(set -> state.put(key, set)));
        return state;
    }

    List<Waypoint> finished() {
        var waypoints = new ArrayList<Waypoint>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            waypoints.add(
                    new Waypoint(
                            new Waypoint.Place(
                                    zone, step.account().identity(), i + 1, step.stage()),
                            step.sets(),
                            sights(step, steps.subList(i + 1, steps.size()))));
        }
        return waypoints;
    }

    private List<Waypoint.Sight> sights(Step step, List<Step> later) {
        List<String> elsewhere =
                later.stream()
                        .filter(other -> other.stage() == step.stage())
                        .map(other -> other.account().identity())
                        .filter(identity -> !identity.equals(step.account().identity()))
                        .distinct()
                        .toList();
        return step.states().entrySet().stream()
                .map(
                        seen ->
                                new MailSight(
                                                plan,
                                                Objects.requireNonNull(domains.get(seen.getKey())),
                                                Objects.requireNonNull(views.get(seen.getKey())),
                                                Objects.requireNonNull(
                                                        Objects.requireNonNull(
                                                                        states.get(step.account()))
                                                                .get(seen.getKey())))
                                        .of(seen.getValue(), later.size(), elsewhere))
                .toList();
    }

    /// The sets of the zone at one provider, as they become.
    private static final class Serving {
        private final Observed live;
        private final Set<RecordKey> keys;
        private final Map<RecordKey, RecordSet> now = new TreeMap<>();

        Serving(Observed live, List<Change> changes) {
            this.live = live;
            keys = new TreeSet<>(live.asked());
            changes.forEach(change -> keys.add(change.key()));
            live.sets().forEach((key, set) -> now.put(key, set.set()));
        }

        Optional<RecordSet> at(RecordKey key) {
            return Optional.ofNullable(now.get(key));
        }

        /// Carries out a step and tells what is written piece by piece.
        void write(List<Change> step, Capabilities.Atomicity unit, Piece piece) {
            Observed fresh =
                    Observed.of(live.zone(), live.negativeTtl(), List.copyOf(now.values()), keys);
            ZoneWrites.prepare(fresh, step).write().ifPresent(write -> follow(write, unit, piece));
        }

        private void follow(ZoneWrite write, Capabilities.Atomicity unit, Piece piece) {
            var whole = new ArrayList<Waypoint.Written>();
            for (SetWrite set : write.sets()) {
                switch (unit) {
                    case ZONE -> whole.add(become(set.key(), set.after()));
                    case RRSET -> piece.seen(List.of(become(set.key(), set.after())));
                    case RECORD ->
                            RecordEdit.states(set)
                                    .forEach(
                                            state -> piece.seen(List.of(become(set.key(), state))));
                }
            }
            if (!whole.isEmpty()) {
                piece.seen(whole);
            }
        }

        private Waypoint.Written become(RecordKey key, Optional<RecordSet> after) {
            var written = new Waypoint.Written(key, at(key), after);
            after.ifPresentOrElse(set -> now.put(key, set), () -> now.remove(key));
            return written;
        }
    }

    /// Told after each piece.
    @FunctionalInterface
    private interface Piece {
        void seen(List<Waypoint.Written> sets);
    }
}
