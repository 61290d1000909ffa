package io.mxfail.adapter.google;

import io.mxfail.core.dns.Impossible;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.ReadAfterWrite;
import io.mxfail.wire.http.HarmlessWrite;
import io.mxfail.wire.http.HttpAnswer;
import io.mxfail.wire.http.Sent;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Managed zones of Google Cloud DNS.
///
/// A write is one change: the exact old sets as deletions, the new ones as additions, carried out
/// together or not at all. So the service itself refuses what is based on old data.
final class Google implements DnsProvider {
    /// The usual quota of additions, and as many deletions, in one change.
    private static final int MOST_ADDITIONS = 1000;

    /// How often a change that is pending is looked for, and how long after each look.
    private static final int MOST_QUESTIONS = 6;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

    /// Not there, there already, or otherwise: the zone moved.
    private static final Set<Integer> MOVED = Set.of(404, 409, 412);

    private final GoogleApi api;
    private final Optional<String> managedZone;
    private final Map<Name, String> zones = new ConcurrentHashMap<>();

    Google(GoogleApi api, Optional<String> managedZone) {
        this.api = api;
        this.managedZone = managedZone;
    }

    @Override
    public String identity() {
        return "google %s project %s%s"
                .formatted(
                        api.http().address(),
                        api.project(),
                        managedZone.map(zone -> " zone " + zone).orElse(""));
    }

    @Override
    public Capabilities capabilities() {
        return GoogleDescription.CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        Name asked = name.canonicalize();
        if (managedZone.isPresent()) {
            return zoneOfManaged(asked, managedZone.get());
        }
        for (Name at = asked; at.labels() > 1; at = new Name(at, 1)) {
            if (zones.containsKey(at) || find(at)) {
                return at;
            }
        }
        throw noZone(asked);
    }

    private Name zoneOfManaged(Name name, String managed) throws ProviderException {
        GoogleApi.Zone zone = api.zone(managed);
        Name found;
        try {
            found = Name.fromString(zone.dnsName(), Name.root).canonicalize();
        } catch (TextParseException _) {
            throw noZone(name);
        }
        if (!name.subdomain(found)) {
            throw new ProviderException(
                    FailureKind.NO_SUCH_ZONE,
                    "%s is not in %s, the name of `managed-zone` %s; correct it, or take it out"
                            .formatted(name, found, managed));
        }
        requirePublic(zone);
        zones.put(found, managed);
        return found;
    }

    private boolean find(Name zone) throws ProviderException {
        List<GoogleApi.Zone> found = api.zonesNamed(zone.toString());
        List<GoogleApi.Zone> served = found.stream().filter(GoogleApi.Zone::isPublic).toList();
        if (served.size() > 1) {
            throw new ProviderException(
                    FailureKind.INVALID,
                    "the project has %d zones named %s; give `managed-zone`"
                            .formatted(served.size(), zone));
        }
        if (served.isEmpty()) {
            if (!found.isEmpty()) {
                requirePublic(found.getFirst());
            }
            return false;
        }
        zones.put(zone, served.getFirst().name());
        return true;
    }

    private static void requirePublic(GoogleApi.Zone zone) throws ProviderException {
        if (!zone.isPublic()) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    "%s (%s) is a private zone: the Internet does not see it"
                            .formatted(zone.dnsName(), zone.name()));
        }
    }

    private static ProviderException noZone(Name name) {
        return new ProviderException(
                FailureKind.NO_SUCH_ZONE,
                "the project has no managed zone for " + name + "; check `project` and `zone:`");
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        Name apex = zone.canonicalize();
        return new GoogleZone(apex, api.sets(managed(apex))).observed(keys);
    }

    private String managed(Name zone) throws ProviderException {
        if (!zones.containsKey(zone) && !zoneOf(zone).equals(zone)) {
            throw noZone(zone);
        }
        return zones.getOrDefault(zone, "");
    }

    @Override
    public Outcome write(ZoneWrite write) {
        long additions = write.sets().stream().filter(set -> set.after().isPresent()).count();
        long deletions = write.sets().stream().filter(set -> set.before().isPresent()).count();
        if (Math.max(additions, deletions) > MOST_ADDITIONS) {
            return new Outcome.Rejected(
                    FailureKind.INVALID,
                    "a change of %s takes %d additions and as many deletions (BATCH-LIMIT); write fewer sets at once"
                            .formatted(write.zone(), MOST_ADDITIONS),
                    Optional.empty());
        }
        String zone;
        Sent sent;
        try {
            zone = managed(write.zone());
            if (write.sets().stream().allMatch(Google::isNothing)) {
                return new Outcome.Applied("");
            }
            sent = api.change(zone, GoogleZone.change(write));
        } catch (ProviderException e) {
            // thrown before the change was sent: no zone, or no token
            return new Outcome.Rejected(e.kind(), message(e), e.retryAfter());
        }
        return switch (sent) {
            case Sent.NotSent(var failure) -> failure.rejected();
            case Sent.InDoubt(var cause, _) -> after(write).doubtful(cause, Optional.empty());
            case Sent.Refused(var answer) -> refused(write, zone, answer);
            case Sent.Done(var answer) ->
                    api.changeId(answer)
                            .map(id -> taken(write, zone + "/" + id))
                            .orElseGet(
                                    () ->
                                            after(write)
                                                    .doubtful(
                                                            "the answer to the change is none of"
                                                                    + " Google's",
                                                            Optional.empty()));
        };
    }

    private static boolean isNothing(SetWrite set) {
        return set.before().isPresent() && set.before().map(b -> b.set()).equals(set.after());
    }

    /// After the service's yes. A change that is pending may not be in the listing yet.
    private Outcome taken(ZoneWrite write, String receipt) {
        try {
            for (int question = 0; question < MOST_QUESTIONS; question++) {
                boolean settled = question > 0 && inSync(receipt);
                ReadBack now = after(write).now();
                if (settled || now.isDone()) {
                    return now.accepted(receipt);
                }
                api.http().pause("wait for the change " + receipt, BETWEEN_QUESTIONS);
            }
        } catch (ProviderException e) {
            return new Outcome.Unknown(
                    "Google took the change, but what it made of it could not be read: "
                            + message(e));
        }
        return new Outcome.Unknown(
                "Google took the change "
                        + receipt
                        + " and still has it pending; read again before the next write");
    }

    private Outcome refused(ZoneWrite write, String zone, HttpAnswer answer) {
        Outcome.Rejected rejected = api.changeFailure(zone, answer).rejected();
        if (!MOVED.contains(answer.status()) || answer.isHtml()) {
            return rejected;
        }
        try {
            ReadBack now = after(write).now();
            return now.routed().isEmpty()
                    ? now.stale()
                    : new Outcome.Rejected(
                            FailureKind.UNSUPPORTED,
                            now.routed().getFirst()
                                    + " is answered by a routing policy at Google"
                                    + " (ROUTING-POLICY), which a write would destroy; make it a"
                                    + " simple record set there, or take it out of the profile",
                            Optional.empty());
        } catch (ProviderException _) {
            return answer.status() == 404 ? rejected : new Outcome.Stale(List.of());
        }
    }

    private ReadAfterWrite after(ZoneWrite write) {
        return new ReadAfterWrite(this, write);
    }

    /// Whether the change is at all of Google's name servers.
    @Override
    public boolean inSync(String receipt) throws ProviderException {
        int slash = receipt.indexOf('/');
        return slash < 0 || api.isDone(receipt.substring(0, slash), receipt.substring(slash + 1));
    }

    @Override
    public Proof prove(Name zone, Set<RecordKey> keys) {
        Name apex = zone.canonicalize();
        try {
            Observed now = read(apex, keys);
            String managed = managed(apex);
            Proof read = Proof.read(apex + " (" + managed + ")");
            var sets = new ArrayList<SetWrite>();
            for (RecordKey key : keys) {
                Impossible.at(key, 60)
                        .filter(set -> !now.set(key).equals(Optional.of(set)))
                        .map(ObservedSet::of)
                        .ifPresent(
                                set ->
                                        sets.add(
                                                new SetWrite(
                                                        key, Optional.of(set), Optional.empty())));
            }
            if (sets.isEmpty()) {
                return read.and(Proof.Subject.WRITE, Proof.State.OPEN, "there is nothing to try");
            }
            var nothing = new ZoneWrite(apex, sets, Set.of());
            return new HarmlessWrite(
                            "a change that cannot succeed: it deletes what is not there",
                            answer -> MOVED.contains(answer.status()) && !answer.isHtml(),
                            answer -> api.changeFailure(managed, answer))
                    .proof(read, api.change(managed, GoogleZone.change(nothing)));
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
    }

    @Override
    public void close() {
        api.http().close();
    }

    private static String message(ProviderException e) {
        return String.valueOf(e.getMessage());
    }
}
