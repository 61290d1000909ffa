package io.mxfail.app;

import io.mxfail.core.plan.Change;
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

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Computes a switch as commands of a well-known tool: the same writes in the same order, for the
/// hour when this program or its machine is not to be had.
public final class ExportPlan {
    private final World world;
    private final Progress progress;

    public ExportPlan(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /// Who is to carry the commands out.
    public enum Tool {
        NSUPDATE,
        BIND,
        AWS,
        CURL;

        /// As typed after `--export`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String comment() {
            return this == NSUPDATE || this == BIND ? "; " : "# ";
        }
    }

    /// A plan and its commands.
    ///
    /// @param text empty where the plan is blocked
    /// @param leftOut where else the plan writes and the tool cannot, each with how it is written:
    ///   whoever carries out the text alone leaves the name servers with different answers
    public record Exported(MakePlan.Made made, String text, List<String> leftOut) {
        public Exported {
            leftOut = List.copyOf(leftOut);
        }
    }

    /// Plans a switch to `to` and writes it down for that tool.
    public Exported run(EachProfile.One one, String to, ChangeRequest.Terms terms, Tool tool)
            throws CommandFailure, InterruptedException {
        terms.check();
        Selection.Chosen chosen = one.chosen();
        Drafting.requireSite(chosen.profile(), to);
        try (Accounts accounts = Accounts.open(world, chosen.profile())) {
            progress.live("reading " + chosen.domains().size() + " domains");
            LiveZones live = LiveZones.read(accounts, chosen.profile(), chosen.domains());
            Drafting.Draft draft =
                    new Drafting(world, chosen.profile(), accounts, progress)
                            .draft(live, new Drafting.Wish(to, terms.mode(), terms.accepted()));
            var made = new MakePlan.Made(draft.judged(), draft.observation().sites());
            return draft.judged().blocked()
                    ? new Exported(made, "", List.of())
                    : exported(made, accounts, live, tool);
        }
    }

    private Exported exported(MakePlan.Made made, Accounts accounts, LiveZones live, Tool tool)
            throws CommandFailure {
        Plan plan = made.judged().plan();
        var body = new StringBuilder();
        var leftOut = new ArrayList<String>();
        for (Map.Entry<Name, List<Change>> zone : changes(plan).entrySet()) {
            boolean spoken = false;
            for (Map.Entry<String, Observed> read : live.at(zone.getKey()).entrySet()) {
                DnsProvider provider = accounts.byIdentity(read.getKey());
                List<ZoneWrite> writes = writes(accounts, read.getValue(), zone.getValue());
                if (written(body, provider, writes, tool)) {
                    spoken = true;
                } else {
                    leftOut.add(elsewhere(provider, writes.getFirst()));
                }
            }
            if (!spoken) {
                throw CommandFailure.usage(
                        "--export "
                                + tool.word()
                                + ": "
                                + String.join(", ", accounts.identities())
                                + " cannot be written with it; rfc2136 speaks nsupdate, route53"
                                + " aws, cloudflare and powerdns curl; bind prints lines for any"
                                + " zone file");
            }
        }
        var text = new StringBuilder(head(plan, tool));
        leftOut.forEach(
                where ->
                        text.append(tool.comment())
                                .append("NOT IN HERE, carry out all or none: ")
                                .append(where)
                                .append('\n'));
        return new Exported(made, text.append(body).toString(), leftOut);
    }

    /// Where a write goes that a tool cannot make, and what prints it.
    private static String elsewhere(DnsProvider provider, ZoneWrite write) throws CommandFailure {
        var others = new ArrayList<String>();
        for (Tool other : Tool.values()) {
            if (script(provider, write, other).isPresent()) {
                others.add("--export " + other.word());
            }
        }
        return write.zone()
                + " at "
                + provider.identity()
                + " ("
                + String.join(" or ", others)
                + ")";
    }

    private String head(Plan plan, Tool tool) {
        var text = new StringBuilder();
        if (tool != Tool.NSUPDATE && tool != Tool.BIND) {
            text.append("#!/bin/sh\nset -e\n");
        }
        text.append(tool.comment())
                .append("mxfail plan ")
                .append(plan.id())
                .append(": profile ")
                .append(plan.profile())
                .append(" to ")
                .append(plan.to())
                .append(", as of ")
                .append(world.time().clock().instant())
                .append('\n');
        return text.toString();
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
    private static List<ZoneWrite> writes(Accounts accounts, Observed read, List<Change> changes) {
        var writes = new ArrayList<ZoneWrite>();
        Observed now = read;
        for (List<Change> step : Steps.of(changes, accounts.weakest())) {
            Optional<ZoneWrite> write = ZoneWrites.prepare(now, step).write();
            if (write.isPresent()) {
                writes.add(write.get());
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

    /// @return whether the tool can write there; otherwise nothing was added
    private static boolean written(
            StringBuilder text, DnsProvider provider, List<ZoneWrite> writes, Tool tool)
            throws CommandFailure {
        var part = new StringBuilder();
        for (int i = 0; i < writes.size(); i++) {
            Optional<String> script = script(provider, writes.get(i), tool);
            if (script.isEmpty()) {
                return false;
            }
            part.append('\n')
                    .append(tool.comment())
                    .append(writes.get(i).zone())
                    .append(" at ")
                    .append(provider.identity());
            if (writes.size() > 1) {
                part.append(", step ").append(i + 1).append(" of ").append(writes.size());
            }
            if (i > 0) {
                part.append(": only when every name server shows the step before");
            }
            part.append('\n').append(script.get());
        }
        text.append(part);
        return true;
    }

    private static Optional<String> script(DnsProvider provider, ZoneWrite write, Tool tool)
            throws CommandFailure {
        if (tool == Tool.BIND) {
            return Optional.of(MasterLines.of(write));
        }
        try {
            return provider.script(write, io.mxfail.spi.Tool.valueOf(tool.name()));
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
