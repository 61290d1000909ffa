package io.mxfail.core.dns;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.Optional;

/// Where a zone ends: names at and below a delegation are served by the child's servers, so that
/// what is written there into the parent is never seen (RFC 1034, section 4.2.1).
public final class ZoneCut {
    private ZoneCut() {}

    /// Why what is written at a name of this zone would not be served; empty: it would.
    ///
    /// @param owners the names that have NS records in the zone
    public static Optional<String> outside(Name name, Name zone, Collection<Name> owners) {
        return name.subdomain(zone)
                ? above(name, zone, owners)
                        .map(
                                cut ->
                                        "%s delegates %s to other servers; give the domain its own `zone:`"
                                                .formatted(zone, cut))
                : Optional.of("it is not in " + zone + "; check `zone:`");
    }

    /// The delegation that takes a name out of its zone.
    ///
    /// @param owners the names that have NS records in the zone; its apex is none of them
    static Optional<Name> above(Name name, Name zone, Collection<Name> owners) {
        return owners.stream()
                .filter(owner -> !owner.equals(zone) && name.subdomain(owner))
                .findFirst();
    }
}
