package io.mxfail.adapter.route53;

import io.mxfail.core.dns.Impossible;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.Proof;

import software.amazon.awssdk.services.route53.model.ChangeBatch;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/// Shows by a change batch that cannot succeed that the key may write: every DELETE names data that
/// no zone holds, so that the service refuses the whole batch for its content. Whoever may not make
/// it hears of that first.
final class WriteProof {
    private static final long TTL = 60;

    private final Route53Api api;
    private final Deadline deadline;

    WriteProof(Route53Api api, Deadline deadline) {
        this.api = api;
        this.deadline = deadline;
    }

    Proof of(String id, Observed now) {
        Proof read = Proof.read(now.zone() + " (" + id + ")");
        var sets = new ArrayList<SetWrite>();
        for (RecordKey key : now.asked()) {
            Optional<RecordSet> set = Impossible.at(key, TTL);
            if (set.isPresent() && !now.set(key).equals(set)) {
                sets.add(new SetWrite(key, set.map(ObservedSet::of), set));
            }
        }
        if (sets.isEmpty()) {
            return read.and(Proof.Subject.WRITE, Proof.State.OPEN, "there is nothing to try");
        }
        ChangeBatch batch = ChangeBatches.of(new ZoneWrite(now.zone(), sets, Set.of()));
        try {
            api.write(
                    deadline,
                    client ->
                            client.changeResourceRecordSets(
                                    r -> r.hostedZoneId(id).changeBatch(batch)));
            return read.and(
                    Proof.Subject.WRITE,
                    Proof.State.OPEN,
                    "a change that should have been refused was taken: read the zone");
        } catch (Failure.Failed e) {
            return switch (e.failure().effect()) {
                case REFUSED_CONTENT ->
                        read.and(
                                Proof.Subject.WRITE,
                                Proof.State.PROVEN,
                                sets.size() + " sets tried by a change batch that cannot succeed");
                case NONE -> read.and(Proof.Subject.WRITE, Proof.State.REFUSED, e.failure().text());
                case NOT_NOW, OPEN ->
                        read.and(Proof.Subject.WRITE, Proof.State.OPEN, e.failure().text());
            };
        }
    }
}
