package io.mxfail.app;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Hazard;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Judges the way back from a run as strictly as the way there: who takes mail at its end, who is
/// left, and what goes otherwise until caches have forgotten.
final class WayBackReview {
    private final World world;
    private final Profile profile;
    private final Accounts accounts;
    private final Progress progress;

    WayBackReview(World world, Profile profile, Accounts accounts, Progress progress) {
        this.world = world;
        this.profile = profile;
        this.accounts = accounts;
        this.progress = progress;
    }

    /// @param active by domain, as the provider serves it
    record Judged(
            JudgedPlan plan, Map<Name, ActiveSite> active, Drafting.Observation observation) {}

    Judged of(WayBack back, LiveZones live) throws CommandFailure, InterruptedException {
        Plan plan = back.plan();
        Map<Name, ActiveSite> active = Drafting.active(live);
        progress.live("probing where mail goes back to");
        var assessment = new Assessment(world, profile, accounts);
        Assessment.Seen seen =
                assessment.observe(
                        live, Drafting.after(changes(plan)), groups(plan, live, active), true);
        var caches = new CacheMemory(world);
        var question =
                new Assessment.Question(
                        plan,
                        live,
                        active,
                        Optional.of(plan.to()),
                        Optional.empty(),
                        true,
                        Optional.of(caches));
        Assessment.Judged judgement = assessment.judge(seen, question);
        List<Finding> findings = judgement.findings();
        var outlook = new Outlook(accounts, caches);
        List<Hazard> hazards =
                outlook.hazards(
                        plan,
                        live,
                        seen.probes().sites(),
                        seen.unsigned(world.time().clock().instant()),
                        Optional.of(judgement.moments()));
        var advice = new ArrayList<>(back.advice());
        advice.addAll(judgement.beside(assessment.advice(seen, question)));
        return new Judged(
                new JudgedPlan(
                        plan,
                        findings,
                        Assessment.blockers(findings, plan),
                        back.movesMail() ? hazards : Outlook.withoutMove(hazards),
                        new JudgedPlan.Background(advice, judgement.spf(), judgement.senders()),
                        Outlook.way(plan, live, accounts)),
                active,
                seen.observation());
    }

    private static Map<Name, List<Change>> changes(Plan plan) {
        var changes = new TreeMap<Name, List<Change>>();
        plan.domains().forEach(domain -> changes.put(domain.domain(), domain.changes()));
        return changes;
    }

    /// The hosts that mail goes back to, which may be no site's, and the sites that it leaves.
    private List<SiteProbing.Group> groups(
            Plan plan, LiveZones live, Map<Name, ActiveSite> active) {
        var exchangers = new LinkedHashMap<DomainView, Collection<MXRecord>>();
        var left = new TreeSet<String>();
        for (DomainPlan domain : plan.domains()) {
            List<MXRecord> mx =
                    domain.changes().stream()
                            .filter(c -> c.key().type() == Type.MX)
                            .flatMap(c -> c.recordsAfter().stream())
                            .map(MXRecord.class::cast)
                            .toList();
            if (!mx.isEmpty()) {
                exchangers.put(Objects.requireNonNull(live.domains().get(domain.domain())), mx);
            }
            if (domain.movesMail()) {
                left.add(domain.from());
                Optional.ofNullable(active.get(domain.domain()))
                        .ifPresent(now -> left.add(now.site()));
            }
        }
        left.remove(plan.to());
        left.removeIf(site -> profile.site(site).isEmpty());
        var groups = new ArrayList<>(List.of(new SiteProbing.Group(plan.to(), exchangers)));
        left.forEach(site -> groups.add(SiteProbing.site(site, live.domains().values())));
        return groups;
    }
}
