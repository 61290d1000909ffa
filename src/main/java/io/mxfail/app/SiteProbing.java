package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.MailExchanger;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.SiteProbe;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Variables;
import io.mxfail.port.MailProbe;
import io.mxfail.port.ProbeRequest;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Probes the mail hosts of sites, each host once for all domains that use it.
final class SiteProbing {
    private static final int HOSTS_AT_ONCE = 64;

    /// A domain that is reserved for examples (RFC 2606) and that no host serves.
    private static final String FOREIGN = "example.com";

    private final Profile profile;
    private final MailProbe mail;
    private final DnsAnswers answers;
    private final String anchors;
    private final String nobody;
    private final boolean relaying;

    /// @param answers where hosts' addresses come from
    /// @param anchors extra trust anchors (PEM)
    /// @param nobody the local part of an address that no one has
    /// @param relaying whether hosts are asked, too, if they relay for strangers
    SiteProbing(
            Profile profile,
            MailProbe mail,
            DnsAnswers answers,
            String anchors,
            String nobody,
            boolean relaying) {
        this.profile = profile;
        this.mail = mail;
        this.answers = answers;
        this.anchors = anchors;
        this.nobody = nobody;
        this.relaying = relaying;
    }

    /// The MX sets to probe under a name, usually a site's.
    record Group(String site, Map<DomainView, Collection<MXRecord>> exchangers) {}

    /// The MX sets of a site, as the profile wants them.
    static Group site(String site, Collection<DomainView> views) {
        var exchangers = new LinkedHashMap<DomainView, Collection<MXRecord>>();
        for (DomainView view : views) {
            Optional.ofNullable(view.sites().get(site))
                    .ifPresent(records -> exchangers.put(view, records.mx()));
        }
        return new Group(site, exchangers);
    }

    /// Probes all hosts of all groups at once.
    List<SiteProbe> probe(List<Group> groups) throws CommandFailure, InterruptedException {
        var recipients = new TreeMap<Name, Set<Recipient>>();
        for (Group group : groups) {
            group.exchangers()
                    .forEach(
                            (view, exchangers) -> {
                                for (MXRecord mx : exchangers) {
                                    if (!mx.getTarget().equals(Name.root)) {
                                        recipients
                                                .computeIfAbsent(
                                                        mx.getTarget().canonicalize(),
                                                        _ -> new LinkedHashSet<>())
                                                .addAll(recipients(view));
                                    }
                                }
                            });
        }
        if (relaying) {
            recipients.values().forEach(this::addForeign);
        }
        List<HostProbe> probed =
                Parallel.map(
                        recipients.entrySet(),
                        HOSTS_AT_ONCE,
                        host -> host(host.getKey(), List.copyOf(host.getValue())));
        var byName = new TreeMap<Name, HostProbe>();
        probed.forEach(host -> byName.put(host.host(), host));
        return groups.stream().map(group -> siteProbe(group, byName)).toList();
    }

    /// Connects to the control host, which is known to be up; empty: the profile names none.
    Optional<HostProbe> control() throws InterruptedException {
        Optional<String> control = profile.probing().checks().witnesses().control();
        if (control.isEmpty()) {
            return Optional.empty();
        }
        int colon = control.get().lastIndexOf(':');
        boolean port = colon > 0 && control.get().indexOf(':') == colon;
        String host = port ? control.get().substring(0, colon) : control.get();
        int number =
                port
                        ? Integer.parseInt(control.get().substring(colon + 1))
                        : profile.probing().smtp().port();
        Name name = Name.fromConstantString(host.endsWith(".") ? host : host + ".");
        return Optional.of(host(name, List.of(), number));
    }

    private SiteProbe siteProbe(Group group, Map<Name, HostProbe> probed) {
        var exchangers = new LinkedHashMap<Name, List<MailExchanger>>();
        var hosts = new LinkedHashMap<Name, HostProbe>();
        group.exchangers()
                .forEach(
                        (view, set) -> {
                            var list = new ArrayList<MailExchanger>();
                            for (MXRecord mx : set) {
                                Name host = mx.getTarget().canonicalize();
                                list.add(new MailExchanger(mx.getPriority(), host));
                                Optional.ofNullable(probed.get(host))
                                        .ifPresent(probe -> hosts.put(host, probe));
                            }
                            exchangers.put(view.name(), list);
                        });
        return new SiteProbe(group.site(), exchangers, List.copyOf(hosts.values()));
    }

    /// One name in a domain that the host does not serve, after all that it should.
    private void addForeign(Set<Recipient> asked) {
        Name served = asked.iterator().next().domain();
        asked.add(Recipient.invented(served, nobody + "@" + FOREIGN));
    }

    private List<Recipient> recipients(DomainView view) {
        Map<String, String> variables = view.domain().variablesIn(view.zone());
        var recipients = new ArrayList<Recipient>();
        for (String text : profile.probing().checks().recipients()) {
            recipients.add(Recipient.declared(view.name(), Variables.expand(text, variables)));
        }
        recipients.add(Recipient.invented(view.name(), nobody + "@" + view.name().toString(true)));
        return recipients;
    }

    private HostProbe host(Name host, List<Recipient> recipients) {
        return host(host, recipients, profile.probing().smtp().port());
    }

    private HostProbe host(Name host, List<Recipient> recipients, int port) {
        HostTargets found = HostTargets.of(profile.probing().smtp(), answers, host, port);
        if (found.targets().isEmpty()) {
            return HostProbe.without(
                    host,
                    found.failed() ? HostProbe.Resolution.FAILED : HostProbe.Resolution.NO_ADDRESS);
        }
        return mail.probe(request(host, found.targets(), recipients));
    }

    private ProbeRequest request(
            Name host, List<InetSocketAddress> targets, List<Recipient> recipients) {
        Probing.Checks checks = profile.probing().checks();
        Duration step = checks.limits().step();
        return new ProbeRequest(
                host,
                targets,
                recipients,
                new ProbeRequest.Identity(
                        checks.helo().orElse("mxfail.invalid"), checks.mailFrom()),
                new ProbeRequest.Security(checks.startTls(), host.toString(true), anchors),
                new ProbeRequest.Deadlines(step, step.multipliedBy(3), step.multipliedBy(6)));
    }
}
