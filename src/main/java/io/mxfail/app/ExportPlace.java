package io.mxfail.app;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.Dependencies;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.Steps;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.core.plan.ZoneWrites;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.Tool;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A zone at one of its providers, and what a plan writes there.
///
/// @param writes by the stage of the run at which each is made
record ExportPlace(Name zone, DnsProvider provider, SortedMap<Integer, ZoneWrite> writes) {
    /// The commands of one write.
    ///
    /// @param where for people
    record Piece(int stage, String where, String script) {}

    /// The writes of all zones, as a run would make them: what one zone needs of another is
    /// published a stage before.
    static List<ExportPlace> of(Plan plan, Accounts accounts, LiveZones live) {
        Dependencies dependencies = Dependencies.of(plan);
        var places = new ArrayList<ExportPlace>();
        for (Map.Entry<Name, List<Change>> zone : changes(plan).entrySet()) {
            List<List<Change>> stages =
                    Steps.of(zone.getKey(), zone.getValue(), accounts.weakest(), dependencies)
                            .all();
            for (Map.Entry<String, Observed> read : live.at(zone.getKey()).entrySet()) {
                SortedMap<Integer, ZoneWrite> writes = writes(read.getValue(), stages);
                if (!writes.isEmpty()) {
                    places.add(
                            new ExportPlace(
                                    zone.getKey(), accounts.byIdentity(read.getKey()), writes));
                }
            }
        }
        return places;
    }

    /// @return empty: the tool cannot write here
    Optional<List<Piece>> pieces(ExportPlan.Tool tool) throws CommandFailure {
        var pieces = new ArrayList<Piece>();
        for (Map.Entry<Integer, ZoneWrite> write : writes.entrySet()) {
            Optional<String> script = script(write.getValue(), tool);
            if (script.isEmpty()) {
                return Optional.empty();
            }
            pieces.add(
                    new Piece(write.getKey(), zone + " at " + provider.identity(), script.get()));
        }
        return Optional.of(pieces);
    }

    /// Where it is, and what prints its commands: for a tool that cannot write here.
    String byOthers() throws CommandFailure {
        var others = new ArrayList<String>();
        for (ExportPlan.Tool other : ExportPlan.Tool.values()) {
            if (script(writes.firstEntry().getValue(), other).isPresent()) {
                others.add("--export " + other.word());
            }
        }
        return zone + " at " + provider.identity() + " (" + String.join(" or ", others) + ")";
    }

    private static Map<Name, List<Change>> changes(Plan plan) {
        var changes = new TreeMap<Name, List<Change>>();
        for (DomainPlan domain : plan.domains()) {
            if (!domain.changes().isEmpty()) {
                changes.computeIfAbsent(domain.zone(), _ -> new ArrayList<>())
                        .addAll(domain.changes());
            }
        }
        return changes;
    }

    /// The writes of a zone, each on the state that the one before leaves.
    private static SortedMap<Integer, ZoneWrite> writes(Observed read, List<List<Change>> stages) {
        var writes = new TreeMap<Integer, ZoneWrite>();
        Observed now = read;
        for (int stage = 0; stage < stages.size(); stage++) {
            if (stages.get(stage).isEmpty()) {
                continue;
            }
            Optional<ZoneWrite> write = ZoneWrites.prepare(now, stages.get(stage)).write();
            if (write.isPresent()) {
                writes.put(stage, write.get());
                now = after(now, write.get());
            }
        }
        return writes;
    }

    private static Observed after(Observed before, ZoneWrite write) {
        var sets = new TreeMap<>(before.sets());
        for (SetWrite set : write.sets()) {
            set.after()
                    .ifPresentOrElse(
                            after -> sets.put(set.key(), ObservedSet.of(after)),
                            () -> sets.remove(set.key()));
        }
        return new Observed(
                before.zone(),
                before.negativeTtl(),
                sets,
                before.asked(),
                before.routed(),
                before.proxied());
    }

    private Optional<String> script(ZoneWrite write, ExportPlan.Tool tool) throws CommandFailure {
        if (tool == ExportPlan.Tool.BIND) {
            return Optional.of(MasterLines.of(write));
        }
        try {
            return provider.script(write, Tool.valueOf(tool.name()));
        } catch (ProviderException e) {
            throw CommandFailure.refused(
                    "provider",
                    "cannot write down the change of "
                            + write.zone()
                            + " for "
                            + provider.identity()
                            + ": "
                            + e.getMessage());
        }
    }
}
