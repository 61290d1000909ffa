package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What senders do that remember the former MTA-STS policy.
final class PolicyHazards {
    private final Ends ends;
    private final List<Hazard> found = new ArrayList<>();

    private PolicyHazards(Ends ends) {
        this.ends = ends;
    }

    static List<Hazard> of(Ends ends) {
        var hazards = new PolicyHazards(ends);
        hazards.policy();
        return List.copyOf(hazards.found);
    }

    /// A policy that is remembered may not list the hosts that mail goes to now; senders ask
    /// for the new one once they see its id (RFC 8461, section 5.1).
    private void policy() {
        RecordKey mx = ends.transition().view().mx();
        boolean moves =
                ends.plan().changes().stream()
                        .filter(change -> change.key().equals(mx))
                        .anyMatch(change -> !newTargets().isEmpty());
        if (!moves) {
            return;
        }
        for (Change change : ends.plan().changes()) {
            boolean replaced =
                    change.tag().filter(TxtTag.MTA_STS::equals).isPresent()
                            && change.key()
                                    .name()
                                    .equals(MailDns.policyRecord(ends.plan().domain()))
                            && change.action() == Change.Action.REPLACE;
            if (replaced) {
                add(
                        "OLD-MTASTS-CACHED",
                        "senders that remember the former MTA-STS policy and do not see its new id"
                                + " yet may hold back mail for the new hosts",
                        Hazard.Effect.DELAY,
                        change.before().orElseThrow().ttl(),
                        List.of(change.key()));
            }
        }
    }

    private Set<Name> newTargets() {
        Set<Name> hosts = ends.hostsAfter();
        hosts.removeAll(ends.hostsBefore());
        return hosts;
    }

    private void add(
            String id, String who, Hazard.Effect effect, long seconds, List<RecordKey> sets) {
        found.add(ends.hazard(id, who, effect, seconds, sets));
    }
}
