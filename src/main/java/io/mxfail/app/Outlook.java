package io.mxfail.app;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Hazard;
import io.mxfail.core.plan.Hazards;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Moments;
import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Reception;
import io.mxfail.core.plan.Transition;
import io.mxfail.core.probe.SiteReport;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the world meets while a plan is carried out and until caches have forgotten.
///
/// @param caches what caches hold of earlier runs
record Outlook(Accounts accounts, CacheMemory caches) {
    /// What the world sees of a plan on its way.
    static Passage way(Plan plan, LiveZones live, Accounts accounts) {
        List<Passage.Account> ways =
                accounts.all().stream()
                        .map(
                                provider ->
                                        new Passage.Account(
                                                provider.identity(),
                                                provider.capabilities(),
                                                live.readAt(provider.identity())))
                        .toList();
        return Passage.of(plan, live.domains().values(), ways, accounts.weakest());
    }

    /// What goes otherwise while caches are old.
    ///
    /// @param sites what probing found, by site
    /// @param unsigned zones of which it is known that nobody can validate them
    /// @param moments at which senders are evaluated; empty: what is planned moves no mail
    List<Hazard> hazards(
            Plan plan,
            LiveZones live,
            Map<String, SiteReport> sites,
            Set<Name> unsigned,
            Optional<Moments> moments) {
        Capabilities weakest = accounts.weakest();
        var hazards = new ArrayList<Hazard>();
        for (DomainPlan domain : plan.domains()) {
            DomainView view = Objects.requireNonNull(live.domains().get(domain.domain()));
            long negativeTtl =
                    live.at(domain.zone()).values().stream()
                            .mapToLong(observed -> observed.negativeTtl())
                            .max()
                            .orElse(0);
            hazards.addAll(
                    Hazards.of(
                            domain,
                            Transition.of(view, live.of(view), domain.changes(), weakest)
                                    .remembering(caches.of(view, live.of(view))),
                            new Hazards.Setting(
                                    reception(domain, sites),
                                    plan.mode() == Mode.BREACH,
                                    negativeTtl,
                                    weakest,
                                    unsigned.contains(domain.zone())),
                            moments));
        }
        return hazards;
    }

    /// What the site that a domain leaves does with its mail, as far as it was probed.
    private static Reception reception(DomainPlan domain, Map<String, SiteReport> sites) {
        return Optional.ofNullable(sites.get(domain.from())).stream()
                .flatMap(report -> report.domains().stream())
                .filter(report -> report.domain().equals(domain.domain()))
                .map(
                        report ->
                                switch (report.state()) {
                                    case READY, DEGRADED -> Reception.TAKES;
                                    case UNREACHABLE, TEMPFAIL -> Reception.DEFERS;
                                    case REJECTING -> Reception.RETURNS;
                                    case UNKNOWN -> Reception.UNKNOWN;
                                })
                .findFirst()
                .orElse(Reception.UNKNOWN);
    }

    /// Where mail does not move, old answers in caches mislead nobody.
    static List<Hazard> withoutMove(List<Hazard> hazards) {
        return hazards.stream().filter(hazard -> hazard.id().equals("FIRST-SPF")).toList();
    }
}
