package io.mxfail.core.probe;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything seen of one site: the MX set of each of its domains, and its hosts.
///
/// @param exchangers by domain, in the order of the profile
public record SiteProbe(
        String site, Map<Name, List<MailExchanger>> exchangers, List<HostProbe> hosts) {
    public SiteProbe {
        Map<Name, List<MailExchanger>> copy = new LinkedHashMap<>();
        exchangers.forEach((domain, set) -> copy.put(domain, List.copyOf(set)));
        exchangers = Collections.unmodifiableMap(copy);
        hosts = List.copyOf(hosts);
    }

    /// The hosts of several sites together.
    public static List<HostProbe> hostsOf(List<SiteProbe> sites) {
        List<HostProbe> all = new ArrayList<>();
        sites.forEach(site -> all.addAll(site.hosts()));
        return List.copyOf(all);
    }
}
