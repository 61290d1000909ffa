package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.SiteState;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A host that would carry the mail takes no TCP connection. Slow is not dead: a host that
/// takes the connection is never called unreachable.
final class TargetUnreachable implements Rule {
    @Override
    public String id() {
        return "TARGET-UNREACHABLE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (String site : situation.candidates()) {
            situation
                    .probes()
                    .site(site)
                    .ifPresent(
                            report ->
                                    report.hosts().stream()
                                            .flatMap(h -> finding(situation, report, h).stream())
                                            .forEach(findings::add));
        }
        return findings;
    }

    private Optional<Finding> finding(Situation situation, SiteReport site, HostReport host) {
        List<AddressReport> dead =
                host.addresses().stream().filter(a -> a.state() == SiteState.UNREACHABLE).toList();
        // a host without address is told by MX-ADDR
        if (dead.isEmpty() || host.resolution() != HostProbe.Resolution.FOUND) {
            return Optional.empty();
        }
        Set<Name> domains = HostFacts.domains(host);
        Set<Name> lost =
                site.domains().stream()
                        .filter(d -> d.state() == SiteState.UNREACHABLE)
                        .map(DomainReport::domain)
                        .collect(Collectors.toSet());
        boolean all = dead.size() == host.addresses().size();
        boolean critical = all && (domains.isEmpty() || domains.stream().anyMatch(lost::contains));
        String message =
                host.host().toString(true)
                        + Say.for_(domains)
                        + " takes no connection at "
                        + Say.some(dead.stream().map(TargetUnreachable::contact).toList())
                        + (critical ? "" : "; other addresses or hosts of " + site.site() + " do");
        String fix =
                "start the mail server or open its firewall; then `mxfail check --site "
                        + site.site()
                        + "`";
        Say say =
                Say.host(
                        this,
                        situation,
                        Optional.of(site.site()),
                        domains,
                        host.host().toString(),
                        "RFC 5321, section 5.1");
        return Optional.of(critical ? say.crit(message, fix) : say.warn(message, fix));
    }

    private static String contact(AddressReport address) {
        String how =
                switch (address.probe().contact()) {
                    case REFUSED -> "refused";
                    case TIMED_OUT -> "no answer";
                    case UNREACHABLE -> "no route";
                    case CONNECTED, NO_ROUTE_HERE, FAILED_HERE -> address.probe().contact().name();
                };
        return address.probe().endpoint() + " (" + how + ")";
    }
}
