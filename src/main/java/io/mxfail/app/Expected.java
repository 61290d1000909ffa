package io.mxfail.app;

import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The site that `--from` expects to be active: nothing is changed where another one is.
final class Expected {
    private Expected() {}

    /// Refuses a site that the profile does not have.
    static void check(ChangeRequest request, Profile profile) throws CommandFailure {
        check(request.consent().from(), profile);
    }

    /// The same, for a site that may not be given.
    static void check(Optional<String> from, Profile profile) throws CommandFailure {
        String site = from.orElse(DomainPlan.UNKNOWN);
        if (!site.equals(DomainPlan.UNKNOWN) && !site.equals(DomainPlan.MIXED)) {
            Drafting.requireSite(profile, site);
        }
    }

    /// What stands against the change; empty: every domain is where it was expected.
    ///
    /// @param active by domain
    static Optional<String> elsewhere(ChangeRequest request, Map<Name, ActiveSite> active) {
        Optional<String> from = request.consent().from();
        List<String> others =
                active.entrySet().stream()
                        .filter(e -> from.filter(s -> !s.equals(e.getValue().site())).isPresent())
                        .map(e -> e.getKey() + " is at " + e.getValue().site())
                        .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "expected --from "
                                + from.orElseThrow()
                                + ", but "
                                + String.join(", ", others)
                                + "; nothing changed; see `mxfail status`; if that is right, give"
                                + " --from "
                                + named(active));
    }

    /// The site to name where all domains are at one.
    private static String named(Map<Name, ActiveSite> active) {
        List<String> sites = active.values().stream().map(ActiveSite::site).distinct().toList();
        return sites.size() == 1 ? sites.getFirst() : "SITE with --domain for each";
    }
}
