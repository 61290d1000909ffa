package io.mxfail.core.plan;

import org.xbill.DNS.Name;

import java.util.List;

/// What a plan does for one domain.
///
/// @param zone where it is written
/// @param from the site that the live data belongs to, or `mixed` or `unknown`
/// @param target who is written to
/// @param changes in canonical order; empty: the domain is as wanted
public record DomainPlan(Name domain, Name zone, String from, Target target, List<Change> changes) {
    /// The `from` of data that joins several sites.
    public static final String MIXED = "mixed";

    /// The `from` of data that is no site's.
    public static final String UNKNOWN = "unknown";

    public DomainPlan {
        domain = domain.canonicalize();
        zone = zone.canonicalize();
        changes = changes.stream().sorted().toList();
    }

    /// Who is written to.
    ///
    /// @param providers identities, in the profile's order
    /// @param atomicity the weakest of the providers' units
    public record Target(List<String> providers, Capabilities.Atomicity atomicity) {
        public Target {
            providers = List.copyOf(providers);
        }
    }

    /// Whether anything of that class changes.
    public boolean has(ChangeClass kind) {
        return changes.stream().anyMatch(change -> change.kind() == kind);
    }

    /// Whether what leads mail or applications somewhere gets other data. What is only added, taken
    /// away or kept for another time leaves them where they are.
    public boolean movesMail() {
        return changes.stream().anyMatch(c -> c.kind() == ChangeClass.SUBSTITUTIVE && !c.ttlOnly());
    }
}
