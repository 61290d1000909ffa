package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Names that do not exist for a moment, where a provider cannot swap an alias in one write.
final class SwapHazards {
    private final Ends ends;
    private final Hazards.Setting setting;
    private final List<Hazard> found = new ArrayList<>();

    private SwapHazards(Ends ends, Hazards.Setting setting) {
        this.ends = ends;
        this.setting = setting;
    }

    static List<Hazard> of(Ends ends, Hazards.Setting setting) {
        var hazards = new SwapHazards(ends, setting);
        hazards.swaps();
        return List.copyOf(hazards.found);
    }

    private void swaps() {
        if (setting.capabilities().atomicity() == Capabilities.Atomicity.ZONE) {
            return;
        }
        var stays = new TreeSet<>(ends.hostsBefore());
        stays.retainAll(ends.hostsAfter());
        var byName = new TreeMap<Name, List<Change>>();
        ends.plan()
                .changes()
                .forEach(
                        c -> byName.computeIfAbsent(c.key().name(), _ -> new ArrayList<>()).add(c));
        byName.forEach(
                (name, changes) -> {
                    boolean alias =
                            changes.stream()
                                    .anyMatch(
                                            c ->
                                                    c.key().type() == Type.CNAME
                                                            && c.action() != Change.Action.REPLACE);
                    if (alias && changes.size() > 1) {
                        add(
                                "CNAME-SWAP-GAP",
                                ("%s changes its type (%s), in two writes: between them, seconds"
                                                + " apart, it does not exist, and resolvers that"
                                                + " ask then remember that%s")
                                        .formatted(name, types(changes), memory()),
                                stays.contains(name) ? Hazard.Effect.REJECT : Hazard.Effect.DELAY,
                                setting.negativeTtl(),
                                Ends.keys(changes));
                    }
                });
    }

    private String memory() {
        return setting.negativeTtl() > 0
                ? " for %d s (negative TTL)".formatted(setting.negativeTtl())
                : "";
    }

    /// Such as `CNAME to A, AAAA`.
    private static String types(List<Change> changes) {
        return types(changes, Change.Action.DELETE) + " to " + types(changes, Change.Action.CREATE);
    }

    private static String types(List<Change> changes, Change.Action action) {
        String types =
                changes.stream()
                        .filter(change -> change.action() == action)
                        .map(change -> change.key().typeName())
                        .sorted()
                        .collect(Collectors.joining(", "));
        return types.isEmpty() ? "none" : types;
    }

    private void add(
            String id, String who, Hazard.Effect effect, long seconds, List<RecordKey> sets) {
        found.add(ends.hazard(id, who, effect, seconds, sets));
    }
}
