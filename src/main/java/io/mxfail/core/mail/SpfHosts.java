package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `a`, `mx` and `exists` make a receiver ask, for clients of either family: `a` and `mx` ask
/// for addresses of the client's own (RFC 7208, section 5).
///
/// A question that nobody answers counts as answered here: it is no answer without records.
final class SpfHosts {
    private final DnsAnswers answers;

    SpfHosts(DnsAnswers answers) {
        this.answers = answers;
    }

    /// @param ipv4 what clients by IPv4 make a receiver ask
    /// @param ipv6 what clients by IPv6 do
    /// @param byIpv6 whether there are addresses of IPv6, which then may send
    record Found(SpfCost.Asked ipv4, SpfCost.Asked ipv6, boolean byIpv6) {
        static final Found NOTHING = new Found(SpfCost.Asked.NOTHING, SpfCost.Asked.NOTHING, false);

        SpfCost.Asked asked(boolean forIpv6) {
            return forIpv6 ? ipv6 : ipv4;
        }
    }

    /// @param mechanism in small letters
    /// @param text the name it asks about; one with a macro is filled in for each message and
    ///   cannot be known
    Found of(String mechanism, String text) {
        Optional<Name> name = text.indexOf('%') >= 0 ? Optional.empty() : SpfQueries.name(text);
        if (name.isEmpty()) {
            return Found.NOTHING;
        }
        return switch (mechanism) {
            case "a" -> addresses(List.of(name.get()), 0, List.of());
            case "mx" -> mx(name.get());
            case "exists" -> {
                SpfCost.Asked asked = asked(List.of(name.get()), Type.A, 0, List.of());
                yield new Found(asked, asked, false);
            }
            default -> Found.NOTHING;
        };
    }

    private Found mx(Name name) {
        Optional<List<Record>> records = ask(name, Type.MX);
        if (records.isEmpty()) {
            return Found.NOTHING;
        }
        List<Name> hosts =
                records.get().stream().map(record -> ((MXRecord) record).getTarget()).toList();
        List<String> voids = hosts.isEmpty() ? List.of(question(name, Type.MX)) : List.of();
        return hosts.size() > SpfCost.HOSTS
                ? new Found(tooMany(hosts.size()), tooMany(hosts.size()), false)
                : addresses(hosts, hosts.size(), voids);
    }

    /// A receiver gives up before it asks for an address.
    private static SpfCost.Asked tooMany(int hosts) {
        return new SpfCost.Asked(hosts, 0, List.of());
    }

    private Found addresses(List<Name> names, int hosts, List<String> voids) {
        SpfCost.Asked ipv6 = asked(names, Type.AAAA, hosts, voids);
        return new Found(asked(names, Type.A, hosts, voids), ipv6, ipv6.addresses() > 0);
    }

    private SpfCost.Asked asked(List<Name> names, int type, int hosts, List<String> voids) {
        var empty = new ArrayList<>(voids);
        int found = 0;
        for (Name name : names) {
            Optional<List<Record>> records = ask(name, type);
            found += records.map(List::size).orElse(0);
            if (records.filter(List::isEmpty).isPresent()) {
                empty.add(question(name, type));
            }
        }
        return new SpfCost.Asked(hosts, found, empty);
    }

    private static String question(Name name, int type) {
        return name.toString(true) + " " + Type.string(type);
    }

    /// The records of a name, none where it has none; empty: nobody answers.
    private Optional<List<Record>> ask(Name name, int type) {
        return switch (answers.ask(new RecordKey(name, type))) {
            case DnsAnswer.Found found ->
                    Optional.of(
                            found.set().records().stream()
                                    .filter(record -> record.getType() == type)
                                    .toList());
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> Optional.of(List.of());
            case DnsAnswer.Failed _ -> Optional.empty();
        };
    }
}
