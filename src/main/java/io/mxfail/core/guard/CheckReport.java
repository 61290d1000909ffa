package io.mxfail.core.guard;

import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.SiteReport;

import java.util.List;

/// What probing the sites showed, and what the rules say of it.
///
/// @param sites in the order of the profiles
/// @param findings worst first
/// @param advice what an operator should know before deciding
public record CheckReport(List<Site> sites, List<Finding> findings, List<Advised> advice) {
    public CheckReport {
        sites = List.copyOf(sites);
        advice = List.copyOf(advice);
        findings = findings.stream().sorted().toList();
    }

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
