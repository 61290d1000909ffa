package io.mxfail.adapter.cloudflare;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which zones the token sees, and by which ids Cloudflare knows them.
final class CloudflareZones {
    private final CloudflareApi api;
    private final Optional<String> zoneId;
    private final Map<Name, String> ids = new ConcurrentHashMap<>();

    /// @param zoneId of the profile
    CloudflareZones(CloudflareApi api, Optional<String> zoneId) {
        this.api = api;
        this.zoneId = zoneId;
    }

    /// The profile's `zone-id`.
    Optional<String> given() {
        return zoneId;
    }

    /// The zone that holds a name.
    Name zoneOf(Name asked) throws ProviderException {
        if (zoneId.isPresent()) {
            return zoneOfId(asked, zoneId.get());
        }
        for (Name at = asked; at.labels() > 1; at = new Name(at, 1)) {
            if (ids.containsKey(at) || find(at).isPresent()) {
                return at;
            }
        }
        throw noZone(asked.toString());
    }

    private Name zoneOfId(Name name, String id) throws ProviderException {
        CloudflareApi.Zone zone =
                api.zone(id)
                        .orElseThrow(
                                () ->
                                        new ProviderException(
                                                FailureKind.FORBIDDEN,
                                                "cannot find the zone of "
                                                        + name
                                                        + ": the token may not read zones; give it"
                                                        + " Zone > Zone > Read, or the domain its"
                                                        + " `zone:`"));
        Name found =
                CloudflareConvert.name(zone.name()).orElseThrow(() -> noZone(id)).canonicalize();
        if (!name.subdomain(found)) {
            throw new ProviderException(
                    FailureKind.NO_SUCH_ZONE,
                    "%s is not in %s, the zone of `zone-id`; take `zone-id` out, or correct it"
                            .formatted(name, found));
        }
        requireWritable(zone);
        ids.put(found, id);
        return found;
    }

    /// All records of a zone, as they are now.
    CloudflareRecords list(Name zone) throws ProviderException {
        if (!ids.containsKey(zone)) {
            locate(zone);
        }
        return new CloudflareRecords(api.records(id(zone), zone.toString(true)));
    }

    /// The id of a zone that was found.
    String id(Name zone) {
        return ids.getOrDefault(zone, "");
    }

    /// Finds the id of a zone that is known by name.
    private void locate(Name zone) throws ProviderException {
        if (zoneId.isEmpty()) {
            if (find(zone).isEmpty()) {
                throw noZone(zone.toString());
            }
            return;
        }
        Optional<CloudflareApi.Zone> known = api.zone(zoneId.get());
        if (known.isPresent()) {
            if (!zoneOfId(zone, zoneId.get()).equals(zone)) {
                throw noZone(zone.toString());
            }
            return;
        }
        // The token may not read zones: names in another zone would silently become names below it,
        // so the records must show which zone the id stands for.
        var listing = new CloudflareRecords(api.records(zoneId.get(), zone.toString(true)));
        if (!listing.areOf(zone)) {
            throw new ProviderException(
                    FailureKind.NO_SUCH_ZONE,
                    "the records of `zone-id` are not those of "
                            + zone
                            + "; correct it, or give the token Zone > Zone > Read");
        }
        ids.put(zone, zoneId.get());
    }

    private Optional<Name> find(Name zone) throws ProviderException {
        List<CloudflareApi.Zone> found = api.zonesNamed(zone.toString(true));
        if (found.size() > 1) {
            throw new ProviderException(
                    FailureKind.INVALID,
                    "the token sees %d zones named %s; give `zone-id`"
                            .formatted(found.size(), zone));
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        requireWritable(found.getFirst());
        ids.put(zone, found.getFirst().id());
        return Optional.of(zone);
    }

    private static void requireWritable(CloudflareApi.Zone zone) throws ProviderException {
        if (!zone.type().equals("full")) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    "%s is a zone of the type %s at Cloudflare, whose records are served or written elsewhere"
                            .formatted(zone.name(), zone.type()));
        }
    }

    private static ProviderException noZone(String name) {
        return new ProviderException(
                FailureKind.NO_SUCH_ZONE,
                "Cloudflare has no zone for "
                        + name
                        + " that this token sees; check the token's zones, and `zone:`");
    }
}
