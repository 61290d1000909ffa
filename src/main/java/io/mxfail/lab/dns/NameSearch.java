package io.mxfail.lab.dns;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds what zones say to a question (RFC 1034, section 4.3.2, with the wildcards of RFC 4592) and
/// writes it into a response. Pure.
final class NameSearch {
    private static final int LONGEST_ALIAS_CHAIN = 16;
    private static final Name ASTERISK = Name.fromConstantString("*");

    /// One step of the search, in one zone.
    private sealed interface Step {
        record Found(List<Record> records) implements Step {}

        record Alias(CNAMERecord alias) implements Step {}

        /// The name lies in a zone that is delegated away.
        record Delegated(Name cut) implements Step {}

        record NoSuchType() implements Step {}

        record NoSuchName() implements Step {}
    }

    private final Zones zones;
    private final Message response;

    private NameSearch(Zones zones, Message response) {
        this.zones = zones;
        this.response = response;
    }

    /// Fills answer, authority and additional section, AA and rcode of a response.
    static void answer(Zones zones, Name name, int type, Message response) {
        new NameSearch(zones, response).search(name, type);
    }

    /// Whether a host has an address as far as this zone knows: hosts elsewhere may.
    static boolean mayHaveAddress(ZoneVersion zone, Name host) {
        return !host.subdomain(zone.origin())
                || Stream.of(Type.A, Type.AAAA)
                        .map(type -> step(zone, host, type))
                        .anyMatch(s -> s instanceof Step.Found || s instanceof Step.Delegated);
    }

    private void search(Name asked, int type) {
        Optional<ZoneVersion> zone = zoneFor(asked, type);
        if (zone.isEmpty()) {
            response.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        Name name = asked;
        Set<Name> seen = new HashSet<>();
        while (seen.add(name) && seen.size() <= LONGEST_ALIAS_CHAIN) {
            boolean first = seen.size() == 1;
            if (!first && !zoneFor(name, type).equals(zone)) {
                return; // an alias into another zone, be it served here: the client asks on
            }
            Step step = step(zone.get(), name, type);
            // AA speaks of the first owner name in the answer; an alias before a referral keeps it.
            if (first && !(step instanceof Step.Delegated)) {
                response.getHeader().setFlag(Flags.AA);
            }
            switch (step) {
                case Step.Found(var records) -> {
                    records.forEach(r -> response.addRecord(r, Section.ANSWER));
                    if (type != Type.ANY) {
                        addAddresses(records);
                    }
                    return;
                }
                case Step.Alias(var alias) -> {
                    response.addRecord(alias, Section.ANSWER);
                    name = alias.getTarget();
                }
                case Step.Delegated(var cut) -> {
                    List<Record> servers = zone.get().set(cut, Type.NS);
                    servers.forEach(r -> response.addRecord(r, Section.AUTHORITY));
                    addAddresses(servers);
                    return;
                }
                case Step.NoSuchType() -> {
                    addSoa(zone.get());
                    return;
                }
                case Step.NoSuchName() -> {
                    response.getHeader().setRcode(Rcode.NXDOMAIN); // of the last name: RFC 6604
                    addSoa(zone.get());
                    return;
                }
            }
        }
        response.getHeader().setRcode(Rcode.SERVFAIL); // aliases in a circle
    }

    /// DS lives in the parent: at a zone's apex it is looked up one zone higher, where that is
    /// served too.
    private Optional<ZoneVersion> zoneFor(Name name, int type) {
        Optional<ZoneVersion> zone = zones.enclosing(name);
        if (type == Type.DS
                && name.labels() > 1
                && zone.filter(z -> z.origin().equals(name)).isPresent()) {
            return zones.enclosing(new Name(name, 1)).or(() -> zone);
        }
        return zone;
    }

    private static Step step(ZoneVersion zone, Name name, int type) {
        int below = name.labels() - zone.origin().labels();
        for (int skip = below - 1; skip >= 0; skip--) {
            Name ancestor = new Name(name, skip);
            boolean parentsOwn = skip == 0 && type == Type.DS;
            if (!zone.set(ancestor, Type.NS).isEmpty() && !parentsOwn) {
                return new Step.Delegated(ancestor);
            }
        }
        if (zone.exists(name)) {
            return atNode(zone.node(name), name, type);
        }
        Name encloser = name;
        while (!zone.exists(encloser)) {
            encloser = new Name(encloser, 1);
        }
        Name wildcard = ZoneVersion.concatenate(ASTERISK, encloser);
        return zone.exists(wildcard)
                ? atNode(zone.node(wildcard), name, type)
                : new Step.NoSuchName();
    }

    /// @param name the owner that the answer bears, which a wildcard's records take over
    private static Step atNode(Map<Integer, List<Record>> node, Name name, int type) {
        List<Record> found = new ArrayList<>();
        node.forEach(
                (held, set) -> {
                    if (held == type || type == Type.ANY) {
                        set.forEach(r -> found.add(r.withName(name)));
                    }
                });
        if (!found.isEmpty()) {
            return new Step.Found(found);
        }
        List<Record> alias = node.getOrDefault(Type.CNAME, List.of());
        return alias.isEmpty()
                ? new Step.NoSuchType()
                : new Step.Alias((CNAMERecord) alias.getFirst().withName(name));
    }

    private void addSoa(ZoneVersion zone) {
        response.addRecord(Records.forNegativeAnswer(zone.soa()), Section.AUTHORITY);
    }

    /// Addresses of the hosts that MX, SRV and NS records name, glue below a cut included.
    private void addAddresses(List<Record> records) {
        records.stream()
                .map(Record::getAdditionalName)
                .flatMap(host -> Optional.ofNullable(host).stream())
                .distinct()
                .flatMap(host -> zones.enclosing(host).stream().flatMap(z -> addresses(z, host)))
                .filter(r -> !response.findRecord(r))
                .forEach(r -> response.addRecord(r, Section.ADDITIONAL));
    }

    private static Stream<Record> addresses(ZoneVersion zone, Name host) {
        return Stream.concat(zone.set(host, Type.A).stream(), zone.set(host, Type.AAAA).stream());
    }
}
