package io.mxfail.core.mail;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An SPF record that says the same with fewer lookups: the networks of the domain's own
/// hosts stand in the place of their names. Whatever a receiver says to an address of the one
/// record it says to it of the other, so long as these hosts keep their addresses.
final class SpfShorter {
    private static final Pattern HOSTS =
            Pattern.compile("(?i)([-+?~]?)(a|mx)(?::([^/%]+))?(?:/(\\d{1,2}))?(?://(\\d{1,3}))?");
    /// More addresses than that are no host's own.
    private static final int MOST = 8;

    private final DnsAnswers answers;
    private final Name domain;
    private final List<SpfTerm> kept;
    private final Set<RecordKey> moving;

    /// @param kept terms that come back when they are taken out
    /// @param moving sets that a switch changes: what they hold now says little
    SpfShorter(DnsAnswers answers, Name domain, List<SpfTerm> kept, Set<RecordKey> moving) {
        this.answers = answers;
        this.domain = domain;
        this.kept = List.copyOf(kept);
        this.moving = Set.copyOf(moving);
    }

    /// A term with the networks that it stands for now.
    private record Swap(SpfTerm term, List<SpfTerm> networks) {}

    /// The record with `a` and `mx` of the domain's own hosts replaced by their networks, as few of
    /// them as bring it below the limits; empty: they do not.
    Optional<String> fewerLookups(String record) {
        Optional<SpfText> text = SpfTidy.readable(record);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<Swap> swaps =
                text.get().reached().stream()
                        .filter(term -> kept.stream().noneMatch(term::same))
                        .flatMap(term -> networks(term).stream())
                        .sorted(Comparator.comparingInt(swap -> swap.networks().size()))
                        .toList();
        List<SpfTerm> terms = SpfTidy.withoutRepeated(text.get().terms(), kept);
        for (int done = 0; ; done++) {
            String shorter = new SpfText(terms).toString();
            SpfCost cost = SpfCost.of(domain, shorter, answers);
            if (!cost.tooMany() && cost.crowded().findAny().isEmpty()) {
                return cost.unknown().isEmpty() && cost.broken().isEmpty()
                        ? Optional.of(shorter).filter(found -> !found.equals(record))
                        : Optional.empty();
            }
            if (done == swaps.size()) {
                return Optional.empty();
            }
            Swap swap = swaps.get(done);
            terms =
                    terms.stream()
                            .flatMap(
                                    term ->
                                            term.same(swap.term())
                                                    ? swap.networks().stream()
                                                    : Stream.of(term))
                            .toList();
        }
    }

    /// The networks of a term whose hosts all are the domain's own and have addresses of theirs;
    /// empty: some are not, or nobody tells.
    private Optional<Swap> networks(SpfTerm term) {
        Matcher hosts = HOSTS.matcher(term.text());
        if (!hosts.matches()) {
            return Optional.empty();
        }
        Optional<Name> name =
                hosts.group(3) == null
                        ? Optional.of(domain)
                        : SpfQueries.name(hosts.group(3)).filter(Name::isAbsolute);
        boolean mx = hosts.group(2).toLowerCase(Locale.ROOT).equals("mx");
        Optional<List<Name>> own =
                name.flatMap(n -> mx ? exchangers(n) : Optional.of(List.of(n)))
                        .filter(list -> list.stream().allMatch(host -> host.subdomain(domain)));
        if (own.isEmpty()) {
            return Optional.empty();
        }
        var networks = new ArrayList<SpfTerm>();
        for (Name host : own.get()) {
            for (int type : List.of(Type.A, Type.AAAA)) {
                Optional<List<Record>> found = own(host, type);
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                found.get().stream()
                        .map(record -> network(record, hosts))
                        .filter(network -> networks.stream().noneMatch(network::same))
                        .forEach(networks::add);
            }
        }
        return networks.isEmpty() || networks.size() > MOST
                ? Optional.empty()
                : Optional.of(new Swap(term, networks));
    }

    private static SpfTerm network(Record record, Matcher term) {
        boolean ipv4 = record instanceof ARecord;
        String bits = term.group(ipv4 ? 4 : 5);
        return new SpfTerm(
                term.group(1)
                        + (ipv4 ? "ip4:" : "ip6:")
                        + AddressText.of(
                                ipv4
                                        ? ((ARecord) record).getAddress()
                                        : ((AAAARecord) record).getAddress())
                        + (bits == null ? "" : "/" + bits));
    }

    private Optional<List<Name>> exchangers(Name name) {
        return own(name, Type.MX)
                .map(records -> records.stream().map(r -> ((MXRecord) r).getTarget()).toList())
                // a receiver gives up on more
                .filter(hosts -> hosts.size() <= SpfCost.HOSTS);
    }

    /// The records of a name itself, none where it has none; empty: a switch changes them, it is an
    /// alias of a name that somebody else may change, or nobody answers.
    private Optional<List<Record>> own(Name name, int type) {
        RecordKey key = new RecordKey(name, type);
        if (moving.contains(key)) {
            return Optional.empty();
        }
        return switch (answers.ask(key)) {
            case DnsAnswer.Found found ->
                    found.aliased() ? Optional.empty() : Optional.of(found.set().records());
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> Optional.of(List.of());
            case DnsAnswer.Failed _ -> Optional.empty();
        };
    }
}
