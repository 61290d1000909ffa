package io.mxfail.core.plan;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The way of a plan through its providers: every state that the world sees on it, in the order in
/// which a run goes through them.
///
/// One zone at one provider that writes it whole has one waypoint, its end. Smaller units, limits
/// on a request, a second provider of the zone or an address in another zone make more. Zones of
/// one stage are written side by side, so their waypoints come in any order among each other;
/// within a zone the order is exact.
///
/// @param waypoints by stage, then by zone, then in their order
public record Passage(List<Waypoint> waypoints) {
    /// The way of a plan that nobody followed, or that has nothing to write.
    public static final Passage NONE = new Passage(List.of());

    public Passage {
        waypoints = List.copyOf(waypoints);
    }

    /// One provider, with what it serves.
    ///
    /// @param zones reads that were just made, by zone
    public record Account(String identity, Capabilities capabilities, Map<Name, Observed> zones) {
        public Account {
            zones = Map.copyOf(zones);
        }
    }

    /// Follows a plan.
    ///
    /// @param views of at least the plan's domains
    /// @param accounts in the profile's order
    /// @param weakest what may be counted on with all accounts
    public static Passage of(
            Plan plan, Collection<DomainView> views, List<Account> accounts, Capabilities weakest) {
        var byZone = new TreeMap<Name, List<DomainPlan>>();
        for (DomainPlan domain : plan.domains()) {
            byZone.computeIfAbsent(domain.zone(), _ -> new ArrayList<>()).add(domain);
        }
        Dependencies dependencies = Dependencies.of(plan);
        var viewsByZone = new TreeMap<Name, List<DomainView>>();
        views.forEach(v -> viewsByZone.computeIfAbsent(v.zone(), _ -> new ArrayList<>()).add(v));
        var waypoints = new ArrayList<Waypoint>();
        byZone.forEach(
                (zone, domains) -> {
                    var passage =
                            new ZonePassage(
                                    plan,
                                    zone,
                                    viewsByZone.getOrDefault(zone, List.of()),
                                    domains,
                                    accounts);
                    Steps.Staged staged =
                            Steps.of(zone, ZonePassage.changes(domains), weakest, dependencies);
                    passage.write(Waypoint.Stage.ADDITIONS, staged.additions());
                    passage.write(Waypoint.Stage.MOVES, staged.moves());
                    passage.write(Waypoint.Stage.REMOVALS, staged.removals());
                    waypoints.addAll(passage.finished());
                });
        waypoints.sort(
                Comparator.comparing((Waypoint w) -> w.place().stage())
                        .thenComparing(w -> w.place().zone())
                        .thenComparing(w -> w.place().number()));
        return new Passage(waypoints);
    }

    /// The waypoints of each zone, in their order.
    public Map<Name, List<Waypoint>> byZone() {
        var byZone = new TreeMap<Name, List<Waypoint>>();
        waypoints.forEach(
                w -> byZone.computeIfAbsent(w.place().zone(), _ -> new ArrayList<>()).add(w));
        return byZone;
    }
}
