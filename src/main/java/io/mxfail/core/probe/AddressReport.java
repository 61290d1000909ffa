package io.mxfail.core.probe;

/// One address and its state over all domains that were asked about.
public record AddressReport(AddressProbe probe, SiteState state) {}
