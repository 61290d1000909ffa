package io.mxfail.core.guard;

import io.mxfail.core.plan.SpfReport;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.propagation.CanaryReport;

import org.xbill.DNS.Name;

import java.util.List;

/// What probing the sites showed, and what the rules say of it.
///
/// @param sites in the order of the profiles
/// @param findings worst first
/// @param advice what an operator should know before deciding
/// @param canaries what became of test messages; empty: none was sent
/// @param spf what the SPF records cost, of the domains that have one
public record CheckReport(
        List<Site> sites,
        List<Finding> findings,
        List<Advised> advice,
        List<Flown> canaries,
        List<Costs> spf) {
    public CheckReport {
        spf = List.copyOf(spf);
        canaries = List.copyOf(canaries);
        sites = List.copyOf(sites);
        advice = List.copyOf(advice);
        findings = findings.stream().sorted().toList();
    }

    /// Without test messages.
    public CheckReport(List<Site> sites, List<Finding> findings, List<Advised> advice) {
        this(sites, findings, advice, List.of(), List.of());
    }

    /// The SPF record of one domain.
    ///
    /// @param profile the profile's name
    public record Costs(String profile, SpfReport report) {}

    /// One test message.
    ///
    /// @param profile the profile's name
    public record Flown(String profile, Name domain, CanaryReport canary) {}

    /// One site of one profile.
    ///
    /// @param profile the profile's name
    /// @param relays its submission relays
    public record Site(String profile, SiteReport report, List<RelayProbe> relays) {
        public Site {
            relays = List.copyOf(relays);
        }

        /// A site without submission relays.
        public Site(String profile, SiteReport report) {
            this(profile, report, List.of());
        }
    }

    /// One line of advice on one profile.
    public record Advised(String profile, String text) {}
}
