package io.mxfail.adapter.azure;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Coexistence;
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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Public zones of Azure DNS.
///
/// Azure takes one record set a request, and with its etag refuses what is based on old data. So a
/// write of several sets is several requests, in the write's order; all sets are compared, and all
/// content is converted, before the first of them leaves.
final class Azure implements DnsProvider {
    /// An etag that no set has.
    private static final String NO_VERSION = "00000000-0000-0000-0000-000000000000";

    private final AzureApi api;

    Azure(AzureApi api) {
        this.api = api;
    }

    @Override
    public String identity() {
        return "azure %s %s".formatted(api.http().address(), api.group());
    }

    @Override
    public Capabilities capabilities() {
        return AzureDescription.CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        for (Name at = name.canonicalize(); at.labels() > 1; at = new Name(at, 1)) {
            Optional<String> type = api.zoneType(at);
            if (type.isPresent()) {
                if (!type.get().equalsIgnoreCase("Public")) {
                    throw new ProviderException(
                            FailureKind.UNSUPPORTED,
                            at + " is a private zone: the Internet does not see it");
                }
                return at;
            }
        }
        throw new ProviderException(
                FailureKind.NO_SUCH_ZONE,
                "the resource group "
                        + api.group()
                        + " has no zone that holds "
                        + name
                        + "; check `subscription`, `resource-group` and `zone:`");
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        return list(zone.canonicalize()).observed(keys);
    }

    private AzureZone list(Name zone) throws ProviderException {
        return new AzureZone(zone, api.sets(zone));
    }

    @Override
    public Outcome write(ZoneWrite write) {
        AzureZone now;
        ReadBack before;
        Map<SetWrite, Map<String, Object>> contents;
        try {
            now = list(write.zone());
            before = new ReadBack(write, now.observed(ReadBack.keys(write)));
            contents = contents(write, now);
        } catch (ProviderException e) {
            return new Outcome.Rejected(e.kind(), message(e), e.retryAfter());
        } catch (AzureConvert.Unsupported e) {
            return rejected(FailureKind.UNSUPPORTED, message(e));
        }
        if (!before.routed().isEmpty()) {
            return rejected(
                    FailureKind.UNSUPPORTED,
                    before.routed().getFirst()
                            + " is an alias of another resource at Azure (ROUTING-POLICY), which a"
                            + " write would destroy; make it a simple record set there, or take it"
                            + " out of the profile");
        }
        if (!before.isFresh()) {
            return before.stale();
        }
        Optional<String> clash = Coexistence.clash(write, now.keys());
        return clash.isPresent()
                ? rejected(FailureKind.INVALID, clash.get())
                : send(write, before.now(), now, contents);
    }

    private static Map<SetWrite, Map<String, Object>> contents(ZoneWrite write, AzureZone now)
            throws AzureConvert.Unsupported {
        var contents = new LinkedHashMap<SetWrite, Map<String, Object>>();
        for (SetWrite set : write.sets()) {
            if (set.after().isPresent()) {
                contents.put(set, AzureConvert.write(set.after().get(), now.metadata(set.key())));
            }
        }
        return contents;
    }

    private Outcome send(
            ZoneWrite write,
            Observed live,
            AzureZone now,
            Map<SetWrite, Map<String, Object>> contents) {
        var done = new ArrayList<RecordKey>();
        for (SetWrite set : write.sets()) {
            if (live.set(set.key()).equals(set.after())) {
                continue;
            }
            Sent sent;
            try {
                sent = sendOne(write.zone(), set, now.etag(set.key()), contents);
            } catch (ProviderException e) {
                // no token any more: nothing was sent
                return stopped(
                        write, done, new Outcome.Rejected(e.kind(), message(e), e.retryAfter()));
            }
            switch (sent) {
                case Sent.Done _ -> done.add(set.key());
                case Sent.NotSent(var failure) -> {
                    return stopped(write, done, failure.rejected());
                }
                case Sent.Refused(var answer) -> {
                    return refused(write, set.key(), done, answer);
                }
                case Sent.InDoubt(var cause, _) -> {
                    return after(write).doubtful(cause, Optional.empty());
                }
            }
        }
        return done.isEmpty() ? new Outcome.Applied("") : after(write).accepted("");
    }

    private Sent sendOne(
            Name zone,
            SetWrite set,
            Optional<String> etag,
            Map<SetWrite, Map<String, Object>> contents)
            throws ProviderException {
        Map<String, Object> content = contents.get(set);
        return content == null
                ? api.delete(zone, set.key(), etag.orElse("*"))
                : api.put(zone, set.key(), etag, content);
    }

    private Outcome refused(
            ZoneWrite write, RecordKey key, List<RecordKey> done, HttpAnswer answer) {
        Outcome.Rejected rejected = api.writeFailure(key, answer).rejected();
        boolean moved = answer.status() == 412 || answer.status() == 404;
        if (!moved || answer.isHtml()) {
            return stopped(write, done, rejected);
        }
        if (!done.isEmpty()) {
            return after(write).doubtful(rejected.reason(), Optional.empty());
        }
        try {
            return after(write).now().stale();
        } catch (ProviderException _) {
            return answer.status() == 412 ? new Outcome.Stale(List.of(key)) : rejected;
        }
    }

    /// A refusal in the middle: what was written before it stays.
    private static Outcome stopped(
            ZoneWrite write, List<RecordKey> done, Outcome.Rejected refusal) {
        return done.isEmpty()
                ? refusal
                : new Outcome.Partial(
                        done,
                        write.sets().stream()
                                .map(SetWrite::key)
                                .filter(key -> !done.contains(key))
                                .toList(),
                        refusal.reason());
    }

    private ReadAfterWrite after(ZoneWrite write) {
        return new ReadAfterWrite(this, write);
    }

    /// A write is at all of Azure's name servers within a minute; nothing tells when.
    @Override
    public boolean inSync(String receipt) {
        return true;
    }

    /// Rights are by type here, so that one set of each is tried; a type that the zone does
    /// not have yet cannot be.
    @Override
    public Proof prove(Name zone, Set<RecordKey> keys) {
        Name apex = zone.canonicalize();
        try {
            AzureZone now = list(apex);
            Observed live = now.observed(keys);
            Proof proof = Proof.read(apex.toString());
            var tried = new TreeSet<Integer>();
            for (Map.Entry<RecordKey, ObservedSet> set : live.sets().entrySet()) {
                RecordKey key = set.getKey();
                if (tried.add(key.type())) {
                    proof =
                            new HarmlessWrite(
                                            "a write of "
                                                    + key
                                                    + " as it is, if it were another version",
                                            answer -> answer.status() == 412,
                                            answer -> api.writeFailure(key, answer))
                                    .proof(
                                            proof,
                                            api.put(
                                                    apex,
                                                    key,
                                                    Optional.of(NO_VERSION),
                                                    AzureConvert.write(
                                                            set.getValue().set(),
                                                            now.metadata(key))));
                }
            }
            List<String> rest =
                    keys.stream()
                            .filter(key -> !tried.contains(key.type()))
                            .map(RecordKey::typeName)
                            .distinct()
                            .sorted()
                            .toList();
            return rest.isEmpty()
                    ? proof
                    : proof.and(
                            Proof.Subject.WRITE,
                            Proof.State.OPEN,
                            "no set to try a write of " + String.join(", ", rest));
        } catch (ProviderException e) {
            return Proof.unread(e);
        } catch (AzureConvert.Unsupported e) {
            return Proof.read(apex.toString())
                    .and(Proof.Subject.WRITE, Proof.State.OPEN, message(e));
        }
    }

    @Override
    public void close() {
        api.http().close();
    }

    private static Outcome.Rejected rejected(FailureKind kind, String reason) {
        return new Outcome.Rejected(kind, reason, Optional.empty());
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
