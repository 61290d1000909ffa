package io.mxfail.adapter.route53;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.format.Json;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.WriteScope;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The IAM policy for a profile: its names, its types, and no UPSERT, so that nobody with this key
/// can overwrite blindly.
public final class Route53Policy {
    private static final String CONDITION = "route53:ChangeResourceRecordSets";

    private Route53Policy() {}

    /// Writes it without the AWS client.
    public static AccessPolicy of(ProviderConfig config, WriteScope scope) {
        Optional<String> zoneId = config.text("zone-id").map(HostedZones::withoutPrefix);
        var statements = new ArrayList<Map<String, ?>>();
        statements.add(allow(List.of("route53:GetChange"), List.of("arn:aws:route53:::change/*")));
        if (zoneId.isEmpty()) {
            statements.add(allow(List.of("route53:ListHostedZonesByName"), List.of("*")));
        }
        for (Map.Entry<Name, Set<RecordKey>> zone : scope.zones().entrySet()) {
            List<String> arn =
                    List.of("arn:aws:route53:::hostedzone/" + zoneId.orElse(placeholder(zone)));
            statements.add(
                    allow(List.of("route53:GetHostedZone", "route53:ListResourceRecordSets"), arn));
            statements.add(writes(arn, zone.getValue()));
        }
        var policy = new LinkedHashMap<String, Object>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", statements);
        return new AccessPolicy("IAM policy", Json.pretty(policy), notes(config, zoneId));
    }

    private static List<String> notes(ProviderConfig config, Optional<String> zoneId) {
        var notes = new ArrayList<String>();
        notes.add(
                "IAM crosses the two lists of a zone: any of the names with any of the types may"
                        + " be written.");
        notes.add(
                zoneId.isEmpty()
                        ? "Put each zone's id in place of ZONE-ID-OF-…; with `zone-id` in the"
                                + " profile, ListHostedZonesByName is not needed."
                        : "The zone is given by `zone-id`, so that no zones are listed.");
        config.text("role-arn")
                .ifPresent(
                        role ->
                                notes.add(
                                        "Attach it to "
                                                + role
                                                + "; who assumes that role needs sts:AssumeRole on"
                                                + " it alone."));
        return notes;
    }

    private static String placeholder(Map.Entry<Name, Set<RecordKey>> zone) {
        return "ZONE-ID-OF-" + normalized(zone.getKey());
    }

    private static Map<String, ?> allow(List<String> actions, List<String> resources) {
        var statement = new LinkedHashMap<String, Object>();
        statement.put("Effect", "Allow");
        statement.put("Action", actions);
        statement.put("Resource", resources);
        return statement;
    }

    private static Map<String, ?> writes(List<String> arn, Set<RecordKey> keys) {
        var names = new TreeSet<String>();
        var types = new TreeSet<String>();
        for (RecordKey key : keys) {
            names.add(normalized(key.name()));
            types.add(key.typeName());
        }
        var equal = new LinkedHashMap<String, Object>();
        equal.put(CONDITION + "NormalizedRecordNames", List.copyOf(names));
        equal.put(CONDITION + "RecordTypes", List.copyOf(types));
        equal.put(CONDITION + "Actions", List.of("CREATE", "DELETE"));
        var statement =
                new LinkedHashMap<String, Object>(
                        allow(List.of("route53:ChangeResourceRecordSets"), arn));
        statement.put("Condition", Map.of("ForAllValues:StringEquals", equal));
        return statement;
    }

    /// As conditions have it: lower case, octal escapes, no final dot.
    private static String normalized(Name name) {
        String text = Route53Convert.name(name);
        return text.length() > 1 ? text.substring(0, text.length() - 1) : text;
    }
}
