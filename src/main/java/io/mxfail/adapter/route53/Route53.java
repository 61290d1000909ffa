package io.mxfail.adapter.route53;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// An account of Amazon Route 53.
///
/// A write is one change batch that compares and sets (see [ChangeBatches]). The service's word for
/// it is enough: no read back after success, and after a refusal a read only to tell what moved, or
/// that an earlier try had succeeded. Every read, every write and its read back have the timeout
/// each.
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
            return new Outcome.Applied(
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

    /// After a refusal of the batch: nothing was applied. Where everything is as wanted already, an
    /// earlier try of the same write has succeeded.
    private Outcome moved(ZoneWrite write, String id, Failure failure, boolean mayRebase) {
        String refused = "Route 53 refuses the change of " + write.zone() + ": " + failure.text();
        Observed now;
        try {
            now = readAgain(write);
        } catch (ProviderException _) {
            // Whether the zone moved or the content is at fault, only the text tells.
            return rejected(FailureKind.INVALID, refused);
        }
        List<RecordKey> routed = keys(write, set -> now.routed().contains(set.key()));
        if (!routed.isEmpty()) {
            return rejected(
                    FailureKind.UNSUPPORTED,
                    "Route 53 answers "
                            + named(routed)
                            + " by a routing policy or an alias, which a write would destroy; make"
                            + " it a simple record set there, or take it out of the profile");
        }
        if (write.sets().stream().allMatch(set -> isDone(set, now))) {
            return new Outcome.Applied("");
        }
        List<RecordKey> moved = keys(write, set -> !isBefore(set, now) && !isAfter(set, now));
        moved.addAll(
                write.absent().stream()
                        .filter(key -> now.set(key).isPresent() || now.routed().contains(key))
                        .sorted()
                        .toList());
        if (!moved.isEmpty()) {
            return new Outcome.Stale(moved);
        }
        List<RecordKey> changed = keys(write, set -> !isBefore(set, now));
        if (!changed.isEmpty()) {
            return new Outcome.Stale(changed);
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
            now = readAgain(write);
        } catch (ProviderException e) {
            return new Outcome.Unknown(cause + "; reading back failed too: " + e.getMessage());
        }
        if (write.sets().stream().allMatch(set -> isDone(set, now))) {
            return new Outcome.Applied("");
        }
        return new Outcome.Unknown(
                cause
                        + "; not applied when read back, but it may still arrive: read again before"
                        + " the next write");
    }

    private Observed readAgain(ZoneWrite write) throws ProviderException {
        var keys = new HashSet<>(write.absent());
        write.sets().forEach(set -> keys.add(set.key()));
        return read(write.zone(), keys);
    }

    private static boolean isDone(SetWrite set, Observed now) {
        return !now.routed().contains(set.key()) && now.set(set.key()).equals(set.after());
    }

    private static boolean isBefore(SetWrite set, Observed now) {
        return sameData(now.set(set.key()), set.before().map(ObservedSet::set));
    }

    private static boolean isAfter(SetWrite set, Observed now) {
        return sameData(now.set(set.key()), set.after());
    }

    private static boolean sameData(Optional<RecordSet> one, Optional<RecordSet> other) {
        return one.isPresent() == other.isPresent()
                && one.stream().allMatch(set -> set.sameData(other.orElseThrow()));
    }

    private static List<RecordKey> keys(ZoneWrite write, Predicate<SetWrite> which) {
        return write.sets().stream()
                .filter(which)
                .map(SetWrite::key)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String named(List<RecordKey> keys) {
        return keys.stream().map(RecordKey::toString).collect(Collectors.joining(", "));
    }

    private static Outcome.Rejected rejected(FailureKind kind, String reason) {
        return new Outcome.Rejected(kind, reason, Optional.empty());
    }
}
