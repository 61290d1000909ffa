package io.mxfail.app;

import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.MailDomain;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        List<ExportPlace> places = ExportPlace.of(plan, accounts, live);
        var written = new ArrayList<ExportPlace.Piece>();
        var leftOut = new ArrayList<String>();
        var spoken = new TreeSet<Name>();
        for (ExportPlace place : places) {
            Optional<List<ExportPlace.Piece>> pieces = place.pieces(tool);
            pieces.ifPresent(written::addAll);
            if (pieces.isPresent()) {
                spoken.add(place.zone());
            } else {
                leftOut.add(place.byOthers());
            }
        }
        for (ExportPlace place : places) {
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

    /// One stage after another, and in each all zones.
    private static String body(List<ExportPlace.Piece> pieces, Tool tool) {
        List<Integer> stages =
                pieces.stream().map(ExportPlace.Piece::stage).distinct().sorted().toList();
        var text = new StringBuilder();
        for (int stage : stages) {
            int step = stages.indexOf(stage) + 1;
            String which = "step %d of %d".formatted(step, stages.size());
            if (step > 1) {
                text.append(tool.pause(which));
            }
            for (ExportPlace.Piece piece : pieces) {
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
}
