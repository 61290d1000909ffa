package io.mxfail.app;

import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Planner;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Finds what must change so that domains come to where they are wished, and makes a plan of it.
///
/// @param accounts those that are written to
record Planning(Profile profile, Accounts accounts) {
    /// What a plan depends on that only probing tells.
    ///
    /// @param mode empty: not known yet
    /// @param policyIds the ids of the MTA-STS policies that are served, by domain
    /// @param revoked SPF terms that are nobody's and that a breach takes, by domain
    record Decided(
            Optional<Mode> mode, Map<Name, String> policyIds, Map<Name, Set<String>> revoked) {
        Decided(Optional<Mode> mode, Map<Name, String> policyIds) {
            this(mode, policyIds, Map.of());
        }
    }

    /// What moves each domain of a read to where it is wished.
    Map<Name, List<Change>> changes(
            LiveZones live, Drafting.Wish wish, Map<Name, ActiveSite> active, Decided decided) {
        var changes = new LinkedHashMap<Name, List<Change>>();
        for (DomainView view : live.domains().values()) {
            String from = from(active, view.name());
            Optional<String> quarantined = quarantined(from, wish, decided.mode());
            changes.put(
                    view.name(),
                    Planner.changes(
                            view,
                            live.of(view),
                            intent(view, wish.to(), quarantined)
                                    .revoking(
                                            decided.revoked().getOrDefault(view.name(), Set.of())),
                            Optional.ofNullable(decided.policyIds().get(view.name()))));
        }
        return changes;
    }

    /// The site that loses its authority; empty: none does.
    Optional<String> quarantined(String from, Drafting.Wish wish, Optional<Mode> mode) {
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

    Intent intent(DomainView view, String to, Optional<String> quarantined) {
        return DueTasks.intent(profile, view, to, quarantined, accounts.weakest().minimumTtl());
    }

    /// Emergency where the site that is left cannot do its work now; planned otherwise.
    static Mode modeOf(Map<String, SiteReport> reports, Map<Name, ActiveSite> active, String to) {
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

    /// The plan of changes that were found.
    Plan plan(
            LiveZones live,
            Drafting.Wish wish,
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
                                                from(active, view.name()),
                                                target,
                                                changes.getOrDefault(view.name(), List.of())))
                        .toList();
        return new Plan(profile.name(), wish.to(), mode, wish.accepted(), domains);
    }

    private static String from(Map<Name, ActiveSite> active, Name domain) {
        return Objects.requireNonNull(active.get(domain)).site();
    }
}
