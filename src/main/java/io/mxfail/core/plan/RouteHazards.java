package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Where old MX sets lead mail.
final class RouteHazards {
    private final Ends ends;
    private final Hazards.Setting setting;
    private final Astray astray;

    private RouteHazards(Ends ends, Hazards.Setting setting) {
        this.ends = ends;
        this.setting = setting;
        this.astray = new Astray(ends, setting);
    }

    static List<Hazard> of(Ends ends, Hazards.Setting setting) {
        var hazards = new RouteHazards(ends, setting);
        hazards.oldMx();
        hazards.olderMx();
        return hazards.astray.found();
    }

    private void oldMx() {
        RecordKey mx = ends.transition().view().mx();
        for (Change change : ends.plan().changes()) {
            if (!change.key().equals(mx) || change.before().isEmpty() || change.ttlOnly()) {
                continue;
            }
            boolean hostsGo =
                    ends.hostsBefore().stream()
                            .anyMatch(
                                    host ->
                                            Ends.has(ends.before(), host)
                                                    && !Ends.has(ends.after(), host));
            if (hostsGo) {
                astray.add(
                        "OLD-MX-CACHED",
                        "senders whose resolver still holds the old MX find no address of its"
                                + " hosts",
                        Hazard.Effect.REJECT,
                        ends.transition().cached(change).toSeconds(),
                        List.of(mx));
            } else {
                astray.toTheSiteLeft(
                        "OLD-MX-CACHED",
                        "senders whose resolver still holds the old MX keep delivering to ",
                        setting.left(),
                        ends.transition().cached(change).toSeconds(),
                        List.of(mx));
            }
        }
    }

    /// An MX set from before an earlier move, which leads neither to where mail goes nor to where
    /// it went until now.
    private void olderMx() {
        RecordKey mx = ends.transition().view().mx();
        List<Change> moves =
                ends.plan().changes().stream()
                        .filter(c -> c.key().equals(mx) && !c.ttlOnly())
                        .toList();
        if (moves.isEmpty()) {
            return;
        }
        var known = new TreeSet<>(ends.hostsBefore());
        known.addAll(ends.hostsAfter());
        moves.forEach(
                c -> c.before().ifPresent(set -> known.addAll(Ends.hosts(Map.of(mx, set), mx))));
        var older = new TreeMap<String, Duration>();
        for (Remembered old : ends.transition().remembered()) {
            if (!old.place().key().equals(mx) || old.set().isEmpty()) {
                continue;
            }
            Set<Name> hosts = Ends.hosts(Map.of(mx, old.set().get()), mx);
            if (!known.containsAll(hosts)) {
                String names = hosts.stream().map(Name::toString).collect(Collectors.joining(", "));
                older.merge(names, old.left(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
        older.forEach(
                (hosts, left) ->
                        astray.add(
                                "OLD-MX-CACHED",
                                "senders whose resolver still holds the MX from before an earlier"
                                        + " change deliver to "
                                        + hosts
                                        + ", and nothing shows that it takes their mail",
                                Hazard.Effect.DELAY,
                                left.toSeconds(),
                                List.of(mx)));
    }
}
