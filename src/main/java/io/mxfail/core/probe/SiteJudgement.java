package io.mxfail.core.probe;

import io.mxfail.core.profile.Probing.Limits;
import io.mxfail.core.profile.Probing.StartTls;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Folds what addresses showed into the state of hosts, domains and sites.
///
/// The folds follow what a sender does (RFC 5321, section 5.1): it tries another address or host
/// after a failed connection or a 4xx reply, and returns the mail after the first 5xx. So one
/// dead host among several degrades a site, while one rejecting host that senders may meet before
/// an accepting one makes it reject. An address that this machine has no route to is left out
/// where another gave evidence. What was not observed never counts as good.
public final class SiteJudgement {
    private final Limits limits;
    private final StartTls startTls;
    private final Set<Integer> blockedPorts;

    private SiteJudgement(Limits limits, StartTls startTls, Set<Integer> blockedPorts) {
        this.limits = limits;
        this.startTls = startTls;
        this.blockedPorts = blockedPorts;
    }

    /// Judges a site.
    ///
    /// @param blockedPorts ports that cannot be reached from this machine at all, see
    /// [#blockedPorts]
    public static SiteReport judge(
            SiteProbe site, Limits limits, StartTls startTls, Set<Integer> blockedPorts) {
        return new SiteJudgement(limits, startTls, Set.copyOf(blockedPorts)).report(site);
    }

    /// The ports that are blocked on the way out of this machine: those of the control host,
    /// where it took no connection and no other host took one there either.
    public static Set<Integer> blockedPorts(HostProbe control, Collection<HostProbe> others) {
        Set<Integer> blocked = new HashSet<>();
        control.addresses().stream()
                .filter(a -> !a.contact().failedHere())
                .forEach(a -> blocked.add(a.endpoint().port()));
        connectedPorts(control).forEach(blocked::remove);
        others.forEach(host -> connectedPorts(host).forEach(blocked::remove));
        return Set.copyOf(blocked);
    }

    private static List<Integer> connectedPorts(HostProbe host) {
        return host.addresses().stream()
                .filter(a -> a.contact() == Contact.CONNECTED)
                .map(a -> a.endpoint().port())
                .toList();
    }

    private SiteReport report(SiteProbe site) {
        Map<Name, HostProbe> byName = new LinkedHashMap<>();
        site.hosts().forEach(host -> byName.put(host.host(), host));
        List<DomainReport> domains = new ArrayList<>();
        site.exchangers().forEach((domain, set) -> domains.add(domain(domain, set, byName)));
        List<HostReport> hosts =
                site.hosts().stream()
                        .map(host -> host(host, domainsAt(site, host.host())))
                        .toList();
        SiteState state = across(domains.stream().map(DomainReport::state).toList());
        return new SiteReport(site.site(), state, domains, hosts);
    }

    private static List<Name> domainsAt(SiteProbe site, Name host) {
        return site.exchangers().entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(mx -> mx.host().equals(host)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private HostReport host(HostProbe host, List<Name> domains) {
        List<AddressReport> addresses =
                host.addresses().stream()
                        .map(
                                a ->
                                        new AddressReport(
                                                a,
                                                across(
                                                        domains.stream()
                                                                .map(d -> ofAddress(a, d))
                                                                .toList())))
                        .toList();
        SiteState state = across(domains.stream().map(d -> ofHost(host, d)).toList());
        return new HostReport(host.host(), host.resolution(), state, addresses);
    }

    private DomainReport domain(Name domain, List<MailExchanger> set, Map<Name, HostProbe> hosts) {
        List<HostProbe> probed =
                set.stream()
                        .flatMap(mx -> Optional.ofNullable(hosts.get(mx.host())).stream())
                        .toList();
        Map<Recipient, RecipientResult> worst = new LinkedHashMap<>();
        probed.stream()
                .flatMap(host -> host.addresses().stream())
                .flatMap(a -> a.declared(domain).stream())
                .forEach(r -> worst.merge(r.recipient(), r, SiteJudgement::worse));
        return new DomainReport(domain, ofDomain(domain, set, hosts), List.copyOf(worst.values()));
    }

    private static RecipientResult worse(RecipientResult a, RecipientResult b) {
        return a.verdict().compareTo(b.verdict()) >= 0 ? a : b;
    }

    private SiteState ofDomain(Name domain, List<MailExchanger> set, Map<Name, HostProbe> hosts) {
        boolean evidence = set.stream().anyMatch(mx -> !isOutOfSight(hosts.get(mx.host())));
        SortedMap<Integer, List<SiteState>> levels = new TreeMap<>();
        for (MailExchanger mx : set) {
            HostProbe host = hosts.get(mx.host());
            if (evidence && isOutOfSight(host)) {
                continue;
            }
            SiteState state = host == null ? SiteState.UNKNOWN : ofHost(host, domain);
            levels.computeIfAbsent(mx.preference(), _ -> new ArrayList<>()).add(state);
        }
        return alongPreferences(levels.values());
    }

    /// A host of which this machine can see nothing, as one with IPv6 addresses only where there
    /// is no IPv6.
    private static boolean isOutOfSight(@Nullable HostProbe host) {
        return host != null
                && !host.addresses().isEmpty()
                && host.addresses().stream().allMatch(a -> a.contact().failedHere());
    }

    /// Walks the levels as senders do, best preference first; within a level they choose at
    /// random.
    private static SiteState alongPreferences(Collection<List<SiteState>> levels) {
        boolean accepted = false;
        boolean doubtful = levels.isEmpty();
        boolean flawless = true;
        boolean deferred = false;
        for (List<SiteState> level : levels) {
            if (!accepted) {
                if (level.contains(SiteState.REJECTING)) {
                    return doubtful ? SiteState.UNKNOWN : SiteState.REJECTING;
                }
                doubtful |= level.contains(SiteState.UNKNOWN);
                deferred |= level.contains(SiteState.TEMPFAIL);
                accepted = level.stream().anyMatch(SiteState::isAccepting);
            }
            flawless &= level.stream().allMatch(s -> s == SiteState.READY);
        }
        if (doubtful) {
            return SiteState.UNKNOWN;
        }
        if (accepted) {
            return flawless ? SiteState.READY : SiteState.DEGRADED;
        }
        return deferred ? SiteState.TEMPFAIL : SiteState.UNREACHABLE;
    }

    private SiteState ofHost(HostProbe host, Name domain) {
        List<AddressProbe> inSight =
                host.addresses().stream().filter(a -> !a.contact().failedHere()).toList();
        if (inSight.isEmpty()) {
            return host.resolution() == HostProbe.Resolution.NO_ADDRESS
                    ? SiteState.UNREACHABLE
                    : SiteState.UNKNOWN;
        }
        List<SiteState> states = inSight.stream().map(a -> ofAddress(a, domain)).toList();
        if (states.contains(SiteState.REJECTING)) {
            return SiteState.REJECTING;
        }
        if (states.stream().anyMatch(SiteState::isAccepting)) {
            // Another address of the same host that refused only this machine takes nothing away.
            return states.stream().allMatch(s -> s == SiteState.READY || s == SiteState.UNKNOWN)
                    ? SiteState.READY
                    : SiteState.DEGRADED;
        }
        if (states.contains(SiteState.UNKNOWN)) {
            return SiteState.UNKNOWN;
        }
        return states.contains(SiteState.TEMPFAIL) ? SiteState.TEMPFAIL : SiteState.UNREACHABLE;
    }

    private SiteState ofAddress(AddressProbe address, Name domain) {
        return switch (address.contact()) {
            case CONNECTED -> ofRecipients(address, address.declared(domain));
            case REFUSED, TIMED_OUT, UNREACHABLE ->
                    blockedPorts.contains(address.endpoint().port())
                            ? SiteState.UNKNOWN
                            : SiteState.UNREACHABLE;
            case NO_ROUTE_HERE, FAILED_HERE -> SiteState.UNKNOWN;
        };
    }

    private SiteState ofRecipients(AddressProbe address, List<RecipientResult> results) {
        SiteState worst =
                results.stream()
                        .map(
                                r ->
                                        switch (r.verdict()) {
                                            case ACCEPTED -> SiteState.READY;
                                            case NOT_ASKED,
                                                    INCONCLUSIVE,
                                                    REFUSED_PROBE,
                                                    GREYLISTED ->
                                                    SiteState.UNKNOWN;
                                            case NO_ANSWER, TEMPFAIL -> SiteState.TEMPFAIL;
                                            case REFUSED, REFUSED_UNKNOWN_USER, REFUSED_RELAY ->
                                                    SiteState.REJECTING;
                                        })
                        .max(Comparator.naturalOrder())
                        .orElse(SiteState.UNKNOWN);
        return worst == SiteState.READY && isFlawed(address) ? SiteState.DEGRADED : worst;
    }

    private boolean isFlawed(AddressProbe address) {
        if (address.latency().compareTo(limits.warn()) >= 0) {
            return true;
        }
        return startTls == StartTls.REQUIRED
                && (address.tls().isMissing()
                        || address.tls()
                                .session()
                                .filter(s -> !s.nameMatches() || !s.certificate().isInDate())
                                .isPresent());
    }

    /// One word for several domains: the worst. UNREACHABLE only if it holds for all; otherwise
    /// some mail merely waits.
    private static SiteState across(List<SiteState> states) {
        SiteState worst = states.stream().max(Comparator.naturalOrder()).orElse(SiteState.UNKNOWN);
        boolean uniform = states.stream().allMatch(s -> s == worst);
        return worst == SiteState.UNREACHABLE && !uniform ? SiteState.TEMPFAIL : worst;
    }
}
