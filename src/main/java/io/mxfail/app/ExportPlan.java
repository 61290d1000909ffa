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
import io.mxfail.core.profile.MailDomain;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
            return isShell() ? "# " : "; ";
        }

        private boolean isShell() {
            return this == AWS || this == CURL;
        }

        /// What keeps the tool from running on into a step that must wait for the one before. Where
        /// a shell can ask nobody, it ends there.
        private String pause(String step) {
            return switch (this) {
                case NSUPDATE ->
                        """

                        quit
                        ; %s, when every name server shows the step before:
                        ; sed '1,/^quit$/d' THIS-FILE | nsupdate …
                        """
                                .formatted(step);
                case AWS, CURL ->
                        """

                        if [ -z "${MXFAIL_GO_ON:-}" ]; then
                          echo '%s: press Enter when every name server shows the step before' >&2
                          read -r _ < /dev/tty
                        fi
                        """
                                .formatted(step);
                case BIND -> "";
            };
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
            var made =
                    new MakePlan.Made(
                            draft.judged(),
                            draft.observation().sites(),
                            OpenRuns.of(
                                    world,
                                    chosen.domains().stream().map(MailDomain::name).toList()));
            return draft.judged().blocked()
                    ? new Exported(made, "", List.of())
                    : exported(made, accounts, live, tool);
        }
    }

    private Exported exported(MakePlan.Made made, Accounts accounts, LiveZones live, Tool tool)
            throws CommandFailure {
        Plan plan = made.judged().plan();
        List<Place> places = places(plan, accounts, live);
        var written = new ArrayList<Piece>();
        var leftOut = new ArrayList<String>();
        var spoken = new TreeSet<Name>();
        for (Place place : places) {
            Optional<List<Piece>> pieces = place.pieces(tool);
            pieces.ifPresent(written::addAll);
            if (pieces.isPresent()) {
                spoken.add(place.zone());
            } else {
                leftOut.add(elsewhere(place.provider(), place.writes().values().iterator().next()));
            }
        }
        for (Place place : places) {
            if (!spoken.contains(place.zone())) {
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
        return new Exported(made, text.append(body(written, tool)).toString(), leftOut);
    }

    /// A zone at one of its providers.
    ///
    /// @param writes by the stage of the run at which each is made
    private record Place(Name zone, DnsProvider provider, SortedMap<Integer, ZoneWrite> writes) {
        /// @return empty: the tool cannot write here
        Optional<List<Piece>> pieces(Tool tool) throws CommandFailure {
            var pieces = new ArrayList<Piece>();
            for (Map.Entry<Integer, ZoneWrite> write : writes.entrySet()) {
                Optional<String> script = script(provider, write.getValue(), tool);
                if (script.isEmpty()) {
                    return Optional.empty();
                }
                pieces.add(
                        new Piece(
                                write.getKey(), zone + " at " + provider.identity(), script.get()));
            }
            return Optional.of(pieces);
        }
    }

    /// The commands of one write.
    private record Piece(int stage, String where, String script) {}

    /// The writes of all zones, as a run would make them: what one zone needs of another is
    /// published a stage before.
    private static List<Place> places(Plan plan, Accounts accounts, LiveZones live) {
        Dependencies dependencies = Dependencies.of(plan);
        var places = new ArrayList<Place>();
        for (Map.Entry<Name, List<Change>> zone : changes(plan).entrySet()) {
            List<List<Change>> stages =
                    Steps.of(zone.getKey(), zone.getValue(), accounts.weakest(), dependencies)
                            .all();
            for (Map.Entry<String, Observed> read : live.at(zone.getKey()).entrySet()) {
                SortedMap<Integer, ZoneWrite> writes = writes(read.getValue(), stages);
                if (!writes.isEmpty()) {
                    places.add(
                            new Place(zone.getKey(), accounts.byIdentity(read.getKey()), writes));
                }
            }
        }
        return places;
    }

    /// One stage after another, and in each all zones.
    private static String body(List<Piece> pieces, Tool tool) {
        List<Integer> stages = pieces.stream().map(Piece::stage).distinct().sorted().toList();
        var text = new StringBuilder();
        for (int stage : stages) {
            int step = stages.indexOf(stage) + 1;
            String which = "step %d of %d".formatted(step, stages.size());
            if (step > 1) {
                text.append(tool.pause(which));
            }
            for (Piece piece : pieces) {
                if (piece.stage() != stage) {
                    continue;
                }
                text.append('\n').append(tool.comment()).append(piece.where());
                if (stages.size() > 1) {
                    text.append(", ").append(which);
                }
                if (step > 1) {
                    text.append(": only when every name server shows the step before");
                }
                text.append('\n').append(piece.script());
            }
        }
        return text.toString();
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
        if (tool.isShell()) {
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
