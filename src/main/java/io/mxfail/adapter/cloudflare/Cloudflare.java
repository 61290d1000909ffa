package io.mxfail.adapter.cloudflare;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.format.Json;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.ReadAfterWrite;
import io.mxfail.spi.Tool;
import io.mxfail.wire.http.CurlScript;
import io.mxfail.wire.http.HarmlessWrite;
import io.mxfail.wire.http.HttpAnswer;
import io.mxfail.wire.http.Sent;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Zones of Cloudflare.
///
/// A read lists the zone. A write lists it once more, since the service compares nothing, and then
/// sends one batch, which is one transaction there: all or nothing. A record that was touched since
/// it was read makes the write stale, whatever it holds. Between that listing and the
/// batch a change of someone else goes unnoticed unless it removes a record that the batch names or
/// creates one that it creates.
final class Cloudflare implements DnsProvider {
    /// A record is gone, or one like it exists: the zone is not what was listed.
    private static final Set<Long> MOVED = Set.of(81044L, 81053L, 81054L, 81056L, 81057L, 81058L);

    /// Removes a record with an id that no record has, and so fails as a whole.
    private static final Map<String, Object> NOTHING =
            Map.of("deletes", List.of(Map.of("id", "0".repeat(32))));

    private final CloudflareApi api;
    private final Optional<String> zoneId;
    private final Map<Name, String> ids = new ConcurrentHashMap<>();

    Cloudflare(CloudflareApi api, Optional<String> zoneId) {
        this.api = api;
        this.zoneId = zoneId;
    }

    @Override
    public String identity() {
        return "cloudflare " + api.http().address() + zoneId.map(id -> " zone " + id).orElse("");
    }

    @Override
    public Capabilities capabilities() {
        return CloudflareDescription.CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        Name asked = name.canonicalize();
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

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        Name apex = zone.canonicalize();
        return list(apex).observed(apex, keys);
    }

    @Override
    public Outcome write(ZoneWrite write) {
        CloudflareRecords now;
        CloudflareBatch batch;
        try {
            now = list(write.zone());
            var before = new ReadBack(write, now.observed(write.zone(), ReadBack.keys(write)));
            if (!before.isFresh()) {
                return before.stale();
            }
            if (before.isDone()) {
                return new Outcome.Applied("");
            }
            List<RecordKey> touched = touched(write, now);
            if (!touched.isEmpty()) {
                return new Outcome.Stale(touched);
            }
            batch = CloudflareBatch.of(write, now);
        } catch (ProviderException e) {
            return new Outcome.Rejected(e.kind(), message(e), e.retryAfter());
        } catch (CloudflareBatch.Refused e) {
            return e.failure().rejected();
        }
        return switch (api.batch(id(write.zone()), write.zone().toString(true), batch.body())) {
            case Sent.NotSent(var failure) -> failure.rejected();
            case Sent.InDoubt(var cause, _) -> after(write).doubtful(cause, Optional.empty());
            case Sent.Refused(var answer) -> refused(write, answer);
            case Sent.Done(var answer) ->
                    api.isBatchDone(answer)
                            ? after(write).accepted("")
                            : after(write)
                                    .doubtful(
                                            "the answer to the batch is none of Cloudflare's",
                                            Optional.empty());
        };
    }

    /// The sets whose data is as it was, while their records are others or were touched since they
    /// were read: somebody is at work there. They are to be read again first.
    private static List<RecordKey> touched(ZoneWrite write, CloudflareRecords now) {
        return write.sets().stream()
                .filter(
                        set ->
                                set.before()
                                        .map(ObservedSet::revision)
                                        .filter(revision -> !revision.isEmpty())
                                        .filter(known -> !known.equals(now.revision(set.key())))
                                        .isPresent())
                .map(SetWrite::key)
                .toList();
    }

    /// Nothing tells when all of Cloudflare's servers have a change.
    @Override
    public boolean inSync(String receipt) {
        return true;
    }

    @Override
    public Proof prove(Name zone, Set<RecordKey> keys) {
        Name apex = zone.canonicalize();
        try {
            list(apex);
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
        Proof read = Proof.read(apex + " (" + id(apex) + ")");
        return new HarmlessWrite(
                        "a batch that cannot succeed: it removes a record that there is not",
                        answer -> api.codes(answer).stream().anyMatch(MOVED::contains),
                        answer -> api.failure("try a write to " + apex, answer))
                .proof(read, api.batch(id(apex), apex.toString(true), NOTHING));
    }

    /// The batch names records by their ids, so that it holds for the zone as it is now alone.
    @Override
    public Optional<String> script(ZoneWrite write, Tool tool) throws ProviderException {
        if (tool != Tool.CURL) {
            return Optional.empty();
        }
        try {
            CloudflareRecords now = list(write.zone());
            if (!new ReadBack(write, now.observed(write.zone(), ReadBack.keys(write))).isFresh()) {
                throw new ProviderException(
                        FailureKind.UNSUPPORTED,
                        "it changes a set in two steps, and the records that the first one makes"
                                + " have no ids yet; let mxfail apply it, or `prepare` first");
            }
            CloudflareBatch batch = CloudflareBatch.of(write, now);
            return Optional.of(
                    CurlScript.of(
                            "POST",
                            "%s/zones/%s/dns_records/batch"
                                    .formatted(api.http().address(), id(write.zone())),
                            "Authorization: Bearer $CLOUDFLARE_API_TOKEN",
                            "CLOUDFLARE_API_TOKEN",
                            Json.pretty(batch.body())));
        } catch (CloudflareBatch.Refused e) {
            throw e.failure().exception();
        }
    }

    @Override
    public void close() {
        api.http().close();
    }

    private Outcome refused(ZoneWrite write, HttpAnswer answer) {
        Outcome.Rejected rejected =
                api.failure("write the records of " + write.zone(), answer).rejected();
        if (api.codes(answer).stream().noneMatch(MOVED::contains)) {
            return rejected;
        }
        try {
            ReadBack now = after(write).now();
            return now.isFresh() ? rejected : now.stale();
        } catch (ProviderException _) {
            return rejected;
        }
    }

    private ReadAfterWrite after(ZoneWrite write) {
        return new ReadAfterWrite(this, write);
    }

    private CloudflareRecords list(Name zone) throws ProviderException {
        if (!ids.containsKey(zone)) {
            locate(zone);
        }
        return new CloudflareRecords(api.records(id(zone), zone.toString(true)));
    }

    private String id(Name zone) {
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

    private static String message(ProviderException e) {
        return String.valueOf(e.getMessage());
    }
}
