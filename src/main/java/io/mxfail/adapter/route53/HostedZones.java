package io.mxfail.adapter.route53;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The hosted zones of the account by name. Several may have one name, public and private ones;
/// mail is about the public one.
final class HostedZones {
    /// So many namesakes are shown on the one page that is asked for.
    private static final String NAMESAKES = "100";

    private static final String PREFIX = "/hostedzone/";

    private final Route53Api api;
    private final Optional<String> onlyId;
    private final Map<Name, String> known = new ConcurrentHashMap<>();

    /// @param onlyId the one zone to use, by its id
    HostedZones(Route53Api api, Optional<String> onlyId) {
        this.api = api;
        this.onlyId = onlyId;
    }

    /// The zone that encloses a name most closely.
    Name zoneOf(Name name, Deadline deadline) throws ProviderException {
        for (int cut = 0; cut < name.labels() - 1; cut++) {
            Name zone = cut == 0 ? name : new Name(name, cut);
            if (find(zone, deadline).isPresent()) {
                return zone;
            }
        }
        throw noSuchZone("no hosted zone that holds " + name);
    }

    /// The id of the zone with that name, without `/hostedzone/`.
    String id(Name zone, Deadline deadline) throws ProviderException {
        return find(zone, deadline)
                .orElseThrow(() -> noSuchZone("no hosted zone with the name " + zone));
    }

    private ProviderException noSuchZone(String what) {
        return new ProviderException(
                FailureKind.NO_SUCH_ZONE,
                onlyId.map(id -> "the hosted zone " + id + " (`zone-id`) is another one: " + what)
                        .orElse("this account of Route 53 has " + what));
    }

    private Optional<String> find(Name zone, Deadline deadline) throws ProviderException {
        if (onlyId.isPresent() && known.isEmpty()) {
            check(onlyId.get(), deadline);
        }
        String id = known.get(zone);
        if (id != null || onlyId.isPresent()) {
            return Optional.ofNullable(id);
        }
        Optional<String> found = listed(zone, deadline);
        found.ifPresent(there -> known.put(zone, there));
        return found;
    }

    private void check(String id, Deadline deadline) throws ProviderException {
        HostedZone zone =
                api.read(
                                "read the hosted zone " + id + " (`zone-id`)",
                                deadline,
                                client -> client.getHostedZone(r -> r.id(id)))
                        .hostedZone();
        if (zone == null) {
            throw unreadable();
        }
        if (isPrivate(zone)) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    "the hosted zone "
                            + id
                            + " (`zone-id`) is private: the world's mail does not see it; give the"
                            + " id of the public zone");
        }
        known.put(name(zone), id);
    }

    /// The service lists zones from that name on, so that another one may come first.
    private Optional<String> listed(Name zone, Deadline deadline) throws ProviderException {
        ListHostedZonesByNameResponse page =
                api.read(
                        "find the hosted zone " + zone,
                        deadline,
                        client ->
                                client.listHostedZonesByName(
                                        r ->
                                                r.dnsName(Route53Convert.name(zone))
                                                        .maxItems(NAMESAKES)));
        if (!page.hasHostedZones()) {
            throw unreadable();
        }
        List<HostedZone> namesakes =
                page.hostedZones().stream().filter(listed -> name(listed).equals(zone)).toList();
        List<HostedZone> open = namesakes.stream().filter(listed -> !isPrivate(listed)).toList();
        if (open.size() > 1) {
            throw new ProviderException(
                    FailureKind.INVALID,
                    "this account of Route 53 has several public hosted zones with the name "
                            + zone
                            + ": "
                            + String.join(", ", open.stream().map(HostedZones::id).toList())
                            + "; give the one that the registry delegates to as `zone-id`");
        }
        if (open.isEmpty() && !namesakes.isEmpty()) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    "the hosted zone "
                            + zone
                            + " of this account is private: the world's mail does not see it; use"
                            + " the account that has the public zone");
        }
        return open.stream().map(HostedZones::id).findFirst();
    }

    private static Name name(HostedZone zone) {
        return Route53Convert.name(zone.name());
    }

    private static String id(HostedZone zone) {
        return withoutPrefix(zone.id());
    }

    /// Answers have the id behind a path, and consoles show it without.
    static String withoutPrefix(String id) {
        return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    }

    private static boolean isPrivate(HostedZone zone) {
        return zone.config() != null && Boolean.TRUE.equals(zone.config().privateZone());
    }

    static ProviderException unreadable() {
        return new ProviderException(
                FailureKind.UNAVAILABLE,
                "the answer is none of Route 53's: a proxy or gateway answers in its place; check"
                        + " `endpoint`");
    }
}
