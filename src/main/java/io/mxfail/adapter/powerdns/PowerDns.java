package io.mxfail.adapter.powerdns;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.format.Json;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.ReadAfterWrite;
import io.mxfail.spi.Tool;
import io.mxfail.wire.dns.UpdateScript;
import io.mxfail.wire.http.CurlScript;
import io.mxfail.wire.http.HarmlessWrite;
import io.mxfail.wire.http.Sent;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Zones of a PowerDNS server, by its HTTP API.
///
/// A read takes the zone as a whole: one request, and one moment; asked for a single set, the
/// server leaves its disabled records out (4.7.3), which a replacement would then delete. A
/// write reads it once more, since the API compares nothing, sends one PATCH, which is one
/// transaction there, and reads back. What is compared is the data of the sets, not the zone's
/// serial: that comes with the same answer, so that it closes no window, and tells less. It moves
/// with sets that are nobody's business here, and without `SOA-EDIT-API` it stays while data moves.
/// With `cas-via` the write goes as a dynamic update
/// instead, whose prerequisites the server checks.
final class PowerDns implements DnsProvider {
    private static final Set<String> WRITTEN_ELSEWHERE = Set.of("slave", "secondary", "consumer");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PowerDnsApi api;
    private final Optional<UpdateRoute> route;
    private final Semaphore turn = new Semaphore(1);

    PowerDns(PowerDnsApi api, Optional<UpdateRoute> route) {
        this.api = api;
        this.route = route;
    }

    @Override
    public String identity() {
        return "powerdns %s %s%s"
                .formatted(
                        api.http().address(), api.server(), route.map(r -> " via " + r).orElse(""));
    }

    @Override
    public Capabilities capabilities() {
        Capabilities usual = PowerDnsDescription.CAPABILITIES;
        return route.isEmpty()
                ? usual
                : new Capabilities(
                        usual.atomicity(),
                        Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                        usual.minimumTtl(),
                        500);
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        for (Name at = name.canonicalize(); at.labels() > 1; at = new Name(at, 1)) {
            Optional<String> kind = api.kindOf(at);
            if (kind.isPresent()) {
                requireWritable(at, kind.get());
                return at;
            }
        }
        throw new ProviderException(
                FailureKind.NO_SUCH_ZONE,
                "PowerDNS at "
                        + api.http().address()
                        + " has no zone that holds "
                        + name
                        + "; check `url`, `server-id` and `zone:`");
    }

    private static void requireWritable(Name zone, String kind) throws ProviderException {
        if (WRITTEN_ELSEWHERE.contains(kind.toLowerCase(Locale.ROOT))) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    "%s is a zone of the kind %s: PowerDNS copies it from its primary, where it must be written"
                            .formatted(zone, kind));
        }
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        return zone(zone.canonicalize()).observed(keys);
    }

    @Override
    public Outcome write(ZoneWrite write) {
        return inTurn(() -> written(write));
    }

    private Outcome written(ZoneWrite write) {
        PowerDnsZone now;
        ReadBack before;
        try {
            now = zone(write.zone());
            before = new ReadBack(write, now.observed(ReadBack.keys(write)));
        } catch (ProviderException e) {
            return new Outcome.Rejected(e.kind(), message(e), e.retryAfter());
        }
        if (route.isPresent()) {
            return update(write, now, route.get());
        }
        if (!before.isFresh()) {
            return before.stale();
        }
        if (before.isDone()) {
            return new Outcome.Applied("");
        }
        return switch (api.patch(write.zone(), now.patch(write))) {
            case Sent.NotSent(var failure) -> failure.rejected();
            case Sent.Refused(var answer) -> api.patchFailure(write.zone(), answer).rejected();
            case Sent.InDoubt(var cause, var answer) ->
                    after(write).doubtful(cause, answer.flatMap(a -> api.aborted(write.zone(), a)));
            case Sent.Done _ -> after(write).accepted("");
        };
    }

    /// One zone after another: of two changes at the same moment a server over SQLite gives one up,
    /// since both have read before they write, and answers 500. One that takes long holds no
    /// other back for ever.
    private <T> T inTurn(Supplier<T> writing) {
        boolean mine = false;
        try {
            mine = turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return writing.get();
        } catch (InterruptedException _) {
            // a request that was not begun is the answer's to tell
            Thread.currentThread().interrupt();
            return writing.get();
        } finally {
            if (mine) {
                turn.release();
            }
        }
    }

    /// What the server has committed is final; its secondaries are watched by their own addresses.
    @Override
    public boolean inSync(String receipt) {
        return true;
    }

    /// Only that of `cas-via` is known: the API may be on another machine than its name server.
    @Override
    public List<ServerAddress> servers() {
        return route.stream().map(UpdateRoute::server).toList();
    }

    @Override
    public Proof prove(Name zone, Set<RecordKey> keys) {
        Name apex = zone.canonicalize();
        Observed now;
        try {
            now = read(apex, keys);
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
        Proof read = Proof.read(apex + " at " + api.http().address());
        return route.isPresent() ? route.get().prove(read, now) : tried(read, apex);
    }

    /// By a change outside of the zone, which the server refuses, but only to those who may write.
    private Proof tried(Proof read, Name zone) {
        return new HarmlessWrite(
                        "a change that cannot succeed; the key may write every zone",
                        answer -> answer.status() == 422,
                        answer -> api.patchFailure(zone, answer))
                .proof(read, api.patch(zone, List.of(PowerDnsZone.OUTSIDE)));
    }

    @Override
    public Optional<String> script(ZoneWrite write, Tool tool) throws ProviderException {
        return switch (tool) {
            case NSUPDATE -> route.map(by -> UpdateScript.of(write, by.server(), by.key()));
            case CURL ->
                    Optional.of(
                            CurlScript.of(
                                    "PATCH",
                                    "%s/api/v1/servers/%s/zones/%s"
                                            .formatted(
                                                    api.http().address(),
                                                    api.server(),
                                                    write.zone()),
                                    "X-API-Key: $PDNS_API_KEY",
                                    "PDNS_API_KEY",
                                    Json.pretty(
                                            Map.of("rrsets", zone(write.zone()).patch(write)))));
            case AWS -> Optional.empty();
        };
    }

    @Override
    public void close() {
        api.http().close();
    }

    private Outcome update(ZoneWrite write, PowerDnsZone now, UpdateRoute by) {
        List<RecordKey> disabled = now.withDisabled(write);
        if (!disabled.isEmpty()) {
            return new Outcome.Rejected(
                    FailureKind.UNSUPPORTED,
                    disabled.stream().map(RecordKey::toString).collect(Collectors.joining(", "))
                            + ": there are disabled records, which a dynamic update would delete;"
                            + " remove them, or take `cas-via` out",
                    Optional.empty());
        }
        return switch (by.send(write)) {
            case UpdateRoute.Result.Refused(var rejected) -> rejected;
            case UpdateRoute.Result.InDoubt(var cause, var refusal) ->
                    after(write).doubtful(cause, refusal);
            case UpdateRoute.Result.Taken _ -> after(write).accepted("");
            case UpdateRoute.Result.Moved _ -> moved(write);
        };
    }

    private Outcome moved(ZoneWrite write) {
        try {
            return after(write).now().stale();
        } catch (ProviderException _) {
            return new Outcome.Stale(List.of());
        }
    }

    private ReadAfterWrite after(ZoneWrite write) {
        return new ReadAfterWrite(this, write);
    }

    private PowerDnsZone zone(Name zone) throws ProviderException {
        return new PowerDnsZone(zone, api.zone(zone));
    }

    private static String message(ProviderException e) {
        return String.valueOf(e.getMessage());
    }
}
