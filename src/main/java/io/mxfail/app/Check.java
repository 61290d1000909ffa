package io.mxfail.app;

import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.guard.Rules;
import io.mxfail.core.guard.Situation;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.VerifyReport;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Probes every site of the selected profiles and has the rules judge what was seen; changes
/// nothing.
public final class Check {
    /// Profiles looked at side by side: the slow hosts of one hold no other up, and each has its
    /// own limit of sockets.
    private static final int PROFILES_AT_ONCE = 8;

    private final World world;
    private final Progress progress;

    public Check(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /// A world whose greylisting mail hosts are asked a second time after their delay, if that
    /// fits into so long from now on.
    public static World patient(World world, Duration wait, Progress progress) {
        return Patience.in(world, wait, progress);
    }

    /// Checks sites.
    ///
    /// @param site the one to check; empty: all
    public CheckReport run(Selection selection, Optional<String> site)
            throws CommandFailure, InterruptedException {
        return run(selection, site, false);
    }

    /// Checks sites, and sends the test messages that the profiles ask for.
    ///
    /// @param site the one to check; empty: all
    /// @param send whether messages may leave; without, nothing goes beyond `RCPT`
    public CheckReport run(Selection selection, Optional<String> site, boolean send)
            throws CommandFailure, InterruptedException {
        return run(selection, site, send, List.of());
    }

    /// Checks sites once more in a world that is remembered: messages that were sent are judged
    /// again, and none leaves.
    CheckReport again(Selection selection, Optional<String> site, List<CheckReport.Flown> sent)
            throws CommandFailure, InterruptedException {
        return run(selection, site, false, sent);
    }

    private CheckReport run(
            Selection selection, Optional<String> site, boolean send, List<CheckReport.Flown> sent)
            throws CommandFailure, InterruptedException {
        List<Selection.Chosen> chosen = selection.observed(world.profiles());
        for (Selection.Chosen one : chosen) {
            refuse(one.profile(), site, send);
        }
        World look = OneLook.in(world);
        List<Looked> looked = Parallel.map(chosen, PROFILES_AT_ONCE, one -> look(look, one, site));
        var canaries = new ArrayList<CheckReport.Flown>();
        var sites = new ArrayList<CheckReport.Site>();
        var findings = new ArrayList<Finding>();
        var spf = new ArrayList<CheckReport.Costs>();
        var advice = new ArrayList<CheckReport.Advised>();
        for (int i = 0; i < looked.size(); i++) {
            Profile profile = chosen.get(i).profile();
            Looked seen = looked.get(i);
            sites.addAll(seen.sites());
            findings.addAll(seen.judged().findings());
            seen.judged().spf().stream()
                    .map(report -> new CheckReport.Costs(profile.name(), report))
                    .forEach(spf::add);
            advice.addAll(seen.advice());
            List<CheckReport.Flown> flown =
                    send
                            ? new SendCanaries(world, profile, progress)
                                    .run(seen.live(), seen.active(), seen.answers())
                            : sent.stream()
                                    .filter(canary -> canary.profile().equals(profile.name()))
                                    .toList();
            canaries.addAll(flown);
            findings.addAll(Rules.flown(task(profile), flown));
        }
        return new CheckReport(sites, findings, advice, canaries, spf);
    }

    /// What a profile cannot be asked.
    private static void refuse(Profile profile, Optional<String> site, boolean send)
            throws CommandFailure {
        if (send && !Canaries.areWanted(profile)) {
            throw CommandFailure.usage(
                    "profile "
                            + profile.name()
                            + " says nowhere what to send; give `verify.delivery` or"
                            + " `verify.outbound` in "
                            + profile.about().file());
        }
        if (site.isPresent()) {
            Drafting.requireSite(profile, site.get());
        }
    }

    private Situation.Task task(Profile profile) {
        return new Situation.Task(
                profile,
                Optional.empty(),
                Mode.PLANNED,
                world.time().clock().instant(),
                Optional.empty(),
                Acknowledged.NOTHING);
    }

    /// What a look at one profile saw, and what its messages need of it.
    private record Looked(
            List<CheckReport.Site> sites,
            Assessment.Judged judged,
            List<CheckReport.Advised> advice,
            LiveZones live,
            Map<Name, ActiveSite> active,
            LiveAnswers answers) {}

    private Looked look(World look, Selection.Chosen chosen, Optional<String> site)
            throws CommandFailure, InterruptedException {
        Profile profile = chosen.profile();
        List<String> names =
                site.map(List::of).orElseGet(() -> List.copyOf(profile.sites().keySet()));
        try (Accounts accounts = Accounts.forLooking(look, profile)) {
            progress.live("reading and probing " + profile.name());
            Sighting.Sighted sighted =
                    Sighting.of(look, profile, accounts, chosen.domains(), names);
            LiveZones live = sighted.live();
            Assessment.Seen seen = sighted.seen();
            Map<Name, ActiveSite> active = new LinkedHashMap<>();
            live.domains()
                    .values()
                    .forEach(view -> active.put(view.name(), ActiveSite.of(view, live.of(view))));
            var assessment = new Assessment(look, profile, accounts);
            var question =
                    new Assessment.Question(
                            unchanged(profile, live, active, accounts, site),
                            live,
                            active,
                            site,
                            Optional.empty(),
                            false);
            Assessment.Judged judged = assessment.judge(seen, question);
            return new Looked(
                    sites(profile, seen),
                    judged,
                    assessment.advice(seen, question).stream()
                            .map(text -> new CheckReport.Advised(profile.name(), text))
                            .toList(),
                    live,
                    active,
                    seen.answers());
        }
    }

    private static List<CheckReport.Site> sites(Profile profile, Assessment.Seen seen) {
        return seen.probes().sites().values().stream()
                .map(
                        report ->
                                new CheckReport.Site(
                                        profile.name(),
                                        report,
                                        seen.probes().relaysOf(report.site())))
                .toList();
    }

    /// A plan that changes nothing: the rules judge what stands.
    private static Plan unchanged(
            Profile profile,
            LiveZones live,
            Map<Name, ActiveSite> active,
            Accounts accounts,
            Optional<String> site) {
        var target = new DomainPlan.Target(accounts.identities(), accounts.weakest().atomicity());
        List<DomainPlan> domains =
                live.domains().values().stream()
                        .map(
                                view ->
                                        new DomainPlan(
                                                view.name(),
                                                view.zone(),
                                                Objects.requireNonNull(active.get(view.name()))
                                                        .site(),
                                                target,
                                                List.of()))
                        .toList();
        return new Plan(profile.name(), site.orElse(""), Mode.PLANNED, List.of(), domains);
    }

    /// The exit code in the manner of monitoring plugins: 0 OK, 1 WARNING, 2 CRITICAL, 3
    /// UNKNOWN.
    public static int exit(CheckReport report) {
        boolean critical =
                has(report, Severity.CRIT)
                        || flown(report, VerifyReport.Delivery.FAILED)
                        || state(report, SiteState.REJECTING)
                        || state(report, SiteState.UNREACHABLE)
                        || state(report, SiteState.TEMPFAIL);
        if (critical) {
            return 2;
        }
        if (has(report, Severity.UNKNOWN) || state(report, SiteState.UNKNOWN)) {
            return 3;
        }
        return has(report, Severity.WARN)
                        || flown(report, VerifyReport.Delivery.PENDING)
                        || state(report, SiteState.DEGRADED)
                ? 1
                : 0;
    }

    private static boolean flown(CheckReport report, VerifyReport.Delivery state) {
        return report.canaries().stream().anyMatch(f -> f.canary().state() == state);
    }

    private static boolean has(CheckReport report, Severity severity) {
        return report.findings().stream().anyMatch(f -> f.severity() == severity);
    }

    private static boolean state(CheckReport report, SiteState state) {
        return report.sites().stream().anyMatch(s -> s.report().state() == state);
    }
}
