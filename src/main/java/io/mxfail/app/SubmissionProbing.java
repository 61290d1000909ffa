package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.HostProbe.Resolution;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.Variables;
import io.mxfail.port.Credentials;
import io.mxfail.port.ProbeRequest.Deadlines;
import io.mxfail.port.Secrets;
import io.mxfail.port.SubmissionProbe;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Probes the submission relays of sites: each where its name leads once its site is active, be
/// that now or after a switch, and with the name that applications use.
final class SubmissionProbing {
    private static final int AT_ONCE = 32;
    private static final int LONGEST_ALIAS_CHAIN = 8;
    private static final int IMPLICIT_TLS = 465;

    private final Profile profile;
    private final Supplier<SubmissionProbe> probe;
    private final Secrets secrets;
    private final DnsAnswers answers;

    /// @param answers where addresses come from that no record of a site gives
    SubmissionProbing(
            Profile profile, Supplier<SubmissionProbe> probe, Secrets secrets, DnsAnswers answers) {
        this.profile = profile;
        this.probe = probe;
        this.secrets = secrets;
        this.answers = answers;
    }

    /// One relay to probe; relays of several domains that do not differ are one.
    private record Wanted(
            String site,
            Name name,
            int port,
            Optional<String> user,
            Optional<String> password,
            Route route) {}

    /// Where a name leads.
    ///
    /// @param end the last name of the chain of aliases
    private record Route(Name end, Resolution resolution, List<InetSocketAddress> targets) {}

    /// The relays of those sites.
    List<RelayProbe> probe(Collection<String> sites, Collection<DomainView> domains)
            throws CommandFailure, InterruptedException {
        Set<Wanted> relays = new LinkedHashSet<>();
        for (String name : sites) {
            Optional<Site> site = profile.site(name);
            if (site.flatMap(Site::submission).isPresent()) {
                for (DomainView domain : domains) {
                    relays.add(wanted(name, site.get().submission().get(), domain));
                }
            }
        }
        if (relays.isEmpty()) {
            return List.of();
        }
        String anchors = Anchors.of(profile);
        Map<String, Optional<String>> passwords = new LinkedHashMap<>();
        Map<String, String> troubles = new LinkedHashMap<>();
        relays.forEach(relay -> relay.password().ifPresent(p -> resolve(p, passwords, troubles)));
        return Parallel.map(relays, AT_ONCE, relay -> probed(relay, anchors, passwords, troubles));
    }

    private Wanted wanted(String site, Site.Submission submission, DomainView domain) {
        Map<String, String> values = domain.domain().variablesIn(domain.zone());
        String host = Variables.expand(submission.host(), values);
        Name name = Name.fromConstantString(host.endsWith(".") ? host : host + ".").canonicalize();
        List<Record> own =
                Optional.ofNullable(domain.sites().get(site))
                        .map(records -> records.records())
                        .orElse(List.of());
        return new Wanted(
                site,
                name,
                submission.port(),
                submission.user().map(user -> Variables.expand(user, values)),
                submission.password().map(password -> Variables.expand(password, values)),
                route(name, submission.port(), own));
    }

    private void resolve(
            String reference,
            Map<String, Optional<String>> passwords,
            Map<String, String> troubles) {
        if (passwords.containsKey(reference)) {
            return;
        }
        try {
            passwords.put(reference, Optional.of(secrets.resolve(reference)));
        } catch (Secrets.SecretException e) {
            passwords.put(reference, Optional.empty());
            troubles.put(reference, String.valueOf(e.getMessage()));
        }
    }

    private RelayProbe probed(
            Wanted relay,
            String anchors,
            Map<String, Optional<String>> passwords,
            Map<String, String> troubles) {
        Optional<String> password =
                relay.password()
                        .flatMap(reference -> passwords.getOrDefault(reference, Optional.empty()));
        Optional<Credentials> credentials =
                relay.user().flatMap(user -> password.map(p -> new Credentials(user, p)));
        Optional<String> trouble =
                relay.password().flatMap(reference -> Optional.ofNullable(troubles.get(reference)));
        List<RelayAddress> seen =
                relay.route().targets().isEmpty()
                        ? List.of()
                        : probe.get().probe(request(relay, credentials, anchors));
        return new RelayProbe(
                relay.site(),
                relay.name(),
                relay.port(),
                relay.route().end(),
                relay.route().resolution(),
                trouble.isEmpty()
                        ? seen
                        : seen.stream().map(a -> without(a, trouble.get())).toList());
    }

    private SubmissionProbe.Request request(
            Wanted relay, Optional<Credentials> credentials, String anchors) {
        Probing.Checks checks = profile.probing().checks();
        return new SubmissionProbe.Request(
                relay.name().toString(true),
                relay.route().targets(),
                relay.port() == IMPLICIT_TLS,
                credentials,
                new SubmissionProbe.Trust(checks.helo().orElse("mxfail.invalid"), anchors),
                Deadlines.of(checks.limits().step()));
    }

    private static RelayAddress without(RelayAddress address, String trouble) {
        return new RelayAddress(
                address.endpoint(),
                address.contact(),
                address.steps(),
                address.tls(),
                Authentication.of(Authentication.Status.NO_SECRET, trouble));
    }

    /// Follows a name by the site's own records first: those hold once the site is active.
    private Route route(Name name, int port, List<Record> own) {
        var chain = new ArrayList<Name>(List.of(name));
        var addresses = new ArrayList<InetAddress>();
        while (chain.size() <= LONGEST_ALIAS_CHAIN) {
            Name here = chain.getLast();
            List<Record> found = own.stream().filter(r -> r.getName().equals(here)).toList();
            found.stream().flatMap(r -> address(r).stream()).forEach(addresses::add);
            Optional<Name> next =
                    found.stream()
                            .filter(CNAMERecord.class::isInstance)
                            .map(r -> ((CNAMERecord) r).getTarget().canonicalize())
                            .findFirst();
            if (next.isEmpty()) {
                break;
            }
            chain.add(next.get());
        }
        boolean failed = addresses.isEmpty() && !ask(chain, addresses);
        Name end = chain.getLast();
        Map<String, ServerAddress> connectTo = profile.probing().smtp().connectTo();
        for (Name at : chain.reversed()) {
            ServerAddress elsewhere = connectTo.get(at.toString(true));
            if (elsewhere != null) {
                return new Route(
                        end,
                        Resolution.FOUND,
                        List.of(
                                new InetSocketAddress(
                                        literal(elsewhere.host()), elsewhere.port())));
            }
        }
        Resolution none = failed ? Resolution.FAILED : Resolution.NO_ADDRESS;
        return new Route(
                end,
                addresses.isEmpty() ? none : Resolution.FOUND,
                addresses.stream().map(a -> new InetSocketAddress(a, port)).toList());
    }

    /// Asks DNS for the addresses of the chain's end, which may turn out to be an alias as well.
    ///
    /// @return whether it answered
    private boolean ask(List<Name> chain, List<InetAddress> addresses) {
        Name last = chain.getLast();
        boolean answered = true;
        for (int type : List.of(Type.A, Type.AAAA)) {
            switch (answers.ask(new RecordKey(last, type))) {
                case DnsAnswer.Found found -> {
                    found.set().records().stream()
                            .flatMap(r -> address(r).stream())
                            .forEach(addresses::add);
                    if (!chain.contains(found.set().key().name())) {
                        chain.add(found.set().key().name());
                    }
                }
                case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> {}
                case DnsAnswer.Failed _ -> answered = false;
            }
        }
        return answered || !addresses.isEmpty();
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(a.getAddress());
            case AAAARecord aaaa -> Optional.of(aaaa.getAddress());
            default -> Optional.empty();
        };
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address literal: " + address, e);
        }
    }
}
