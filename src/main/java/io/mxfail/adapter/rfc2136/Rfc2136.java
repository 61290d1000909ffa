package io.mxfail.adapter.rfc2136;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.dns.DnsClient;
import io.mxfail.wire.dns.DnsKey;
import io.mxfail.wire.dns.Exchange;

import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Update;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A primary name server that takes dynamic updates.
///
/// A write is one UPDATE with the expected old data as prerequisites, so a stale one is refused by
/// the server itself. NOERROR proves little (servers silently drop what may not coexist, or what
/// lies below a delegation), so every written set is read back. The update and the read back have
/// the timeout each.
final class Rfc2136 implements DnsProvider {
    /// The most that one message over TCP can hold; see also [Rfc2136Description#MOST_SETS].
    private static final int LARGEST_MESSAGE = 65_535;

    private final DnsClient client;
    private final Primary primary;

    Rfc2136(DnsClient client, ServerAddress server, Optional<DnsKey> key, Duration timeout) {
        this.client = client;
        this.primary = new Primary(client, server, key, timeout);
    }

    @Override
    public String identity() {
        ServerAddress server = primary.server();
        return "rfc2136 %s %s"
                .formatted(server, primary.key().map(key -> "key " + key).orElse("without key"));
    }

    @Override
    public Capabilities capabilities() {
        return Rfc2136Description.CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        return new ZoneSearch(primary).zoneOf(name.canonicalize());
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        return ZoneReader.read(primary, zone, keys);
    }

    @Override
    public Outcome write(ZoneWrite write) {
        Update update = UpdateMessage.of(write);
        int length = client.length(update, primary.key());
        if (length > LARGEST_MESSAGE) {
            return rejected(
                    FailureKind.INVALID,
                    "the update of %s needs %d bytes, and one message holds %d; write fewer sets at once"
                            .formatted(write.zone(), length, LARGEST_MESSAGE));
        }
        return switch (primary.update(update)) {
            case Exchange.NoReply(var cause, var sent, var detail) when !sent ->
                    rejected(Refusal.kind(cause), action(write) + " not sent: " + detail);
            case Exchange.NoReply(_, _, var detail) -> settle(write, detail, Optional.empty());
            case Exchange.Reply reply -> answered(write, reply);
        };
    }

    /// There is nothing to ask: what the primary has committed is final, and its secondaries are
    /// watched by their own addresses.
    @Override
    public boolean inSync(String receipt) {
        return true;
    }

    @Override
    public void close() {
        // Nothing is held between calls.
    }

    private Outcome answered(ZoneWrite write, Exchange.Reply reply) {
        return switch (reply.rcode()) {
            case Rcode.NOERROR -> readBack(write);
            // Without a signature that holds this is no proof that nothing was applied.
            case Rcode.NXRRSET, Rcode.YXRRSET, Rcode.NXDOMAIN, Rcode.YXDOMAIN ->
                    reply.trusted()
                            ? moved(write)
                            : settle(
                                    write,
                                    "an unsigned " + Rcode.string(reply.rcode()),
                                    Optional.empty());
            case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTZONE, Rcode.FORMERR, Rcode.NOTIMP -> {
                Refusal refusal = refusal(write, reply);
                yield rejected(refusal.kind(), refusal.reason());
            }
            default -> {
                Refusal refusal = refusal(write, reply);
                yield settle(
                        write,
                        refusal.reason(),
                        reply.trusted() ? Optional.of(refusal) : Optional.empty());
            }
        };
    }

    private Refusal refusal(ZoneWrite write, Exchange.Reply reply) {
        return Refusal.of(primary.server().toString(), action(write), primary.key(), reply);
    }

    private static String action(ZoneWrite write) {
        return "update " + write.zone();
    }

    /// After NOERROR.
    private Outcome readBack(ZoneWrite write) {
        Observed now;
        try {
            now = readAgain(write);
        } catch (ProviderException e) {
            return new Outcome.Unknown(
                    "the server took the update, but what it made of it could not be read: "
                            + e.getMessage());
        }
        List<RecordKey> left = keys(write, set -> !isDone(set, now));
        if (left.isEmpty()) {
            return new Outcome.Applied("");
        }
        return new Outcome.Partial(
                keys(write, set -> isDone(set, now)),
                left,
                "the server took the update and serves something else at %s; other data may stand beside it, or someone else wrote at the same time"
                        .formatted(named(left)));
    }

    /// After a prerequisite that does not hold: nothing was applied. Where everything is as wanted
    /// already, an earlier try of the same write has succeeded.
    private Outcome moved(ZoneWrite write) {
        Observed now;
        try {
            now = readAgain(write);
        } catch (ProviderException _) {
            // The answer itself tells that the zone moved; only where is not known.
            return new Outcome.Stale(List.of());
        }
        if (isDone(write, now)) {
            return new Outcome.Applied("");
        }
        List<RecordKey> moved = keys(write, set -> !isBefore(set, now) && !isAfter(set, now));
        moved.addAll(
                write.absent().stream().filter(key -> now.set(key).isPresent()).sorted().toList());
        return new Outcome.Stale(moved.isEmpty() ? keys(write, set -> !isBefore(set, now)) : moved);
    }

    /// After an answer that does not tell, or none.
    ///
    /// @param refusal where the server has answered that it failed: what it then leaves unchanged
    ///     will not change later
    private Outcome settle(ZoneWrite write, String cause, Optional<Refusal> refusal) {
        Observed now;
        try {
            now = readAgain(write);
        } catch (ProviderException e) {
            return new Outcome.Unknown(cause + "; reading back failed too: " + e.getMessage());
        }
        if (isDone(write, now)) {
            return new Outcome.Applied("");
        }
        List<RecordKey> done = keys(write, set -> isDone(set, now) && !isUntouched(set, now));
        if (!done.isEmpty()) {
            return new Outcome.Partial(done, keys(write, set -> !isDone(set, now)), cause);
        }
        if (keys(write, set -> !isUntouched(set, now)).isEmpty() && refusal.isPresent()) {
            return rejected(refusal.get().kind(), refusal.get().reason());
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

    private static boolean isDone(ZoneWrite write, Observed now) {
        return write.sets().stream().allMatch(set -> isDone(set, now));
    }

    private static boolean isDone(SetWrite set, Observed now) {
        return now.set(set.key()).equals(set.after());
    }

    private static boolean isUntouched(SetWrite set, Observed now) {
        return now.set(set.key()).equals(set.before().map(ObservedSet::set));
    }

    private static boolean isBefore(SetWrite set, Observed now) {
        return sameData(now.set(set.key()), set.before().map(ObservedSet::set));
    }

    private static boolean isAfter(SetWrite set, Observed now) {
        return sameData(now.set(set.key()), set.after());
    }

    /// Prerequisites and staleness know no TTL.
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
