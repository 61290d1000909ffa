package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// An MX names a host that the DNS provider hides behind its proxies, as the orange cloud of
/// Cloudflare does: senders are given addresses that take no SMTP, or another MX than the one that
/// is published.
final class ProxiedMx implements Rule {
    @Override
    public String id() {
        return "PROXIED-MX";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Map<Name, Situation.Use> uses = situation.mailHosts();
        var findings = new ArrayList<Finding>();
        hidden(situation)
                .forEach(
                        (host, provider) ->
                                Optional.ofNullable(uses.get(host))
                                        .ifPresent(
                                                use ->
                                                        findings.add(
                                                                finding(
                                                                        situation,
                                                                        use.site(),
                                                                        use.domains(),
                                                                        host,
                                                                        provider))));
        if (situation.task().to().isEmpty()) {
            findings.addAll(ofNoSite(situation, uses.keySet()));
        }
        return findings;
    }

    /// The hosts that are served now and that no site names.
    private List<Finding> ofNoSite(Situation situation, Set<Name> named) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            domain.reads()
                    .forEach(
                            (provider, read) -> {
                                var hosts = new HashSet<>(read.exchangers(domain.name()));
                                hosts.removeAll(named);
                                hosts.retainAll(read.proxied());
                                hosts.stream()
                                        .sorted()
                                        .forEach(
                                                host ->
                                                        findings.add(
                                                                finding(
                                                                        situation,
                                                                        Optional.empty(),
                                                                        Set.of(domain.name()),
                                                                        host,
                                                                        provider)));
                            });
        }
        return findings;
    }

    /// Every name that a provider hides, with the first that does.
    private static Map<Name, String> hidden(Situation situation) {
        var names = new TreeMap<Name, String>();
        for (DomainCase domain : situation.domains()) {
            domain.reads()
                    .forEach(
                            (provider, read) ->
                                    read.proxied().forEach(n -> names.putIfAbsent(n, provider)));
        }
        return names;
    }

    private Finding finding(
            Situation situation,
            Optional<String> site,
            Set<Name> domains,
            Name host,
            String provider) {
        return Say.host(this, situation, site, domains, host.toString(), "docs/rules/PROXIED-MX.md")
                .crit(
                        "the MX %s%s is proxied by %s: senders are led to a proxy, which takes no mail, or are shown another MX"
                                .formatted(host.toString(true), Say.for_(domains), provider),
                        "set %s to \"DNS only\" there, or name another host in `mx`"
                                .formatted(host.toString(true)));
    }
}
