package io.mxfail.adapter.cloudflare;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Coexistence;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.format.JsonValue;
import io.mxfail.wire.http.HttpFailure;

import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A write as operations on single records.
///
/// A record that stays is left alone; one that goes while another of its set comes is changed in
/// place, so that its comment, tags and settings survive. What is then left over is deleted or
/// created.
final class CloudflareBatch {
    /// Of the free plan; others take more, and which plan it is cannot be told from a token.
    static final int MOST_OPERATIONS = 200;

    private static final long SHORTEST_TTL = 60;
    static final long LONGEST_TTL = 86_400;
    private static final Set<Integer> PROXIABLE = Set.of(Type.A, Type.AAAA, Type.CNAME);

    private final List<Object> deletes = new ArrayList<>();
    private final List<Object> patches = new ArrayList<>();
    private final List<Object> posts = new ArrayList<>();

    /// @param now the zone's records as listed right before
    /// @throws Refused where the write cannot or must not be done
    static CloudflareBatch of(ZoneWrite write, CloudflareRecords now) throws Refused {
        var batch = new CloudflareBatch();
        Optional<String> clash = Coexistence.clash(write, now.keys());
        if (clash.isPresent()) {
            throw new Refused(FailureKind.INVALID, clash.get());
        }
        for (SetWrite set : write.sets()) {
            batch.add(set, now.at(set.key()));
        }
        if (batch.size() > MOST_OPERATIONS) {
            throw new Refused(
                    FailureKind.INVALID,
                    "the write to %s needs %d operations on single records, and a batch takes %d (BATCH-LIMIT); write fewer sets at once"
                            .formatted(write.zone(), batch.size(), MOST_OPERATIONS));
        }
        return batch;
    }

    int size() {
        return deletes.size() + patches.size() + posts.size();
    }

    /// The request's body.
    Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        if (!deletes.isEmpty()) {
            body.put("deletes", deletes);
        }
        if (!patches.isEmpty()) {
            body.put("patches", patches);
        }
        if (!posts.isEmpty()) {
            body.put("posts", posts);
        }
        return body;
    }

    private void add(SetWrite set, List<CloudflareRecords.Listed> live) throws Refused {
        for (CloudflareRecords.Listed listed : live) {
            if (listed.json().isTrue("proxied")) {
                throw new Refused(
                        FailureKind.UNSUPPORTED,
                        set.key()
                                + " is proxied by Cloudflare (orange cloud): its addresses are"
                                + " Cloudflare's, which take no mail; set it to DNS only there, or"
                                + " take it out of the profile");
            }
        }
        if (set.after().isEmpty()) {
            live.forEach(listed -> deletes.add(Map.of("id", listed.id())));
            return;
        }
        RecordSet after = set.after().get();
        requireTtl(after);
        var going = new ArrayList<CloudflareRecords.Listed>();
        var coming = new ArrayList<>(after.withTtl(0).records());
        for (CloudflareRecords.Listed listed : live) {
            if (!coming.remove(listed.record())) {
                going.add(listed);
            } else if (CloudflareConvert.ttl(listed.json()) != after.ttl()) {
                patches.add(patch(listed, listed.record(), after.ttl()));
            }
        }
        while (!going.isEmpty() && !coming.isEmpty()) {
            patches.add(patch(going.removeFirst(), coming.removeFirst(), after.ttl()));
        }
        going.forEach(listed -> deletes.add(Map.of("id", listed.id())));
        for (Record record : coming) {
            posts.add(post(record, after.ttl(), live));
        }
    }

    private static void requireTtl(RecordSet after) throws Refused {
        if (after.ttl() < SHORTEST_TTL || after.ttl() > LONGEST_TTL) {
            throw new Refused(
                    FailureKind.INVALID,
                    "%s cannot have a TTL of %d s at Cloudflare, which takes %d to %d"
                            .formatted(after.key(), after.ttl(), SHORTEST_TTL, LONGEST_TTL));
        }
    }

    private static Map<String, Object> patch(
            CloudflareRecords.Listed listed, Record wanted, long ttl) throws Refused {
        var patch = new LinkedHashMap<String, Object>();
        patch.put("id", listed.id());
        patch.putAll(fields(wanted));
        // "Automatic" stays so where it means what is wanted.
        long live = listed.json().whole("ttl").orElse(CloudflareConvert.AUTOMATIC);
        patch.put("ttl", CloudflareConvert.ttl(listed.json()) == ttl ? live : ttl);
        return patch;
    }

    /// A further record of a set takes over what all of the set have in common.
    private static Map<String, Object> post(
            Record record, long ttl, List<CloudflareRecords.Listed> live) throws Refused {
        var post = new LinkedHashMap<String, Object>(fields(record));
        post.put("ttl", ttl);
        if (PROXIABLE.contains(record.getType())) {
            post.put("proxied", false);
        }
        for (String member : List.of("comment", "tags")) {
            List<Optional<Object>> values =
                    live.stream()
                            .map(l -> l.json().member(member).map(JsonValue::tree))
                            .distinct()
                            .toList();
            if (values.size() == 1 && values.getFirst().isPresent()) {
                post.put(member, values.getFirst().get());
            }
        }
        return post;
    }

    private static Map<String, Object> fields(Record record) throws Refused {
        try {
            return CloudflareConvert.write(record);
        } catch (IllegalArgumentException e) {
            throw new Refused(FailureKind.UNSUPPORTED, String.valueOf(e.getMessage()));
        }
    }

    /// A write that is not sent.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HttpFailure failure;

        Refused(FailureKind kind, String message) {
            super(message);
            this.failure = new HttpFailure(kind, message);
        }

        HttpFailure failure() {
            return failure;
        }
    }
}
