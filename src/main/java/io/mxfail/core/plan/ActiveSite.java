package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Record;

import java.util.ArrayList;
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

    /// Judges one read: the site whose MX set is served; without MX in the profile, the site
    /// all of whose
    /// switched claims are. `mixed` where other switched claims are another site's or the MX
    /// joins several
    /// sites; `unknown` where the MX is no site's.
    public static ActiveSite of(DomainView view, Observed observed) {
        List<Claim> switched = view.claims().stream().filter(Claim::switched).toList();
        Optional<Claim> mx =
                switched.stream().filter(c -> c.keys().equals(Set.of(view.mx()))).findFirst();
        Optional<String> byMx = mx.flatMap(claim -> holder(claim, view, observed));
        if (mx.isPresent() && byMx.isEmpty()) {
            boolean joined = joins(view, observed);
            return judged(joined ? DomainPlan.MIXED : DomainPlan.UNKNOWN, view, switched, observed);
        }
        Optional<String> site =
                byMx.or(
                        () ->
                                view.sites().keySet().stream()
                                        .filter(s -> matchesAll(switched, s, observed))
                                        .findFirst());
        if (site.isEmpty()) {
            boolean some = switched.stream().anyMatch(c -> holder(c, view, observed).isPresent());
            return judged(some ? DomainPlan.MIXED : DomainPlan.UNKNOWN, view, switched, observed);
        }
        boolean anothers =
                switched.stream()
                        .filter(c -> !c.wish(site.get()).isEmpty())
                        .filter(c -> !Planner.matches(c, site.get(), observed))
                        .anyMatch(c -> holder(c, view, observed).isPresent());
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
                            : holder(claim, view, observed).isPresent();
            matched += matches ? 1 : 0;
            if (!matches) {
                drift.add(claim);
            }
        }
        return new ActiveSite(site, matched, named.size(), drift);
    }

    private static Optional<String> holder(Claim claim, DomainView view, Observed observed) {
        return view.sites().keySet().stream()
                .filter(site -> !claim.wish(site).isEmpty())
                .filter(site -> Planner.matches(claim, site, observed))
                .findFirst();
    }

    private static boolean matchesAll(List<Claim> switched, String site, Observed observed) {
        return !switched.isEmpty()
                && switched.stream()
                        .filter(claim -> !claim.wish(site).isEmpty())
                        .allMatch(claim -> Planner.matches(claim, site, observed));
    }

    /// Whether every live MX host is some site's, but no one site has them all.
    private static boolean joins(DomainView view, Observed observed) {
        Optional<RecordSet> live = observed.set(view.mx());
        if (live.isEmpty()) {
            return false;
        }
        Set<Object> known =
                view.sites().values().stream()
                        .flatMap(site -> site.mx().stream())
                        .map(MXRecord::getTarget)
                        .map(org.xbill.DNS.Name::canonicalize)
                        .collect(Collectors.toSet());
        long ours = live.get().records().stream().filter(r -> known.contains(target(r))).count();
        return ours > 0;
    }

    private static Object target(Record record) {
        return ((MXRecord) record).getTarget().canonicalize();
    }
}
