package io.mxfail.core.probe;

import org.xbill.DNS.Name;

import java.util.List;

/// One host and its state over all domains that were asked about.
public record HostReport(
        Name host,
        HostProbe.Resolution resolution,
        SiteState state,
        List<AddressReport> addresses) {
    public HostReport {
        addresses = List.copyOf(addresses);
    }
}
