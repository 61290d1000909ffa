package io.mxfail.core.guard;

import io.mxfail.core.probe.SiteReport;

import java.util.List;

/// What probing the sites showed, and what the rules say of it.
///
/// @param sites in the order of the profiles
/// @param findings worst first
public record CheckReport(List<Site> sites, List<Finding> findings) {
    public CheckReport {
        sites = List.copyOf(sites);
        findings = findings.stream().sorted().toList();
    }

    /// One site of one profile.
    ///
    /// @param profile the profile's name
    public record Site(String profile, SiteReport report) {}
}
