package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Planner;
import io.mxfail.core.plan.Preparation;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.profile.Nearest;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.Name;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes a plan from a fresh read and a fresh probe, and has it judged.
final class Drafting {
    private final World world;
    private final Profile profile;
    private final Accounts accounts;
    private final Progress progress;
    private final CacheMemory caches;

    Drafting(World world, Profile profile, Accounts accounts, Progress progress) {
        this.world = world;
        this.profile = profile;
        this.accounts = accounts;
        this.progress = progress;
        this.caches = new CacheMemory(world);
    }

    /// What a plan shall reach.
    ///
    /// @param mode empty: from what the probe finds
    record Wish(String to, Optional<Mode> mode, List<String> accepted) {
        Wish {
            accepted = List.copyOf(accepted);
        }
    }

    /// A judged plan and all that it was judged on.
    ///
    /// @param active by domain, as the provider serves it
    record Draft(
            JudgedPlan judged,
            LiveZones live,
            Map<Name, ActiveSite> active,
            Observation observation) {
        Draft {
            active = Collections.unmodifiableMap(new LinkedHashMap<>(active));
        }

        Plan plan() {
            return judged.plan();
        }
    }

    /// What was seen of servers and mail hosts.
    ///
    /// @param servers authoritative addresses by zone
    /// @param silent those of them that gave no answer, as `ADDR:PORT`: no later step waits for
    ///   them
    /// @param sites probed sites by name
    record Observation(
            Map<Name, List<ServerAddress>> servers,
            Set<String> silent,
            Map<String, SiteReport> sites) {
        Observation {
            silent = Set.copyOf(silent);
            servers = Collections.unmodifiableMap(new TreeMap<>(servers));
            sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
        }
    }

    /// Refuses a site that the profile does not have.
    static void requireSite(Profile profile, String site) throws CommandFailure {
        if (profile.site(site).isEmpty()) {
            throw CommandFailure.usage(
                    "profile "
                            + profile.name()
                            + " has no site `"
                            + site
                            + "`; "
                            + Nearest.question(site, profile.sites().keySet())
                            + "it has "
                            + String.join(", ", profile.sites().keySet()));
        }
    }

    /// Plans a switch of all domains of a read.
    Draft draft(LiveZones live, Wish wish) throws CommandFailure, InterruptedException {
        return draft(live, wish, false);
    }

    private Draft draft(LiveZones live, Wish wish, boolean finishes)
            throws CommandFailure, InterruptedException {
        requireSite(profile, wish.to());
        Map<Name, ActiveSite> active = active(live);
        // the changes without the mode are what the probe must take for granted; a breach only
        // removes more
        Map<Name, List<Change>> tentative =
                changes(live, wish, active, new Decided(wish.mode(), Map.of()));
        var sites = new LinkedHashSet<String>();
        sites.add(wish.to());
        active.values().stream()
                .map(ActiveSite::site)
                .filter(site -> profile.site(site).isPresent())
                .forEach(sites::add);
        progress.live("probing " + String.join(" and ", sites));
        var assessment = new Assessment(world, profile, accounts);
        Assessment.Seen seen = assessment.observe(live, after(tentative), List.copyOf(sites));
        Mode mode = wish.mode().orElseGet(() -> modeOf(seen.probes().sites(), active, wish.to()));
        Map<Name, List<Change>> changes =
                changes(live, wish, active, new Decided(Optional.of(mode), seen.policyIds()));
        Plan plan = plan(live, wish, active, mode, changes);
        return judged(assessment, seen, plan, live, active, Optional.empty(), finishes);
    }

    /// Plans what of a switch can be done ahead. It is judged as the switch would be, so that what
    /// forbids the switch is known while there is time to mend it.
    Draft prepared(LiveZones live, Wish wish) throws CommandFailure, InterruptedException {
        return ahead(draft(live, wish));
    }

    private Draft ahead(Draft whole) {
        Plan plan = whole.plan();
        JudgedPlan judged = whole.judged();
        List<DomainPlan> domains =
                plan.domains().stream()
                        .map(domain -> with(domain, preparation(whole.live(), plan.to(), domain)))
                        .toList();
        Plan ahead = new Plan(plan.profile(), plan.to(), plan.mode(), plan.accepted(), domains);
        return new Draft(
                new JudgedPlan(
                                ahead,
                                withoutWait(judged.findings()),
                                withoutWait(judged.blockers()),
                                Outlook.withoutMove(
                                        new Outlook(accounts, caches)
                                                .hazards(
                                                        ahead,
                                                        whole.live(),
                                                        whole.observation().sites(),
                                                        Set.of())))
                        .along(way(ahead, whole.live(), accounts)),
                whole.live(),
                whole.active(),
                whole.observation());
    }

    /// What a switch must wait for since it comes with it does no harm ahead of it.
    private static List<Finding> withoutWait(List<Finding> findings) {
        return findings.stream().filter(finding -> !finding.id().equals("MTASTS-ID")).toList();
    }

    private List<Change> preparation(LiveZones live, String to, DomainPlan domain) {
        DomainView view = Objects.requireNonNull(live.domains().get(domain.domain()));
        return Preparation.of(domain.changes(), intent(view, to));
    }

    private static DomainPlan with(DomainPlan domain, List<Change> changes) {
        return new DomainPlan(
                domain.domain(), domain.zone(), domain.from(), domain.target(), changes);
    }

    /// Plans and judges what comes off after a switch.
    ///
    /// @param changes by domain
    Draft settled(LiveZones live, Wish wish, Map<Name, List<Change>> changes)
            throws CommandFailure, InterruptedException {
        Map<Name, ActiveSite> active = active(live);
        Plan plan = plan(live, wish, active, wish.mode().orElse(Mode.PLANNED), changes);
        if (plan.isEmpty()) {
            return new Draft(
                    new JudgedPlan(plan, List.of(), List.of(), List.of()),
                    live,
                    active,
                    new Observation(Map.of(), Set.of(), Map.of()));
        }
        return settled(live, plan, false);
    }

    private Draft settled(LiveZones live, Plan plan, boolean finishes)
            throws CommandFailure, InterruptedException {
        Draft draft = reviewed(live, plan, Optional.empty(), finishes);
        return new Draft(
                new JudgedPlan(
                                plan,
                                draft.judged().findings(),
                                draft.judged().blockers(),
                                Outlook.withoutMove(draft.judged().hazards()))
                        .along(draft.judged().passage()),
                live,
                draft.active(),
                draft.observation());
    }

    /// What the world sees of a plan on its way.
    static Passage way(Plan plan, LiveZones live, Accounts accounts) {
        return Outlook.way(plan, live, accounts);
    }

    private static Map<Name, ActiveSite> active(LiveZones live) {
        var active = new LinkedHashMap<Name, ActiveSite>();
        live.domains()
                .values()
                .forEach(view -> active.put(view.name(), ActiveSite.of(view, live.of(view))));
        return active;
    }

    /// Judges the plan of a run that is taken up again, by what the run was for.
    ///
    /// @param undoes whether the run takes another back: it gives former data back, whatever the
    ///   profile wants
    Draft resumed(LiveZones live, Plan plan, Aim aim, boolean undoes)
            throws CommandFailure, InterruptedException {
        return switch (aim) {
            case SWITCH, RESTORE ->
                    reviewed(live, plan, undoes ? Optional.empty() : difference(live, plan), true);
            case SETTLE -> settled(live, plan, true);
            case PREPARE -> {
                var wish = new Wish(plan.to(), Optional.of(plan.mode()), plan.accepted());
                Draft whole = draft(live, wish, true);
                JudgedPlan judged = whole.judged();
                yield new Draft(
                        new JudgedPlan(
                                        plan,
                                        withoutWait(judged.findings()),
                                        withoutWait(judged.blockers()),
                                        List.of())
                                .along(way(plan, live, accounts)),
                        live,
                        whole.active(),
                        whole.observation());
            }
        };
    }

    /// Judges a reviewed plan against a fresh read and a fresh probe, as it stands.
    Draft reviewed(LiveZones live, Plan plan) throws CommandFailure, InterruptedException {
        return reviewed(live, plan, difference(live, plan), false);
    }

    /// @param finishes whether a run has carried out part of it already
    private Draft reviewed(LiveZones live, Plan plan, Optional<String> difference, boolean finishes)
            throws CommandFailure, InterruptedException {
        Map<Name, ActiveSite> active = active(live);
        progress.live("probing " + plan.to());
        var reviewed = new TreeMap<Name, List<Change>>();
        plan.domains().forEach(domain -> reviewed.put(domain.domain(), domain.changes()));
        var assessment = new Assessment(world, profile, accounts);
        Assessment.Seen seen = assessment.observe(live, after(reviewed), List.of(plan.to()));
        return judged(assessment, seen, plan, live, active, difference, finishes);
    }

    private Draft judged(
            Assessment assessment,
            Assessment.Seen seen,
            Plan plan,
            LiveZones live,
            Map<Name, ActiveSite> active,
            Optional<String> profileChanged,
            boolean finishes) {
        var question =
                new Assessment.Question(
                        plan,
                        live,
                        active,
                        Optional.of(plan.to()),
                        profileChanged,
                        finishes,
                        Optional.of(caches));
        List<Finding> findings = assessment.judge(seen, question);
        return new Draft(
                new JudgedPlan(
                        plan,
                        findings,
                        Assessment.blockers(findings, plan),
                        new Outlook(accounts, caches)
                                .hazards(
                                        plan,
                                        live,
                                        seen.probes().sites(),
                                        seen.unsigned(world.time().clock().instant())),
                        plan.isEmpty() ? List.of() : assessment.advice(seen, question),
                        way(plan, live, accounts)),
                live,
                active,
                seen.observation());
    }

    /// What the profile wants now that a reviewed plan does not do, or the other way round;
    /// empty: they agree. Data that moved is no difference: staleness is another question.
    private Optional<String> difference(LiveZones live, Plan plan) {
        for (DomainPlan domain : plan.domains()) {
            DomainView view = Objects.requireNonNull(live.domains().get(domain.domain()));
            var wish = new Wish(plan.to(), Optional.of(plan.mode()), plan.accepted());
            Intent intent =
                    intent(
                            view,
                            plan.to(),
                            quarantined(domain.from(), wish, Optional.of(plan.mode())));
            List<Change> now = Planner.changes(view, live.of(view), intent);
            // the id of a policy follows the file that is served, not the profile
            List<Change> then =
                    domain.changes().stream()
                            .filter(c -> view.policyRecord().filter(c.key()::equals).isEmpty())
                            .toList();
            Set<String> wanted = contents(pending(now, live.of(view)));
            Set<String> reviewed = contents(pending(then, live.of(view)));
            if (!wanted.equals(reviewed)) {
                var missing = new TreeSet<>(wanted);
                missing.removeAll(reviewed);
                var extra = new TreeSet<>(reviewed);
                extra.removeAll(wanted);
                return Optional.of(
                        domain.domain()
                                + ": "
                                + (missing.isEmpty()
                                        ? "the profile no longer wants " + String.join("; ", extra)
                                        : "the profile now wants " + String.join("; ", missing)));
            }
        }
        return Optional.empty();
    }

    private static List<Change> pending(List<Change> changes, Observed live) {
        return changes.stream()
                .filter(c -> !(ChangeState.of(c, live) instanceof ChangeState.Done))
                .toList();
    }

    private static Set<String> contents(List<Change> changes) {
        var contents = new TreeSet<String>();
        changes.forEach(
                c ->
                        contents.add(
                                c.key()
                                        + " "
                                        + c.after()
                                                .map(s -> String.join(", ", s.data()))
                                                .orElse("absent")));
        return contents;
    }

    /// What a plan depends on that only probing tells.
    ///
    /// @param mode empty: not known yet
    /// @param policyIds the ids of the MTA-STS policies that are served, by domain
    private record Decided(Optional<Mode> mode, Map<Name, String> policyIds) {}

    private Map<Name, List<Change>> changes(
            LiveZones live, Wish wish, Map<Name, ActiveSite> active, Decided decided) {
        var changes = new LinkedHashMap<Name, List<Change>>();
        for (DomainView view : live.domains().values()) {
            String from = activeAt(active, view.name()).site();
            Optional<String> quarantined = quarantined(from, wish, decided.mode());
            changes.put(
                    view.name(),
                    Planner.changes(
                            view,
                            live.of(view),
                            intent(view, wish.to(), quarantined),
                            Optional.ofNullable(decided.policyIds().get(view.name()))));
        }
        return changes;
    }

    private Optional<String> quarantined(String from, Wish wish, Optional<Mode> mode) {
        if (mode.filter(m -> m == Mode.BREACH).isEmpty()) {
            return Optional.empty();
        }
        return profile.site(from).isPresent() && !from.equals(wish.to())
                ? Optional.of(from)
                : onlyOther(wish.to());
    }

    /// With two sites, the one that a breach leaves is clear even where DNS has moved already.
    private Optional<String> onlyOther(String to) {
        List<String> others = profile.sites().keySet().stream().filter(s -> !s.equals(to)).toList();
        return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
    }

    /// What the profile wants of a domain whose mail is at a site.
    Intent intent(DomainView view, String to) {
        return intent(view, to, Optional.empty());
    }

    private Intent intent(DomainView view, String to, Optional<String> quarantined) {
        return DueTasks.intent(profile, view, to, quarantined, accounts.weakest().minimumTtl());
    }

    /// Emergency where the site that is left cannot do its work now; planned otherwise.
    private static Mode modeOf(
            Map<String, SiteReport> reports, Map<Name, ActiveSite> active, String to) {
        boolean failing =
                active.values().stream()
                        .map(ActiveSite::site)
                        .filter(site -> !site.equals(to))
                        .map(reports::get)
                        .filter(Objects::nonNull)
                        .map(SiteReport::state)
                        .anyMatch(
                                state ->
                                        state == SiteState.UNREACHABLE
                                                || state == SiteState.TEMPFAIL
                                                || state == SiteState.REJECTING);
        return failing ? Mode.EMERGENCY : Mode.PLANNED;
    }

    private Plan plan(
            LiveZones live,
            Wish wish,
            Map<Name, ActiveSite> active,
            Mode mode,
            Map<Name, List<Change>> changes) {
        var target = new DomainPlan.Target(accounts.identities(), accounts.weakest().atomicity());
        List<DomainPlan> domains =
                live.domains().values().stream()
                        .map(
                                view ->
                                        new DomainPlan(
                                                view.name(),
                                                view.zone(),
                                                activeAt(active, view.name()).site(),
                                                target,
                                                changes.getOrDefault(view.name(), List.of())))
                        .toList();
        return new Plan(profile.name(), wish.to(), mode, wish.accepted(), domains);
    }

    private static ActiveSite activeAt(Map<Name, ActiveSite> active, Name domain) {
        return Objects.requireNonNull(active.get(domain));
    }

    /// The sets that changes leave, by key.
    static Map<RecordKey, Optional<RecordSet>> after(Map<Name, List<Change>> changes) {
        var after = new TreeMap<RecordKey, Optional<RecordSet>>();
        changes.values()
                .forEach(
                        list ->
                                list.stream()
                                        .filter(c -> c.tag().isEmpty())
                                        .forEach(c -> after.put(c.key(), c.after())));
        return after;
    }
}
