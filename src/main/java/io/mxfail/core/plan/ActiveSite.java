package io.mxfail.core.plan;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which site the live data belongs to.
///
/// @param site its name, or [DomainPlan#MIXED] or [DomainPlan#UNKNOWN]
/// @param matched how many switched claims are that site's
/// @param total how many switched claims it names
/// @param drift switched claims that are not that site's, and standing ones that are not as
///   wanted
public record ActiveSite(String site, int matched, int total, List<Claim> drift) {
    public ActiveSite {
        drift = List.copyOf(drift);
    }

    /// Judges one read: the site whose MX set is served, and of several with that MX set the one
    /// whose other switched claims are served as well; without MX in the profile, the site all of
    /// whose switched claims are. `mixed` where other switched claims are another site's or the MX
    /// joins several sites; `unknown` where the MX is no site's.
    public static ActiveSite of(DomainView view, Observed observed) {
        List<Claim> switched = view.claims().stream().filter(Claim::switched).toList();
        Optional<Claim> mx =
                switched.stream().filter(c -> c.keys().equals(Set.of(view.mx()))).findFirst();
        List<String> candidates =
                mx.map(claim -> holders(claim, view, observed))
                        .orElseGet(() -> matchingAll(switched, view, observed));
        Optional<String> site =
                candidates.stream()
                        .max(
                                Comparator.<String>comparingLong(
                                                s ->
                                                        matches(switched, s, observed)
                                                                - misses(switched, s, observed))
                                        .thenComparing(Comparator.reverseOrder()));
        if (site.isEmpty()) {
            boolean some =
                    mx.isPresent()
                            ? joins(view, observed)
                            : switched.stream()
                                    .anyMatch(c -> !holders(c, view, observed).isEmpty());
            return judged(some ? DomainPlan.MIXED : DomainPlan.UNKNOWN, view, switched, observed);
        }
        boolean anothers =
                switched.stream()
                        .filter(c -> !c.wish(site.get()).isEmpty())
                        .filter(c -> !Planner.matches(c, site.get(), observed))
                        .anyMatch(c -> !holders(c, view, observed).isEmpty());
        return judged(anothers ? DomainPlan.MIXED : site.get(), view, switched, observed);
    }

    private static ActiveSite judged(
            String site, DomainView view, List<Claim> switched, Observed observed) {
        var drift = new ArrayList<Claim>();
        List<Claim> named =
                view.sites().containsKey(site)
                        ? switched.stream().filter(c -> !c.wish(site).isEmpty()).toList()
                        : switched;
        int matched = 0;
        for (Claim claim : named) {
            boolean matches =
                    view.sites().containsKey(site)
                            ? Planner.matches(claim, site, observed)
                            : !holders(claim, view, observed).isEmpty();
            matched += matches ? 1 : 0;
            if (!matches) {
                drift.add(claim);
            }
        }
        return new ActiveSite(site, matched, named.size(), drift);
    }

    /// The sites whose wish for a claim is what is served, by name.
    private static List<String> holders(Claim claim, DomainView view, Observed observed) {
        return view.sites().keySet().stream()
                .filter(site -> !claim.wish(site).isEmpty())
                .filter(site -> Planner.matches(claim, site, observed))
                .sorted()
                .toList();
    }

    /// The sites that name switched claims and all of whose are served.
    private static List<String> matchingAll(
            List<Claim> switched, DomainView view, Observed observed) {
        return view.sites().keySet().stream()
                .filter(site -> matches(switched, site, observed) > 0)
                .filter(site -> misses(switched, site, observed) == 0)
                .toList();
    }

    private static long matches(List<Claim> switched, String site, Observed observed) {
        return switched.stream()
                .filter(c -> !c.wish(site).isEmpty())
                .filter(c -> Planner.matches(c, site, observed))
                .count();
    }

    private static long misses(List<Claim> switched, String site, Observed observed) {
        return switched.stream()
                .filter(c -> !c.wish(site).isEmpty())
                .filter(c -> !Planner.matches(c, site, observed))
                .count();
    }

    /// Whether the live MX hosts that are any site's are those of several: no one site has them
    /// all.
    private static boolean joins(DomainView view, Observed observed) {
        List<Set<Name>> bySite =
                view.sites().values().stream()
                        .map(
                                site ->
                                        site.mx().stream()
                                                .map(mx -> mx.getTarget().canonicalize())
                                                .collect(Collectors.toSet()))
                        .toList();
        Set<Name> ours =
                observed.set(view.mx()).stream()
                        .flatMap(set -> set.records().stream())
                        .map(record -> ((MXRecord) record).getTarget().canonicalize())
                        .filter(host -> bySite.stream().anyMatch(hosts -> hosts.contains(host)))
                        .collect(Collectors.toSet());
        return bySite.stream().noneMatch(hosts -> hosts.containsAll(ours));
    }
}
