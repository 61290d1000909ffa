package io.mxfail.lab.dns;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The zones that one server or listener holds at one moment, by origin. Immutable.
record Zones(Map<Name, ZoneVersion> byOrigin) {
    Zones {
        byOrigin = Map.copyOf(byOrigin);
    }

    static Zones of(Collection<ZoneVersion> zones) {
        Map<Name, ZoneVersion> byOrigin = new LinkedHashMap<>();
        zones.forEach(
                zone -> {
                    if (byOrigin.put(zone.origin(), zone) != null) {
                        throw new IllegalArgumentException(
                                "zone %s is given twice".formatted(zone.origin()));
                    }
                });
        return new Zones(byOrigin);
    }

    Optional<ZoneVersion> at(Name origin) {
        return Optional.ofNullable(byOrigin.get(origin));
    }

    /// The zone with the longest origin at or above the name.
    Optional<ZoneVersion> enclosing(Name name) {
        for (int cut = 0; cut < name.labels(); cut++) {
            Optional<ZoneVersion> zone = at(new Name(name, cut));
            if (zone.isPresent()) {
                return zone;
            }
        }
        return Optional.empty();
    }

    Zones with(ZoneVersion zone) {
        Map<Name, ZoneVersion> changed = new LinkedHashMap<>(byOrigin);
        changed.put(zone.origin(), zone);
        return new Zones(changed);
    }
}
