package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Mixtures of old and new TLSA records with old and new mail hosts. A sender that uses DANE holds
/// mail back where no record of the set that it sees fits the certificate that it is shown (RFC
/// 7672, section 2.1), so that records must be published long before a certificate and stay as long
/// as it (RFC 7671, section 8.1).
///
/// The hazard is `TLSA-MIXED`: old records are cached for a host whose certificate they do not fit,
/// or new ones are seen for a host that mail still comes to by an old MX or address. Records are
/// taken away in a breach alone, where nothing shall come to the old hosts.
///
/// That the new hosts fit the new records is no question of caches: rules compare them. Where it is
/// known that the zone is not signed there is no DANE (RFC 7672, section 2.2), and so no hazard.
final class TlsaHazards {
    private final DomainPlan plan;
    private final Transition transition;
    private final Hazards.Setting setting;
    private final List<Hazard> found = new ArrayList<>();

    private TlsaHazards(DomainPlan plan, Transition transition, Hazards.Setting setting) {
        this.plan = plan;
        this.transition = transition;
        this.setting = setting;
    }

    static List<Hazard> of(DomainPlan plan, Transition transition, Hazards.Setting setting) {
        if (setting.unsigned()) {
            return List.of();
        }
        var hazards = new TlsaHazards(plan, transition, setting);
        plan.changes().stream()
                .filter(change -> !change.ttlOnly())
                .forEach(change -> host(change.key()).ifPresent(host -> hazards.at(host, change)));
        return List.copyOf(hazards.found);
    }

    /// The mail host whose TLSA records a key holds.
    private static Optional<Name> host(RecordKey key) {
        Name name = key.name();
        boolean smtp =
                key.type() == Type.TLSA
                        && name.labels() > 3
                        && name.getLabelString(0).equalsIgnoreCase("_25")
                        && name.getLabelString(1).equalsIgnoreCase("_tcp");
        return smtp ? Optional.of(new Name(name, 2).canonicalize()) : Optional.empty();
    }

    private void at(Name host, Change change) {
        boolean before = targets(transition.states().getFirst()).contains(host);
        boolean after = targets(transition.states().getLast()).contains(host);
        boolean shared =
                change.recordsAfter().stream().anyMatch(now -> has(change.recordsBefore(), now));
        if (after) {
            staying(host, change, shared);
        } else if (before) {
            left(host, change, shared);
        }
    }

    /// A host that mail goes to after the switch.
    private void staying(Name host, Change change, boolean shared) {
        long address = oldAddress(host);
        boolean moves = address > 0;
        if (change.before().isPresent() && !shared && (moves || change.after().isPresent())) {
            mixed(
                    "senders whose resolver still holds the old TLSA records of "
                            + host
                            + " find none that fits its certificate",
                    Math.max(cached(change), moves && stays() ? address : 0),
                    change);
        } else if (moves && stays() && change.after().isPresent() && !shared) {
            mixed(
                    "senders whose resolver still holds the old address of "
                            + host
                            + " find no TLSA record that fits the certificate there",
                    address,
                    change);
        }
    }

    /// A host to which only an old MX still leads.
    private void left(Name host, Change change, boolean shared) {
        long mx = transition.oldMx().toSeconds();
        if (mx > 0 && !shared && stays() && change.after().isPresent()) {
            mixed(
                    "senders whose resolver still holds the old MX find no TLSA record that fits "
                            + host,
                    mx,
                    change);
        }
    }

    /// Whether mail that comes to the old hosts is welcome there; where it is not, another hazard
    /// says so.
    private boolean stays() {
        return setting.left() == Reception.TAKES && !setting.revoked();
    }

    /// Seconds for which caches may hold addresses of a host that the plan replaces; 0: none.
    private long oldAddress(Name host) {
        return plan.changes().stream()
                .filter(change -> change.key().name().equals(host) && !change.ttlOnly())
                .filter(change -> Claim.ADDRESS.contains(change.key().type()))
                .filter(change -> change.before().isPresent())
                .mapToLong(this::cached)
                .max()
                .orElse(0);
    }

    private long cached(Change change) {
        return transition.cached(change).toSeconds();
    }

    private void mixed(String who, long seconds, Change change) {
        found.add(
                new Hazard(
                        "TLSA-MIXED",
                        plan.domain(),
                        who,
                        Hazard.Effect.DELAY,
                        Duration.ofSeconds(seconds),
                        List.of(change.key())));
    }

    private static boolean has(List<Record> records, Record wanted) {
        return records.stream()
                .anyMatch(record -> record.rdataToString().equals(wanted.rdataToString()));
    }

    private Set<Name> targets(Map<RecordKey, RecordSet> state) {
        var targets = new TreeSet<Name>();
        Optional.ofNullable(state.get(transition.view().mx())).stream()
                .flatMap(set -> set.records().stream())
                .forEach(mx -> targets.add(((MXRecord) mx).getTarget().canonicalize()));
        return targets;
    }
}
