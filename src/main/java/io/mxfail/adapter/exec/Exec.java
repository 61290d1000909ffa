package io.mxfail.adapter.exec;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Capabilities.StaleWrite;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.ReadAfterWrite;
import io.mxfail.wire.process.Shown;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Zones behind a program of the operator that speaks the exec protocol (docs/exec-protocol.md).
///
/// A bridge is believed only where it says no before it did anything. Whatever else it answers, or
/// does not, every written set is read back through it.
final class Exec implements DnsProvider {
    /// What resolvers may do at most where the bridge does not tell (RFC 2308, section 5).
    private static final long NEGATIVE_TTL = 10_800;

    private final Bridge bridge;
    private final Object once = new Object();
    private Optional<Messages.Abilities> abilities = Optional.empty();

    Exec(Bridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public String identity() {
        return "exec " + Shown.line(String.join(" ", bridge.program().command()));
    }

    /// As the bridge says; the weakest where it says nothing. Where it does not notice that a
    /// write is based on an old read, it is asked once more right before.
    @Override
    public Capabilities capabilities() {
        Capabilities said = abilities().capabilities();
        return new Capabilities(
                said.atomicity(),
                said.staleWrite() == StaleWrite.UNDETECTED
                        ? StaleWrite.DETECTED_BY_REREAD
                        : said.staleWrite(),
                said.minimumTtl(),
                said.maximumChanges(),
                said.types());
    }

    private Messages.Abilities abilities() {
        synchronized (once) {
            if (abilities.isPresent()) {
                return abilities.get();
            }
            if (bridge.ask("capabilities", Map.of()) instanceof Reply.Answer(var answer)) {
                try {
                    abilities = Optional.of(Messages.abilities(answer));
                    return abilities.get();
                } catch (IllegalArgumentException _) {
                    // what it says cannot be understood, so nothing is counted on
                }
            }
            return Messages.Abilities.WEAKEST;
        }
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        Name asked = name.canonicalize();
        Reply reply = bridge.ask("zone", Map.of("name", asked.toString()));
        if (reply instanceof Reply.No no && no.code() == Reply.Code.UNSUPPORTED) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    no.message() + "; give `zone:` for the domain in the profile");
        }
        String action = "find the zone of " + asked;
        try {
            Name zone =
                    Messages.name(
                            answer(action, reply)
                                    .text("zone")
                                    .orElseThrow(() -> Messages.wrong("`zone` is missing")));
            if (!asked.subdomain(zone)) {
                throw Messages.wrong("the zone " + zone + " does not hold " + asked);
            }
            return zone;
        } catch (IllegalArgumentException e) {
            throw garbled(action, e);
        }
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        for (RecordKey key : keys) {
            if (!key.name().subdomain(zone)) {
                throw new ProviderException(
                        FailureKind.INVALID, "cannot read " + key + ": it is not in " + zone);
            }
        }
        String action = "read " + zone;
        Reply reply =
                bridge.ask(
                        "list",
                        Map.of(
                                "zone",
                                zone.canonicalize().toString(),
                                "rrsets",
                                Messages.of(keys)));
        var members = answer(action, reply);
        try {
            var sets = new TreeMap<RecordKey, ObservedSet>();
            for (var element : Messages.elements(members.member("rrsets"))) {
                ObservedSet set = Messages.set(element);
                RecordKey key = set.set().key();
                // a bridge may give the whole zone
                if (keys.contains(key) && sets.put(key, set) != null) {
                    throw Messages.wrong(key + " twice");
                }
            }
            return new Observed(
                    zone, Messages.whole(members, "negativeTtl").orElse(NEGATIVE_TTL), sets, keys);
        } catch (IllegalArgumentException e) {
            throw garbled(action, e);
        }
    }

    private static JsonValue answer(String action, Reply reply) throws ProviderException {
        return switch (reply) {
            case Reply.Answer(var members) -> members;
            case Reply.No no ->
                    throw new ProviderException(
                            kind(no.code()),
                            "cannot " + action + ": " + no.message(),
                            no.retryAfter());
            case Reply.NotStarted(var cause) ->
                    throw new ProviderException(
                            FailureKind.UNAVAILABLE, "cannot " + action + ": " + cause);
            case Reply.Unclear(var cause, var late) ->
                    throw new ProviderException(
                            late ? FailureKind.TIMEOUT : FailureKind.UNAVAILABLE,
                            "cannot " + action + ": " + cause);
        };
    }

    private ProviderException garbled(String action, IllegalArgumentException e) {
        return new ProviderException(
                FailureKind.UNAVAILABLE,
                "cannot "
                        + action
                        + ": "
                        + bridge.program().name()
                        + " gave an answer that is not of the protocol: "
                        + Shown.line(String.valueOf(e.getMessage())));
    }

    @Override
    public Outcome write(ZoneWrite write) {
        Messages.Abilities can = abilities();
        for (SetWrite set : write.sets()) {
            if (!can.capabilities().takes(set.key())) {
                return rejected(
                        FailureKind.UNSUPPORTED,
                        bridge.program().name() + " cannot write " + set.key());
            }
        }
        if (can.capabilities().staleWrite() != StaleWrite.REFUSED_BY_SERVICE) {
            Optional<Outcome> overtaken = overtaken(write);
            if (overtaken.isPresent()) {
                return overtaken.get();
            }
        }
        Reply reply = bridge.ask("apply", Messages.apply(write, UUID.randomUUID().toString()));
        return switch (reply) {
            case Reply.NotStarted(var cause) -> rejected(FailureKind.UNAVAILABLE, cause);
            case Reply.Unclear(var cause, _) -> after(write).doubtful(cause, Optional.empty());
            case Reply.No no -> refused(write, no);
            case Reply.Answer(var answer) ->
                    answered(write, receipt(can, answer), answer.text("result"));
        };
    }

    private Optional<Outcome> overtaken(ZoneWrite write) {
        try {
            var now = after(write).now();
            return now.isFresh() ? Optional.empty() : Optional.of(now.stale());
        } catch (ProviderException e) {
            return Optional.of(
                    new Outcome.Rejected(e.kind(), String.valueOf(e.getMessage()), e.retryAfter()));
        }
    }

    private static String receipt(Messages.Abilities can, JsonValue answer) {
        return can.status() ? answer.text("changeId").orElse("") : "";
    }

    private Outcome answered(ZoneWrite write, String receipt, Optional<String> result) {
        ReadBack now;
        try {
            now = after(write).now();
        } catch (ProviderException e) {
            return new Outcome.Unknown(
                    "the bridge answered the write, but what it made of it could not be read: "
                            + e.getMessage());
        }
        if (now.isDone()) {
            return new Outcome.Applied(receipt);
        }
        return now.accepted(receipt) instanceof Outcome.Partial(var done, var left, _)
                ? new Outcome.Partial(
                        done,
                        left,
                        "the bridge says \""
                                + Shown.line(result.orElse(""))
                                + "\", but what it lists afterwards is something else at "
                                + named(left))
                : new Outcome.Unknown("the bridge answered, and what it lists cannot be judged");
    }

    /// Nothing is changed where the bridge promises it, and where it says no in a word that can
    /// only be said before a change; a conflict is worth a read, which tells what has moved.
    private Outcome refused(ZoneWrite write, Reply.No no) {
        if (no.nothingChanged().filter(promised -> !promised).isPresent()) {
            return after(write).doubtful(no.message(), Optional.empty());
        }
        return switch (no.code()) {
            case CONFLICT -> conflict(write, no);
            case NOT_FOUND, AUTH, FORBIDDEN, THROTTLED, INVALID, UNSUPPORTED ->
                    new Outcome.Rejected(kind(no.code()), no.message(), no.retryAfter());
            case UNAVAILABLE ->
                    no.nothingChanged().isPresent()
                            ? new Outcome.Rejected(kind(no.code()), no.message(), no.retryAfter())
                            : after(write).doubtful(no.message(), Optional.empty());
            case UNKNOWN_OUTCOME -> after(write).doubtful(no.message(), Optional.empty());
        };
    }

    private Outcome conflict(ZoneWrite write, Reply.No no) {
        ReadBack now;
        try {
            now = after(write).now();
        } catch (ProviderException _) {
            // the answer itself tells that the zone moved; where, only as far as it says
            return new Outcome.Stale(no.sets());
        }
        return now.isFresh() ? new Outcome.Stale(no.sets()) : now.stale();
    }

    private ReadAfterWrite after(ZoneWrite write) {
        return new ReadAfterWrite(this, write);
    }

    @Override
    public boolean inSync(String receipt) throws ProviderException {
        if (receipt.isEmpty()) {
            return true;
        }
        String action = "ask for the state of change " + Shown.line(receipt);
        var answer = answer(action, bridge.ask("status", Map.of("changeId", receipt)));
        String state = answer.text("state").orElse("");
        return switch (state) {
            case "done" -> true;
            case "pending" -> false;
            case "failed" ->
                    throw new ProviderException(
                            FailureKind.INVALID, "the service could not carry out the change");
            default -> throw garbled(action, Messages.wrong("unknown state " + state));
        };
    }

    @Override
    public void close() {
        // no process lives longer than its request
    }

    private static FailureKind kind(Reply.Code code) {
        return switch (code) {
            case CONFLICT, INVALID -> FailureKind.INVALID;
            case NOT_FOUND -> FailureKind.NO_SUCH_ZONE;
            case AUTH -> FailureKind.UNAUTHORISED;
            case FORBIDDEN -> FailureKind.FORBIDDEN;
            case THROTTLED -> FailureKind.THROTTLED;
            case UNSUPPORTED -> FailureKind.UNSUPPORTED;
            case UNAVAILABLE, UNKNOWN_OUTCOME -> FailureKind.UNAVAILABLE;
        };
    }

    private static String named(List<RecordKey> keys) {
        return String.join(", ", keys.stream().map(RecordKey::toString).toList());
    }

    private static Outcome.Rejected rejected(FailureKind kind, String reason) {
        return new Outcome.Rejected(kind, reason, Optional.empty());
    }
}
