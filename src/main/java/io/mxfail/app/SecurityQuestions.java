package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.propagation.TrustChain;
import io.mxfail.core.propagation.ZoneSecurity;
import io.mxfail.core.propagation.ZoneSecurity.Resolution;
import io.mxfail.core.propagation.ZoneSecurity.Source;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Asks what DNSSEC says of the zones of a profile and of those that hold its mail hosts.
///
/// Of a zone without DS at its parent nothing more is asked, since nobody validates it. No resolver
/// that may refuse is asked for what a switch changes: it would remember the old data.
final class SecurityQuestions {
    private static final int AT_ONCE = 64;

    /// More than a profile has, but for fleets; each costs a question at each resolver.
    private static final int MOST_ZONES = 500;

    /// Questions about the names above a zone.
    private static final int MOST_ABOVE = 12;

    private static final Name NOWHERE = Name.fromConstantString("_mxfail-no-such-name");

    private final Lookup lookup;
    private final Probing.Dns dns;
    private final Duration limit;

    /// @param limit of each question
    SecurityQuestions(Lookup lookup, Probing.Dns dns, Duration limit) {
        this.lookup = lookup;
        this.dns = dns;
        this.limit = limit;
    }

    /// What to look at in a zone.
    private record Part(Name zone, List<ServerAddress> servers, List<RecordKey> sets) {}

    /// By zone.
    ///
    /// @param servers authoritative addresses by zone; others are asked through a resolver
    /// @param answers of those authoritative addresses
    Map<Name, ZoneSecurity> of(
            Collection<DomainView> domains,
            Map<Name, List<ServerAddress>> servers,
            DnsAnswers answers)
            throws CommandFailure, InterruptedException {
        Optional<Name> first = domains.stream().map(DomainView::zone).findFirst();
        List<String> resolvers = first.isEmpty() ? List.of() : answering(first.get());
        if (resolvers.isEmpty()) {
            return Map.of();
        }
        var names =
                new MailDns(
                        key ->
                                servers.keySet().stream().anyMatch(key.name()::subdomain)
                                        ? answers.ask(key)
                                        : unchecked(resolvers, key));
        var found = new TreeMap<Name, ZoneSecurity>();
        Parallel.map(parts(domains, servers, names), AT_ONCE, part -> look(part, resolvers))
                .forEach(security -> found.put(security.zone(), security));
        return found;
    }

    /// What resolvers say that are told not to validate: a zone that is bogus must be found too.
    private DnsAnswer unchecked(List<String> resolvers, RecordKey key) {
        DnsAnswer last = lookup.validated(resolvers.getFirst(), key, false, limit).answer();
        for (int i = 1; i < resolvers.size() && last instanceof DnsAnswer.Failed; i++) {
            last = lookup.validated(resolvers.get(i), key, false, limit).answer();
        }
        return last;
    }

    /// Where the profile names the servers, its resolvers alone know the same world.
    private List<String> resolvers() {
        return dns.resolvers().isEmpty() && dns.authoritative().isEmpty()
                ? List.of("system")
                : dns.resolvers();
    }

    /// Those of them that answer at all: where many are silent, nobody waits for each again and
    /// again.
    private List<String> answering(Name zone) throws CommandFailure, InterruptedException {
        List<String> all = resolvers();
        List<SignedAnswer> answers =
                Parallel.map(
                        all,
                        AT_ONCE,
                        resolver ->
                                lookup.validated(
                                        resolver, new RecordKey(zone, Type.DS), true, limit));
        var there = new ArrayList<String>();
        for (int i = 0; i < all.size(); i++) {
            boolean silent =
                    answers.get(i).answer() instanceof DnsAnswer.Failed failed
                            && (failed.reason() == DnsAnswer.Reason.TIMEOUT
                                    || failed.reason() == DnsAnswer.Reason.UNREACHABLE);
            if (!silent) {
                there.add(all.get(i));
            }
        }
        return there;
    }

    private List<Part> parts(
            Collection<DomainView> domains, Map<Name, List<ServerAddress>> servers, MailDns names)
            throws CommandFailure, InterruptedException {
        var sets = new TreeMap<Name, TreeSet<RecordKey>>();
        for (DomainView domain : domains) {
            TreeSet<RecordKey> own = sets.computeIfAbsent(domain.zone(), _ -> new TreeSet<>());
            own.add(new RecordKey(domain.zone(), Type.SOA));
            nowhere(domain.zone()).ifPresent(own::add);
            own.add(domain.mx());
            own.add(new RecordKey(domain.name(), Type.TXT));
        }
        List<Name> hosts =
                domains.stream()
                        .flatMap(view -> view.sites().values().stream())
                        .flatMap(site -> site.mx().stream())
                        .map(mx -> mx.getTarget().canonicalize())
                        .filter(host -> !host.equals(Name.root))
                        .distinct()
                        .toList();
        List<Optional<Name>> zones = Parallel.map(hosts, AT_ONCE, names::zoneOf);
        for (int i = 0; i < hosts.size(); i++) {
            Name host = hosts.get(i);
            zones.get(i)
                    .ifPresent(
                            zone -> {
                                TreeSet<RecordKey> all =
                                        sets.computeIfAbsent(zone, _ -> new TreeSet<>());
                                all.add(new RecordKey(zone, Type.SOA));
                                nowhere(zone).ifPresent(all::add);
                                all.add(new RecordKey(host, Type.A));
                                all.add(new RecordKey(host, Type.AAAA));
                                MailDns.tlsaName(host).ifPresent(name -> tlsa(name, all));
                            });
        }
        return sets.entrySet().stream()
                .limit(MOST_ZONES)
                .map(
                        zone ->
                                new Part(
                                        zone.getKey(),
                                        servers.getOrDefault(zone.getKey(), List.of()),
                                        List.copyOf(zone.getValue())))
                .toList();
    }

    /// Resolvers that ask label by label (RFC 9156), or conclude from what was denied (RFC 8198),
    /// come by the empty name above.
    private static void tlsa(Name name, Collection<RecordKey> all) {
        all.add(new RecordKey(name, Type.TLSA));
        all.add(new RecordKey(new Name(name, 1), Type.A));
    }

    /// A name that no zone has, to see how the zone says so.
    private static Optional<RecordKey> nowhere(Name zone) {
        try {
            return Optional.of(new RecordKey(Name.concatenate(NOWHERE, zone), Type.TXT));
        } catch (NameTooLongException _) {
            return Optional.empty();
        }
    }

    private ZoneSecurity look(Part part, List<String> resolvers)
            throws CommandFailure, InterruptedException {
        SignedAnswer delegation = delegation(part.zone(), resolvers);
        boolean mayBeSigned =
                delegation.answer() instanceof DnsAnswer.Found
                        || delegation.answer() instanceof DnsAnswer.Failed failed
                                && failed.reason() == DnsAnswer.Reason.SERVFAIL;
        if (!mayBeSigned) {
            return new ZoneSecurity(
                    part.zone(),
                    delegation,
                    isSigned(delegation) ? above(part.zone(), resolvers) : TrustChain.UNKNOWN,
                    List.of(),
                    Map.of());
        }
        record Told(TrustChain above, List<Source> sources, List<Resolution> resolutions) {}
        List<Parallel.Task<Integer, Told>> tasks =
                List.of(
                        _ -> new Told(above(part.zone(), resolvers), List.of(), List.of()),
                        _ -> new Told(TrustChain.UNKNOWN, sources(part, resolvers), List.of()),
                        _ ->
                                new Told(
                                        TrustChain.UNKNOWN,
                                        List.of(),
                                        Parallel.map(
                                                resolvers,
                                                AT_ONCE,
                                                resolver -> resolution(resolver, part.zone()))));
        List<Told> told = Parallel.map(tasks, tasks.size(), task -> task.run(0));
        var views = new LinkedHashMap<String, Resolution>();
        for (int i = 0; i < resolvers.size(); i++) {
            views.put(resolvers.get(i), told.get(2).resolutions().get(i));
        }
        return new ZoneSecurity(
                part.zone(), delegation, told.get(0).above(), told.get(1).sources(), views);
    }

    /// Whether the parent signs what it says of the zone.
    private static boolean isSigned(SignedAnswer delegation) {
        return delegation.denial().stream()
                .flatMap(denial -> denial.records().stream())
                .anyMatch(RRSIGRecord.class::isInstance);
    }

    /// The keys of the names above and what stands for them at their parents: most of those names
    /// are zones, and one question each costs less than to find out first. All zones of a profile
    /// have most of them in common.
    private TrustChain above(Name zone, List<String> resolvers)
            throws CommandFailure, InterruptedException {
        var questions = new ArrayList<RecordKey>();
        for (Name at = zone; at.labels() > 1 && questions.size() < MOST_ABOVE; ) {
            at = new Name(at, 1);
            questions.add(new RecordKey(at, Type.DNSKEY));
            if (at.labels() > 1) {
                questions.add(new RecordKey(at, Type.DS));
            }
        }
        List<SignedAnswer> answers =
                Parallel.map(
                        questions,
                        AT_ONCE,
                        key -> lookup.validated(resolvers.getFirst(), key, false, limit));
        var keys = new TreeMap<Name, SignedAnswer>();
        var delegations = new TreeMap<Name, SignedAnswer>();
        for (int i = 0; i < questions.size(); i++) {
            RecordKey question = questions.get(i);
            (question.type() == Type.DS ? delegations : keys).put(question.name(), answers.get(i));
        }
        return new TrustChain(keys, delegations);
    }

    /// A DS that any resolver knows counts, also one that only an old memory has: who shares that
    /// memory validates. Else the first usable answer; one that does not validate is asked for
    /// again without validation.
    private SignedAnswer delegation(Name zone, List<String> resolvers)
            throws CommandFailure, InterruptedException {
        RecordKey key = new RecordKey(zone, Type.DS);
        List<SignedAnswer> answers =
                Parallel.map(
                        resolvers,
                        AT_ONCE,
                        resolver -> {
                            SignedAnswer checked = lookup.validated(resolver, key, true, limit);
                            return isServfail(checked)
                                    ? unchecked(checked, resolver, key)
                                    : checked;
                        });
        return answers.stream()
                .filter(answer -> answer.answer() instanceof DnsAnswer.Found)
                .findFirst()
                .or(() -> answers.stream().filter(answer -> !isUseless(answer)).findFirst())
                .orElseGet(answers::getFirst);
    }

    private SignedAnswer unchecked(SignedAnswer checked, String resolver, RecordKey key) {
        SignedAnswer unchecked = lookup.validated(resolver, key, false, limit);
        return isUseless(unchecked) ? checked : unchecked;
    }

    private static boolean isUseless(SignedAnswer answer) {
        return answer.answer() instanceof DnsAnswer.Failed;
    }

    private static boolean isServfail(SignedAnswer answer) {
        return answer.answer() instanceof DnsAnswer.Failed failed
                && failed.reason() == DnsAnswer.Reason.SERVFAIL;
    }

    /// A zone that is refused only while validation is on is bogus there; any other SERVFAIL has
    /// another reason.
    private Resolution resolution(String resolver, Name zone) {
        RecordKey key = new RecordKey(zone, Type.SOA);
        SignedAnswer checked = lookup.validated(resolver, key, true, limit);
        if (!isUseless(checked)) {
            return checked.authenticated() ? Resolution.VALIDATED : Resolution.PLAIN;
        }
        if (!isServfail(checked)) {
            return Resolution.SILENT;
        }
        return isUseless(lookup.validated(resolver, key, false, limit))
                ? Resolution.FAILING
                : Resolution.BOGUS;
    }

    private List<Source> sources(Part part, List<String> resolvers)
            throws CommandFailure, InterruptedException {
        var keys = new ArrayList<RecordKey>(List.of(new RecordKey(part.zone(), Type.DNSKEY)));
        keys.addAll(part.sets());
        if (!part.servers().isEmpty()) {
            return Parallel.map(
                    part.servers(),
                    AT_ONCE,
                    server ->
                            source(
                                    server.toString(),
                                    keys,
                                    key -> lookup.signed(server, key, limit)));
        }
        for (String resolver : resolvers) {
            Source source =
                    source(
                            "through " + resolver,
                            keys,
                            key -> lookup.validated(resolver, key, false, limit));
            if (source.answers().values().stream().anyMatch(answer -> !isUseless(answer))) {
                return List.of(source);
            }
        }
        return List.of();
    }

    private static Source source(
            String name, List<RecordKey> keys, Parallel.Task<RecordKey, SignedAnswer> ask)
            throws CommandFailure, InterruptedException {
        List<SignedAnswer> answers = Parallel.map(keys, AT_ONCE, ask);
        var byKey = new TreeMap<RecordKey, SignedAnswer>();
        for (int i = 0; i < keys.size(); i++) {
            byKey.put(keys.get(i), answers.get(i));
        }
        return new Source(name, byKey);
    }
}
