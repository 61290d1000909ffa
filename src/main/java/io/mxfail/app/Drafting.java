package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.Advice;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.profile.Nearest;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.Name;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes a plan from a fresh read and a fresh probe, and has it judged.
final class Drafting {
    private final World world;
    private final Profile profile;
    private final Accounts accounts;
    private final Planning planning;
    private final Progress progress;
    private final CacheMemory caches;

    Drafting(World world, Profile profile, Accounts accounts, Progress progress) {
        this.world = world;
        this.profile = profile;
        this.accounts = accounts;
        this.planning = new Planning(profile, accounts);
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
                planning.changes(live, wish, active, new Planning.Decided(wish.mode(), Map.of()));
        var assessment = new Assessment(world, profile, accounts);
        Assessment.Seen seen =
                assessment.observe(
                        live,
                        after(tentative),
                        sites(wish.to(), active.values().stream().map(ActiveSite::site)));
        Mode mode =
                wish.mode()
                        .orElseGet(() -> Planning.modeOf(seen.probes().sites(), active, wish.to()));
        var open = new OpenTerms(planning, assessment, seen);
        Plan plan = open.plan(live, wish, active, mode, caches);
        return judged(assessment, seen, plan, live, active, Optional.empty(), finishes);
    }

    /// Plans what of a switch can be done ahead. It is judged as the switch would be, so that what
    /// forbids the switch is known while there is time to mend it.
    Draft prepared(LiveZones live, Wish wish) throws CommandFailure, InterruptedException {
        return new Ahead(planning, caches).of(draft(live, wish));
    }

    /// Plans and judges what comes off after a switch.
    ///
    /// @param changes by domain
    Draft settled(LiveZones live, Wish wish, Map<Name, List<Change>> changes)
            throws CommandFailure, InterruptedException {
        Map<Name, ActiveSite> active = active(live);
        Plan plan = planning.plan(live, wish, active, wish.mode().orElse(Mode.PLANNED), changes);
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
                        Outlook.withoutMove(draft.judged().hazards()),
                        new JudgedPlan.Background(
                                Advice.beside(profile).stream().toList(), draft.judged().spf()),
                        draft.judged().passage()),
                live,
                draft.active(),
                draft.observation());
    }

    /// Where each domain of a read is.
    static Map<Name, ActiveSite> active(LiveZones live) {
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
                    reviewed(live, plan, undoes ? Optional.empty() : drift(live, plan), true);
            case SETTLE -> settled(live, plan, true);
            case PREPARE -> {
                var wish = new Wish(plan.to(), Optional.of(plan.mode()), plan.accepted());
                yield new Ahead(planning, caches).of(draft(live, wish, true), plan);
            }
        };
    }

    private Optional<String> drift(LiveZones live, Plan plan) {
        return new ProfileDrift(planning).of(live, plan);
    }

    /// What the profile wants of a domain whose mail is at a site.
    Intent intent(DomainView view, String to) {
        return planning.intent(view, to);
    }

    /// Judges a reviewed plan against a fresh read and a fresh probe, as it stands.
    Draft reviewed(LiveZones live, Plan plan) throws CommandFailure, InterruptedException {
        return reviewed(live, plan, drift(live, plan), false);
    }

    /// @param finishes whether a run has carried out part of it already
    private Draft reviewed(LiveZones live, Plan plan, Optional<String> difference, boolean finishes)
            throws CommandFailure, InterruptedException {
        Map<Name, ActiveSite> active = active(live);
        var reviewed = new TreeMap<Name, List<Change>>();
        plan.domains().forEach(domain -> reviewed.put(domain.domain(), domain.changes()));
        var assessment = new Assessment(world, profile, accounts);
        Assessment.Seen seen =
                assessment.observe(
                        live,
                        after(reviewed),
                        sites(plan.to(), plan.domains().stream().map(DomainPlan::from)));
        return judged(assessment, seen, plan, live, active, difference, finishes);
    }

    /// The sites to probe: where mail shall go, and what is left, of which hazards and advice
    /// depend.
    private List<String> sites(String to, Stream<String> left) {
        List<String> sites =
                Stream.concat(Stream.of(to), left)
                        .filter(site -> profile.site(site).isPresent())
                        .distinct()
                        .toList();
        progress.live("probing " + String.join(" and ", sites));
        return sites;
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
        Assessment.Judged judgement = assessment.judge(seen, question);
        List<Finding> findings = judgement.findings();
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
                                        seen.unsigned(world.time().clock().instant()),
                                        Optional.of(judgement.moments())),
                        new JudgedPlan.Background(
                                plan.isEmpty()
                                        ? List.of()
                                        : judgement.beside(assessment.advice(seen, question)),
                                judgement.spf(),
                                judgement.senders()),
                        Outlook.way(plan, live, accounts)),
                live,
                active,
                seen.observation());
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
