package io.mxfail.app;

import io.mxfail.core.guard.Blocking;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.guard.Unread;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.propagation.Goal;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Moves mail to a site: check, plan, one confirmation, apply, verify.
public final class Switch {
    private final Undertaking undertaking;
    private final World world;

    public Switch(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.undertaking = new Undertaking(world, confirmation, progress);
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
        return undertaking.run(
                request,
                chosen,
                new Undertaking.Work() {
                    @Override
                    public Drafting.Draft draft(Drafting drafting, LiveZones live)
                            throws CommandFailure, InterruptedException {
                        return drafting.draft(
                                live,
                                new Drafting.Wish(
                                        to, request.terms().mode(), request.terms().accepted()));
                    }

                    @Override
                    public String title(String what) {
                        return "switch mail of " + what + " to " + to;
                    }

                    @Override
                    public String nothing(Drafting.Draft draft) {
                        return GoalStands.note(
                                draft.judged(),
                                Optional.ofNullable(draft.observation().sites().get(to))
                                        .map(SiteReport::state));
                    }

                    @Override
                    public String again() {
                        return "mxfail plan --to " + to;
                    }

                    @Override
                    public Proof proof(LiveZones fresh, Plan plan) {
                        return goals(fresh, plan);
                    }
                });
    }

    /// What cannot be read cannot be planned either, whatever was accepted.
    static Done unread(Drafting.Draft draft) {
        JudgedPlan judged = draft.judged();
        List<Unread> unread = draft.live().unread();
        String others =
                judged.plan().domains().stream()
                        .map(d -> " --domain " + d.domain().toString(true))
                        .collect(Collectors.joining());
        return new Done(
                Optional.of(judged),
                new Carrying.Result(
                        RunReports.notCarriedOut(
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
        return accepted(judged, judged.plan().accepted());
    }

    /// @param ids those of the plan, and where it came from a file, those of the command as well
    static List<String> accepted(JudgedPlan judged, List<String> ids) {
        Map<String, Long> counts =
                Blocking.accepted(judged.findings(), judged.plan().to(), ids).stream()
                        .collect(Collectors.groupingBy(Finding::id, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .toList();
    }

    static Proof.Moved goals(LiveZones live, Plan plan) {
        var goals = new LinkedHashMap<DomainView, Goal>();
        plan.domains()
                .forEach(
                        domain ->
                                Optional.ofNullable(live.domains().get(domain.domain()))
                                        .ifPresent(
                                                view ->
                                                        Goals.ofSwitch(
                                                                        view,
                                                                        plan.to(),
                                                                        plan.mode(),
                                                                        domain.changes())
                                                                .ifPresent(
                                                                        goal ->
                                                                                goals.put(
                                                                                        view,
                                                                                        goal))));
        return new Proof.Moved(goals);
    }

    static Done ended(JudgedPlan judged, RunOutcome outcome, Exit exit, String note) {
        return new Done(
                Optional.of(judged),
                new Carrying.Result(
                        RunReports.notCarriedOut(judged.plan(), outcome, judged.findings(), note),
                        exit,
                        Map.of(),
                        Optional.empty()));
    }

    /// What to type where a plan can be made anew.
    static String again(String command) {
        return "run `" + command + "` again and confirm the new plan";
    }

    /// What to type where only a new switch leads on.
    static String anew(String to) {
        boolean named = !to.equals(DomainPlan.UNKNOWN) && !to.equals(DomainPlan.MIXED);
        return "`mxfail status` shows where mail is now; `mxfail switch --to "
                + (named ? to : "SITE")
                + "` plans anew from there";
    }

    /// @param next what to type, and why
    static Done stale(
            JudgedPlan judged, Map<Name, Map<Change, ChangeState.Stale>> stale, String next) {
        return new Done(
                Optional.of(judged),
                new Carrying.Result(
                        RunReports.notCarriedOut(
                                judged.plan(),
                                RunOutcome.STALE,
                                judged.findings(),
                                "the zone is not what the plan saw; nothing changed; " + next),
                        Exit.STALE,
                        stale,
                        Optional.empty()));
    }
}
