package io.mxfail.adapter.route53;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads some sets of a zone with few requests.
///
/// One page holds most zones whole. In a larger one the reader jumps from name to name, since a
/// listing can start anywhere: it never asks for more pages than there are names to find, or than
/// the zone has. The listing is in the order of the names with their labels reversed.
final class ZoneListing {
    private static final String PAGE = "300";

    private final Route53Api api;
    private final Deadline deadline;
    private final Name zone;
    private final String id;
    private final Set<RecordKey> wanted;

    /// By listed name, in the listing's order.
    private final TreeMap<String, Name> open =
            new TreeMap<>(Comparator.comparing(ZoneListing::reversed));

    private final Map<RecordKey, ObservedSet> sets = new TreeMap<>();
    private final Set<RecordKey> routed = new TreeSet<>();

    private ZoneListing(
            Route53Api api, Deadline deadline, Name zone, String id, Set<RecordKey> wanted) {
        this.api = api;
        this.deadline = deadline;
        this.zone = zone;
        this.id = id;
        this.wanted = wanted;
        wanted.forEach(key -> open.put(Route53Convert.name(key.name()), key.name()));
    }

    static Observed read(
            Route53Api api, Deadline deadline, Name zone, String id, Set<RecordKey> keys)
            throws ProviderException {
        RecordKey soa = new RecordKey(zone, Type.SOA);
        var wanted = new HashSet<>(keys);
        wanted.add(soa);
        var listing = new ZoneListing(api, deadline, zone, id, wanted);
        listing.readAll();
        long negativeTtl = listing.negativeTtl(soa);
        listing.sets.keySet().retainAll(keys);
        return new Observed(zone, negativeTtl, listing.sets, keys, listing.routed);
    }

    private long negativeTtl(RecordKey soa) throws ProviderException {
        ObservedSet apex = sets.get(soa);
        if (apex != null && apex.set().records().getFirst() instanceof SOARecord record) {
            return Math.min(apex.set().ttl(), record.getMinimum());
        }
        throw HostedZones.unreadable();
    }

    private void readAll() throws ProviderException {
        ListResourceRecordSetsRequest.Builder from = ListResourceRecordSetsRequest.builder();
        boolean fromTheStart = true;
        String start = "";
        while (true) {
            var request = from.hostedZoneId(id).maxItems(PAGE).build();
            ListResourceRecordSetsResponse page =
                    api.read(
                            "list " + zone,
                            deadline,
                            client -> client.listResourceRecordSets(request));
            take(page);
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return;
            }
            String next = page.nextRecordName();
            if (next == null || next.isBlank()) {
                throw HostedZones.unreadable();
            }
            settle(page, start, next, fromTheStart);
            if (open.isEmpty()) {
                return;
            }
            from = ListResourceRecordSetsRequest.builder();
            start = open.firstKey();
            fromTheStart = false;
            if (start.equals(next)) {
                from.startRecordName(next)
                        .startRecordType(page.nextRecordTypeAsString())
                        .startRecordIdentifier(page.nextRecordIdentifier());
            } else {
                from.startRecordName(start);
            }
        }
    }

    /// Closes the names of which all is known: those on the page, the one it started at, and those
    /// that would have come before its end. The last is said of plain names only, since where an
    /// escaped octet is sorted to is not documented; others are asked for by name.
    private void settle(
            ListResourceRecordSetsResponse page, String start, String next, boolean fromTheStart) {
        var seen = new HashSet<String>();
        seen.add(start);
        page.resourceRecordSets().forEach(set -> seen.add(canonical(set.name())));
        String from = reversed(start);
        String to = reversed(next);
        open.keySet()
                .removeIf(
                        name -> {
                            String place = reversed(name);
                            boolean passed =
                                    name.indexOf('\\') < 0
                                            && (fromTheStart || place.compareTo(from) >= 0)
                                            && place.compareTo(to) < 0;
                            return !name.equals(canonical(next)) && (seen.contains(name) || passed);
                        });
    }

    private void take(ListResourceRecordSetsResponse page) throws ProviderException {
        if (!page.hasResourceRecordSets()) {
            throw HostedZones.unreadable();
        }
        for (ResourceRecordSet listed : page.resourceRecordSets()) {
            RecordKey key =
                    new RecordKey(
                            Route53Convert.name(listed.name()), Type.value(listed.typeAsString()));
            if (!wanted.contains(key)) {
                continue;
            }
            if (isRouted(listed)) {
                routed.add(key);
            } else {
                sets.put(key, observed(key, listed));
            }
        }
    }

    /// Whether more than records stands behind a set, which a DELETE and a CREATE would lose.
    private static boolean isRouted(ResourceRecordSet listed) {
        return listed.aliasTarget() != null
                || listed.setIdentifier() != null
                || listed.healthCheckId() != null
                || listed.trafficPolicyInstanceId() != null;
    }

    private ObservedSet observed(RecordKey key, ResourceRecordSet listed) throws ProviderException {
        List<String> values = listed.resourceRecords().stream().map(ResourceRecord::value).toList();
        try {
            long ttl = listed.ttl();
            return new ObservedSet(
                    Route53Convert.set(key, ttl, values), new Listed(values).revision());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new ProviderException(
                    FailureKind.INVALID,
                    "Route 53 lists " + key + " in a form that cannot be read: " + e.getMessage());
        }
    }

    private static String canonical(String listed) {
        return Route53Convert.name(Route53Convert.name(listed));
    }

    /// `www.example.test.` as `test.example.www.`; escapes hold no dot.
    private static String reversed(String name) {
        var labels = new ArrayList<String>();
        int from = 0;
        while (from < name.length()) {
            int dot = name.indexOf('.', from);
            int to = dot < 0 ? name.length() : dot;
            labels.addFirst(name.substring(from, to));
            from = to + 1;
        }
        return String.join(".", labels) + ".";
    }
}
