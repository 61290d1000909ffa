package io.mxfail.app;

import io.mxfail.core.guard.Blocking;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.guard.Unread;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.Goal;
import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Moves mail to a site: check, plan, one confirmation, apply, verify.
public final class Switch {
    private final World world;
    private final Confirmation confirmation;
    private final Progress progress;

    public Switch(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.confirmation = confirmation;
        this.progress = progress;
    }

    /// What a command did, with all that a view may show.
    ///
    /// @param judged the plan; it was carried out only as far as the result says
    public record Done(Optional<JudgedPlan> judged, Carrying.Result result) {}

    /// Moves mail to `to`.
    public Done run(ChangeRequest request, String to) throws CommandFailure, InterruptedException {
        request.check();
        if (request.consent().yes()
                && request.consent().from().isEmpty()
                && !request.pace().dryRun()) {
            throw CommandFailure.usage(
                    "`switch --yes` needs --from SITE, the site that you expect to be active now");
        }
        Selection.Chosen chosen = request.selection().changed(world.profiles());
        Drafting.requireSite(chosen.profile(), to);
        String from = request.consent().from().orElse(DomainPlan.UNKNOWN);
        if (!from.equals(DomainPlan.UNKNOWN) && !from.equals(DomainPlan.MIXED)) {
            Drafting.requireSite(chosen.profile(), from);
        }
        Unsupported.check(chosen.profile());
        try (Accounts accounts = Accounts.open(world, chosen.profile())) {
            if (request.pace().dryRun()) {
                return dryRun(request, to, chosen, accounts);
            }
            String run = world.records().ids().get();
            List<Name> names = chosen.domains().stream().map(d -> d.name()).toList();
            try (Lease.Held _ = RunLock.take(world, names, run, Set.of())) {
                return locked(request, to, chosen, accounts, run);
            }
        }
    }

    private Done dryRun(
            ChangeRequest request, String to, Selection.Chosen chosen, Accounts accounts)
            throws CommandFailure, InterruptedException {
        Drafting.Draft draft = draft(request, to, chosen, accounts);
        Optional<Done> early = early(request, draft);
        return early.orElseGet(
                () ->
                        ended(
                                draft,
                                RunOutcome.UNCHANGED,
                                Exit.DONE,
                                "dry run; nothing was changed"));
    }

    private Drafting.Draft draft(
            ChangeRequest request, String to, Selection.Chosen chosen, Accounts accounts)
            throws CommandFailure, InterruptedException {
        Profile profile = chosen.profile();
        progress.live("reading " + chosen.domains().size() + " domains of " + profile.name());
        LiveZones live = LiveZones.read(accounts, profile, chosen.domains());
        return new Drafting(world, profile, accounts, progress)
                .draft(
                        live,
                        new Drafting.Wish(to, request.terms().mode(), request.terms().accepted()));
    }

    private Done locked(
            ChangeRequest request,
            String to,
            Selection.Chosen chosen,
            Accounts accounts,
            String run)
            throws CommandFailure, InterruptedException {
        Drafting.Draft draft = draft(request, to, chosen, accounts);
        Optional<Done> early = early(request, draft);
        if (early.isPresent()) {
            return early.get();
        }
        Plan plan = draft.plan();
        if (!request.consent().yes()) {
            Confirmation.Answer answer =
                    confirmation.ask(
                            new Confirmation.Shown(
                                    "switch mail of " + word(chosen) + " to " + to,
                                    draft.judged(),
                                    draft.observation().sites(),
                                    word(chosen)));
            if (answer == Confirmation.Answer.CANCELLED) {
                return ended(draft, RunOutcome.CANCELLED, Exit.CANCELLED, "nothing changed");
            }
        }
        LiveZones fresh = draft.live().again(accounts, chosen.profile());
        Map<Name, Map<Change, ChangeState.Stale>> stale = Execution.stale(plan, fresh);
        if (!stale.isEmpty()) {
            return stale(draft.judged(), stale, "mxfail plan --to " + to);
        }
        var header =
                new RunHeader(
                        run,
                        request.command(),
                        world.operator(),
                        request.terms().reason(),
                        accepted(draft.judged()),
                        Optional.empty());
        Carrying.Result result =
                new Carrying(world, chosen.profile(), accounts, progress, draft.observation())
                        .carryOut(
                                new Carrying.Order(
                                        header,
                                        plan,
                                        fresh,
                                        Optional.empty(),
                                        goals(fresh, plan),
                                        request.pace()),
                                draft.judged(),
                                Approval.of(plan));
        return new Done(Optional.of(draft.judged()), result);
    }

    /// The ends that need no confirmation: nothing to do, another site than expected, blocked.
    private Optional<Done> early(ChangeRequest request, Drafting.Draft draft) {
        List<Unread> unread = draft.live().unread();
        if (!unread.isEmpty()) {
            return Optional.of(unread(draft));
        }
        if (draft.plan().isEmpty()) {
            return Optional.of(
                    ended(
                            draft,
                            RunOutcome.UNCHANGED,
                            Exit.DONE,
                            "nothing to do: the goal stands already"));
        }
        Optional<String> from = request.consent().from();
        List<String> others =
                from.map(
                                expected ->
                                        draft.active().entrySet().stream()
                                                .filter(e -> !e.getValue().site().equals(expected))
                                                .map(
                                                        e ->
                                                                e.getKey()
                                                                        + " is at "
                                                                        + e.getValue().site())
                                                .toList())
                        .orElse(List.of());
        if (!others.isEmpty()) {
            return Optional.of(
                    ended(
                            draft,
                            RunOutcome.STALE,
                            Exit.STALE,
                            "expected --from "
                                    + from.get()
                                    + ", but "
                                    + String.join(", ", others)
                                    + "; nothing changed; see `mxfail status`"));
        }
        if (draft.judged().blocked()) {
            return Optional.of(
                    ended(draft, RunOutcome.REFUSED, Exit.REFUSED, blocked(draft.judged())));
        }
        return Optional.empty();
    }

    /// What cannot be read cannot be planned either, whatever was accepted.
    private static Done unread(Drafting.Draft draft) {
        JudgedPlan judged = draft.judged();
        List<Unread> unread = draft.live().unread();
        String others =
                judged.plan().domains().stream()
                        .map(d -> " --domain " + d.domain().toString(true))
                        .collect(Collectors.joining());
        return new Done(
                Optional.of(judged),
                new Carrying.Result(
                        Carrying.notCarriedOut(
                                judged.plan(),
                                unread,
                                judged.findings(),
                                "cannot read the records of "
                                        + Unreadable.domains(unread)
                                        + "; nothing changed; mend what is named"
                                        + (others.isEmpty()
                                                ? ""
                                                : ", or go on without it by" + others)),
                        Exit.REFUSED,
                        Map.of(),
                        Optional.empty()));
    }

    /// All blockers in one line; each is listed with its fix and its override.
    static String blocked(JudgedPlan judged) {
        return "blocked by "
                + judged.blockers().stream()
                        .map(Finding::id)
                        .distinct()
                        .collect(Collectors.joining(", "))
                + "; nothing changed; mend what is named, or accept it by id";
    }

    /// The findings accepted, each with how many it covered.
    static List<String> accepted(JudgedPlan judged) {
        Map<String, Long> counts =
                Blocking.accepted(judged.findings(), judged.plan().to(), judged.plan().accepted())
                        .stream()
                        .collect(Collectors.groupingBy(Finding::id, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .toList();
    }

    static Map<DomainView, Goal> goals(LiveZones live, Plan plan) {
        var goals = new LinkedHashMap<DomainView, Goal>();
        plan.domains()
                .forEach(
                        domain ->
                                Optional.ofNullable(live.domains().get(domain.domain()))
                                        .ifPresent(
                                                view ->
                                                        Goals.ofSite(
                                                                        view,
                                                                        plan.to(),
                                                                        domain.changes())
                                                                .ifPresent(
                                                                        goal ->
                                                                                goals.put(
                                                                                        view,
                                                                                        goal))));
        return goals;
    }

    private static String word(Selection.Chosen chosen) {
        return chosen.domains().size() == 1
                ? chosen.domains().getFirst().name().toString(true)
                : chosen.profile().name();
    }

    private static Done ended(Drafting.Draft draft, RunOutcome outcome, Exit exit, String note) {
        return ended(draft.judged(), outcome, exit, note);
    }

    static Done ended(JudgedPlan judged, RunOutcome outcome, Exit exit, String note) {
        return new Done(
                Optional.of(judged),
                new Carrying.Result(
                        Carrying.notCarriedOut(judged.plan(), outcome, judged.findings(), note),
                        exit,
                        Map.of(),
                        Optional.empty()));
    }

    static Done stale(
            JudgedPlan judged, Map<Name, Map<Change, ChangeState.Stale>> stale, String again) {
        return new Done(
                Optional.of(judged),
                new Carrying.Result(
                        Carrying.notCarriedOut(
                                judged.plan(),
                                RunOutcome.STALE,
                                judged.findings(),
                                "the zone is not what the plan saw; nothing changed; run `"
                                        + again
                                        + "` again and confirm the new plan"),
                        Exit.STALE,
                        stale,
                        Optional.empty()));
    }
}
