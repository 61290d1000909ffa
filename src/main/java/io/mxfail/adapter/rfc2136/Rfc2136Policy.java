package io.mxfail.adapter.rfc2136;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.WriteScope;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The update rules of a primary server for a profile: BIND's `update-policy` and Knot's `acl`.
public final class Rfc2136Policy {
    private Rfc2136Policy() {}

    /// Both dialects, since the profile does not tell which server it is.
    public static AccessPolicy of(ProviderConfig config, WriteScope scope) {
        String key = config.group("tsig").flatMap(tsig -> tsig.text("name")).orElse("mxfail-key.");
        String plain = key.endsWith(".") ? key.substring(0, key.length() - 1) : key;
        var text = new StringBuilder();
        for (Map.Entry<Name, Set<RecordKey>> zone : scope.zones().entrySet()) {
            Map<Name, Set<String>> types = scope.typesByName(zone.getKey());
            text.append(bind(zone.getKey(), plain, types)).append('\n');
            text.append(knot(zone.getKey(), plain, types)).append('\n');
        }
        return new AccessPolicy(
                "BIND update-policy and Knot acl",
                text.toString().stripTrailing(),
                List.of(
                        "BIND: these lines go into the zone's block in named.conf, in place of"
                                + " allow-update.",
                        "Knot crosses names and types: any of the names with any of the types may"
                                + " be written.",
                        "PowerDNS: `pdnsutil set-meta ZONE TSIG-ALLOW-DNSUPDATE "
                                + plain
                                + "` lets the key write the whole zone; narrow it with"
                                + " lua-dnsupdate-policy-script.",
                        "Reading needs no right beyond plain queries to that server."));
    }

    private static String bind(Name zone, String key, Map<Name, Set<String>> types) {
        var text = new StringBuilder("// BIND, zone " + zone + "\nupdate-policy {\n");
        types.forEach(
                (name, allowed) ->
                        text.append("    grant \"")
                                .append(key)
                                .append("\" name \"")
                                .append(name)
                                .append("\" ")
                                .append(String.join(" ", allowed))
                                .append(";\n"));
        return text.append("};\n").toString();
    }

    private static String knot(Name zone, String key, Map<Name, Set<String>> types) {
        var all = new TreeSet<String>();
        types.values().forEach(all::addAll);
        String id = "mxfail-" + zone.toString(true);
        List<String> names = types.keySet().stream().map(name -> "\"" + name + "\"").toList();
        return """
        # Knot, zone %s
        acl:
          - id: "%s"
            key: "%s"
            action: update
            update-type: [%s]
            update-owner: name
            update-owner-match: equal
            update-owner-name: [%s]

        zone:
          - domain: "%s"
            acl: "%s"
        """
                .formatted(
                        zone,
                        id,
                        key,
                        String.join(", ", all),
                        String.join(", ", names),
                        zone.toString(true),
                        id);
    }
}
