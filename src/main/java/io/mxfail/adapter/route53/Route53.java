package io.mxfail.adapter.route53;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.ReadAfterWrite;
import io.mxfail.spi.Tool;

import org.xbill.DNS.Name;

import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An account of Amazon Route 53.
///
/// A write is one change batch that compares and sets (see [ChangeBatches]), and is read back: a
/// listing shows changes that are still on their way to the name servers. After a refusal a read
/// tells what moved. Every read, every write and its read back have the timeout each.
final class Route53 implements DnsProvider {
    private static final String CHANGE = "/change/";

    private final String identity;
    private final Route53Api api;
    private final HostedZones zones;
    private final Duration timeout;

    Route53(String identity, Route53Api api, Optional<String> zoneId, Duration timeout) {
        this.identity = identity;
        this.api = api;
        this.zones = new HostedZones(api, zoneId);
        this.timeout = timeout;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public Capabilities capabilities() {
        return Route53Description.CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        return zones.zoneOf(name.canonicalize(), deadline());
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        Deadline deadline = deadline();
        Name name = zone.canonicalize();
        return ZoneListing.read(api, deadline, name, zones.id(name, deadline), keys);
    }

    @Override
    public Outcome write(ZoneWrite write) {
        ChangeBatch batch = ChangeBatches.of(write);
        Optional<RecordKey> unsupported = ChangeBatches.unsupported(write);
        if (unsupported.isPresent()) {
            return rejected(
                    FailureKind.UNSUPPORTED,
                    "Route 53 has no records of that type: " + unsupported.get());
        }
        Optional<String> tooMuch = ChangeBatches.tooMuch(write, batch);
        if (tooMuch.isPresent()) {
            return rejected(FailureKind.INVALID, tooMuch.get());
        }
        String id;
        Deadline deadline = deadline();
        try {
            id = zones.id(write.zone(), deadline);
        } catch (ProviderException e) {
            return new Outcome.Rejected(e.kind(), String.valueOf(e.getMessage()), e.retryAfter());
        }
        return sent(write, id, batch, deadline, true);
    }

    @Override
    public boolean inSync(String receipt) throws ProviderException {
        if (receipt.isEmpty()) {
            return true;
        }
        ChangeInfo change =
                api.read(
                                "ask for the change " + receipt,
                                deadline(),
                                client -> client.getChange(r -> r.id(receipt)))
                        .changeInfo();
        if (change == null) {
            throw HostedZones.unreadable();
        }
        return change.status() == ChangeStatus.INSYNC;
    }

    @Override
    public Proof prove(Name zone, Set<RecordKey> keys) {
        Name name = zone.canonicalize();
        Deadline deadline = deadline();
        String id;
        Observed now;
        try {
            id = zones.id(name, deadline);
            now = ZoneListing.read(api, deadline, name, id, keys);
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
        return new WriteProof(api, deadline()).of(id, now);
    }

    @Override
    public Optional<String> script(ZoneWrite write, Tool tool) throws ProviderException {
        return tool == Tool.AWS
                ? Optional.of(
                        ChangeScript.of(
                                zones.id(write.zone(), deadline()), ChangeBatches.of(write)))
                : Optional.empty();
    }

    @Override
    public void close() {
        api.close();
    }

    private Deadline deadline() {
        api.warmUp();
        return Deadline.in(timeout);
    }

    /// @param mayRebase whether a TTL that moved is no reason to give up: the service compares TTLs
    ///     too, and they never make a write stale
    private Outcome sent(
            ZoneWrite write, String id, ChangeBatch batch, Deadline deadline, boolean mayRebase) {
        try {
            ChangeInfo change =
                    api.write(
                                    deadline,
                                    client ->
                                            client.changeResourceRecordSets(
                                                    r -> r.hostedZoneId(id).changeBatch(batch)))
                            .changeInfo();
            if (change == null || change.id() == null) {
                return settle(write, "the answer is none of Route 53's");
            }
            return new ReadAfterWrite(this, write)
                    .accepted(
                            change.id().startsWith(CHANGE)
                                    ? change.id().substring(CHANGE.length())
                                    : change.id());
        } catch (Failure.Failed e) {
            Failure failure = e.failure();
            return switch (failure.effect()) {
                case NONE, NOT_NOW ->
                        rejected(
                                failure.kind(),
                                "cannot write " + write.zone() + ": " + failure.text());
                case OPEN -> settle(write, failure.text());
                case REFUSED_CONTENT -> moved(write, id, failure, mayRebase);
            };
        }
    }

    /// After a refusal of the batch: nothing was applied.
    private Outcome moved(ZoneWrite write, String id, Failure failure, boolean mayRebase) {
        String refused = "Route 53 refuses the change of " + write.zone() + ": " + failure.text();
        Observed now;
        try {
            now = read(write.zone(), ReadBack.keys(write));
        } catch (ProviderException _) {
            // Whether the zone moved or the content is at fault, only the text tells.
            return rejected(FailureKind.INVALID, refused);
        }
        List<RecordKey> routed =
                ReadBack.keys(write).stream().filter(now.routed()::contains).sorted().toList();
        if (!routed.isEmpty()) {
            return rejected(
                    FailureKind.UNSUPPORTED,
                    "Route 53 answers "
                            + named(routed)
                            + " by a routing policy or an alias, which a write would destroy; make"
                            + " it a simple record set there, or take it out of the profile");
        }
        if (new ReadBack(write, now).stale() instanceof Outcome.Stale stale
                && !stale.moved().isEmpty()) {
            return stale;
        }
        Optional<ZoneWrite> rebased = ChangeBatches.rebased(write, now);
        return mayRebase && rebased.isPresent()
                ? sent(
                        rebased.get(),
                        id,
                        ChangeBatches.of(rebased.get()),
                        Deadline.in(timeout),
                        false)
                : rejected(FailureKind.INVALID, refused);
    }

    /// After an answer that does not tell, or none. The batch is atomic: it is there whole, or it
    /// is not there (yet).
    private Outcome settle(ZoneWrite write, String cause) {
        Observed now;
        try {
            now = read(write.zone(), ReadBack.keys(write));
        } catch (ProviderException e) {
            return new Outcome.Unknown(cause + "; reading back failed too: " + e.getMessage());
        }
        if (new ReadBack(write, now).isDone()) {
            return new Outcome.Applied("");
        }
        return new Outcome.Unknown(ReadBack.unseen(cause));
    }

    private static String named(List<RecordKey> keys) {
        return keys.stream().map(RecordKey::toString).collect(Collectors.joining(", "));
    }

    private static Outcome.Rejected rejected(FailureKind kind, String reason) {
        return new Outcome.Rejected(kind, reason, Optional.empty());
    }
}
