package io.mxfail.core.profile;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One domain whose mail is switched.
///
/// @param name the domain, absolute, in A-labels
/// @param zone the zone to write, where the profile names it; otherwise found by SOA
/// @param variables the profile's own variables of this domain
public record MailDomain(Name name, Optional<Name> zone, Map<String, String> variables) {
    public MailDomain {
        name = name.canonicalize();
        zone = zone.map(Name::canonicalize);
        variables = Map.copyOf(variables);
    }

    /// The values of `${…}` in this domain's records: its own variables, `domain` and `zone`,
    /// the last two without the final dot.
    public Map<String, String> variablesIn(Name servedZone) {
        var all = new LinkedHashMap<>(variables);
        all.put("domain", name.toString(true));
        all.put("zone", servedZone.toString(true));
        return all;
    }

    /// The zone to expand `${zone}` with before the live one is known.
    public Name assumedZone() {
        return zone.orElse(name);
    }
}
