package io.mxfail;

import io.mxfail.planted.Fault;
import io.mxfail.planted.Healthy;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Signer;
import io.mxfail.real.Unbound;
import io.mxfail.real.Zone;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The name servers of a planted world: BIND has all zones, a second one and one that resolves
/// stand beside it, and Unbound validates from `test` down.
final class PlantedNames implements AutoCloseable {
    private final Key key;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Map<String, String> known = new LinkedHashMap<>();

    /// @param key that may write every zone
    PlantedNames(Key key) {
        this.key = key;
    }

    /// Where they listen, by the tokens that stand for it.
    Map<String, String> known() {
        return known;
    }

    /// The server that has all zones.
    InetSocketAddress server() {
        String at = known.getOrDefault("bind", "");
        return new InetSocketAddress(
                "127.0.0.1", Integer.parseInt(at.substring(at.lastIndexOf(':') + 1)));
    }

    /// @param hosts the zone of the mail hosts
    void start(Collection<PlantedCompany> companies, String hosts) {
        Signer root = started(Signer.of("test"));
        Signer signer = started(Signer.of("hosts.test"));
        var parent =
                new StringBuilder(
                        """
                        $TTL 300
                        $ORIGIN test.
                        @ SOA ns1.hosts hostmaster.hosts 1 3600 600 604800 300
                        @ NS ns1.hosts
                        hosts NS ns1.hosts
                        ns1.hosts A 127.0.0.1
                        bl NS ns1.hosts
                        all NS ns1.hosts
                        %s
                        """
                                .formatted(signer.ds()));
        var zones = new ArrayList<Zone>();
        var copies = new ArrayList<Zone>();
        zones.add(Zone.of("hosts.test", signer.sign(hosts)));
        zones.add(Zone.of("bl.test", Healthy.BLOCKLIST));
        zones.add(Zone.of("all.test", Healthy.LISTING_ALL));
        zones.add(Zone.of("2.0.192.in-addr.arpa", Healthy.REVERSE_EAST));
        zones.add(Zone.of("100.51.198.in-addr.arpa", Healthy.REVERSE_WEST));
        for (PlantedCompany company : companies) {
            if (company.fault().parent().equals("test")) {
                parent.append("%1$s NS ns1.%1$s%nns1.%1$s A 127.0.0.1%n".formatted(company.name()));
            }
            zones.add(signed(company, parent));
            if (!company.fault().copy().isEmpty()) {
                copies.add(
                        Zone.of(
                                company.domain(),
                                company.zone(company.fault().copy()),
                                Grant.wholeZone(key)));
            }
        }
        zones.add(Zone.of("test", root.sign(parent.toString())));
        Bind bind = started(Bind.primary(zones, ""));
        Bind recursive = started(Bind.primary(zones, "recursion yes; allow-query-cache { any; };"));
        copies.add(
                Zone.of(
                        "other.test",
                        Healthy.BLOCKLIST.replace("bl.test", "other.test"),
                        Grant.wholeZone(key)));
        Bind second = started(Bind.primary(copies, ""));
        var stubs = new LinkedHashMap<String, List<InetSocketAddress>>();
        zones.forEach(zone -> stubs.put(zone.name(), List.of(bind.address())));
        Unbound unbound =
                started(
                        Unbound.of(
                                stubs,
                                "module-config: \"validator iterator\"",
                                root.trustAnchor()));
        known.put("bind", Desk.at(bind.address()));
        known.put("second", Desk.at(second.address()));
        known.put("recursive", Desk.at(recursive.address()));
        known.put("unbound", Desk.at(unbound.address()));
    }

    private Zone signed(PlantedCompany company, StringBuilder parent) {
        String text = company.zone(company.fault().zone());
        Fault.Security security = company.fault().security();
        if (security == Fault.Security.UNSIGNED) {
            return Zone.of(company.domain(), text, Grant.wholeZone(key));
        }
        Signer signer = started(Signer.of(company.domain()));
        Signer atParent =
                security == Fault.Security.OTHER_KEY_AT_PARENT
                        ? started(Signer.of(company.domain()))
                        : signer;
        boolean unknown = security == Fault.Security.UNKNOWN_ALGORITHM;
        parent.append(unknown ? atParent.ds().replace(" 13 2 ", " 12 2 ") : atParent.ds())
                .append('\n');
        String signed =
                switch (security) {
                    case EXPIRED -> signer.sign(text, "-s", "-1209600", "-e", "now-259200");
                    case PROOFS_EXPIRED -> signer.signWithProofsUntil(text, "now-259200");
                    case ENDING -> signer.sign(text, "-s", "-1209600", "-e", "now+72000");
                    case SIGNED, OTHER_KEY_AT_PARENT, UNKNOWN_ALGORITHM, UNSIGNED ->
                            signer.sign(text);
                };
        // no updates, or BIND would take off what ends soon
        return Zone.ruled(company.domain(), signed, key, "allow-query { any; };");
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }
}
