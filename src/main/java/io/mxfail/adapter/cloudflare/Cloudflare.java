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
    private final CloudflareZones zones;

    Cloudflare(CloudflareApi api, Optional<String> zoneId) {
        this.api = api;
        this.zones = new CloudflareZones(api, zoneId);
    }

    @Override
    public String identity() {
        return "cloudflare "
                + api.http().address()
                + zones.given().map(id -> " zone " + id).orElse("");
    }

    @Override
    public Capabilities capabilities() {
        return CloudflareDescription.CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        return zones.zoneOf(name.canonicalize());
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        Name apex = zone.canonicalize();
        return zones.list(apex).observed(apex, keys);
    }

    @Override
    public Outcome write(ZoneWrite write) {
        CloudflareRecords now;
        CloudflareBatch batch;
        try {
            now = zones.list(write.zone());
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
        return switch (api.batch(
                zones.id(write.zone()), write.zone().toString(true), batch.body())) {
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
            zones.list(apex);
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
        Proof read = Proof.read(apex + " (" + zones.id(apex) + ")");
        return new HarmlessWrite(
                        "a batch that cannot succeed: it removes a record that there is not",
                        answer -> api.codes(answer).stream().anyMatch(MOVED::contains),
                        answer -> api.failure("try a write to " + apex, answer))
                .proof(read, api.batch(zones.id(apex), apex.toString(true), NOTHING));
    }

    /// The batch names records by their ids, so that it holds for the zone as it is now alone.
    @Override
    public Optional<String> script(ZoneWrite write, Tool tool) throws ProviderException {
        if (tool != Tool.CURL) {
            return Optional.empty();
        }
        try {
            CloudflareRecords now = zones.list(write.zone());
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
                                    .formatted(api.http().address(), zones.id(write.zone())),
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

    private static String message(ProviderException e) {
        return String.valueOf(e.getMessage());
    }
}
