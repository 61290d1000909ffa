package io.mxfail.core.probe;

import java.util.List;

/// The judged result of probing a site.
public record SiteReport(
        String site, SiteState state, List<DomainReport> domains, List<HostReport> hosts) {
    public SiteReport {
        domains = List.copyOf(domains);
        hosts = List.copyOf(hosts);
    }
}
