package io.mxfail.adapter.exec;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Capabilities.StaleWrite;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.ReadAfterWrite;
import io.mxfail.wire.process.Shown;

import org.xbill.DNS.Name;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Zones behind a program of the operator that speaks the exec protocol (docs/exec-protocol.md).
final class Exec implements DnsProvider {
    /// What resolvers may do at most where the bridge does not tell (RFC 2308, section 5).
    private static final long NEGATIVE_TTL = 10_800;

    private final Questions questions;
    private final Object once = new Object();
    private Optional<Messages.Abilities> abilities = Optional.empty();

    Exec(Questions questions) {
        this.questions = questions;
    }

    @Override
    public String identity() {
        return "exec " + Shown.line(String.join(" ", questions.bridge().program().command()));
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
            if (questions.ask("capabilities", Map.of()) instanceof Reply.Answer(var answer)) {
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
        Reply reply = questions.ask("zone", Map.of("name", asked.toString()));
        if (reply instanceof Reply.No no && no.code() == Reply.Code.UNSUPPORTED) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    no.message() + "; give `zone:` for the domain in the profile");
        }
        String action = "find the zone of " + asked;
        try {
            Name zone =
                    Messages.name(
                            Questions.answer(action, reply)
                                    .text("zone")
                                    .orElseThrow(() -> Messages.wrong("`zone` is missing")));
            if (!asked.subdomain(zone)) {
                throw Messages.wrong("the zone " + zone + " does not hold " + asked);
            }
            return zone;
        } catch (IllegalArgumentException e) {
            throw questions.garbled(action, e);
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
        var members =
                questions.answer(
                        action,
                        "list",
                        Map.of(
                                "zone",
                                zone.canonicalize().toString(),
                                "rrsets",
                                Messages.of(keys)));
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
            throw questions.garbled(action, e);
        }
    }

    @Override
    public Outcome write(ZoneWrite write) {
        return new Apply(questions.bridge(), abilities(), write, new ReadAfterWrite(this, write))
                .outcome();
    }

    @Override
    public boolean inSync(String receipt) throws ProviderException {
        if (receipt.isEmpty()) {
            return true;
        }
        String action = "ask for the state of change " + Shown.line(receipt);
        var answer = questions.answer(action, "status", Map.of("changeId", receipt));
        String state = answer.text("state").orElse("");
        return switch (state) {
            case "done" -> true;
            case "pending" -> false;
            case "failed" ->
                    throw new ProviderException(
                            FailureKind.INVALID, "the service could not carry out the change");
            default -> throw questions.garbled(action, Messages.wrong("unknown state " + state));
        };
    }

    @Override
    public void close() {
        // no process lives longer than its request
    }
}
