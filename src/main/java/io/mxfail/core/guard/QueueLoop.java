package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.profile.Site;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A host that only queues would find itself the best MX. A relay drops its own level and all worse
/// ones (RFC 5321, section 5.1), and with nothing left it returns the mail: "loops back to myself".
/// Without a fixed route, some MX of the final site must be strictly better than every queue host.
final class QueueLoop implements Rule {
    @Override
    public String id() {
        return "QUEUE-LOOP";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (Site queue : situation.task().profile().sites().values()) {
                if (queue.role().kind() == Site.Kind.QUEUE && !queue.role().staticRoute()) {
                    finding(situation, domain, queue).ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain, Site queue) {
        Set<Name> last = queue.role().forwardsTo().map(domain::hostsOf).orElse(Set.of());
        Set<Name> hosts = domain.hostsOf(queue.name());
        List<MXRecord> exchangers = domain.transition().mxAfter();
        List<MXRecord> queues =
                exchangers.stream()
                        .filter(mx -> hosts.contains(host(mx)) && !last.contains(host(mx)))
                        .toList();
        OptionalInt bestQueue = queues.stream().mapToInt(MXRecord::getPriority).min();
        OptionalInt bestLast =
                exchangers.stream()
                        .filter(mx -> last.contains(host(mx)))
                        .mapToInt(MXRecord::getPriority)
                        .min();
        if (bestQueue.isEmpty()
                || (bestLast.isPresent() && bestLast.getAsInt() < bestQueue.getAsInt())) {
            return Optional.empty();
        }
        String final_ = queue.role().forwardsTo().orElse("its final site");
        return Optional.of(
                Say.domain(
                                this,
                                situation,
                                domain.name(),
                                domain.name() + " MX",
                                "RFC 5321, section 5.1")
                        .crit(
                                Say.names(queues.stream().map(QueueLoop::host).toList())
                                        + " only queues for "
                                        + final_
                                        + ", and no MX of "
                                        + final_
                                        + " is better than "
                                        + bestQueue.getAsInt()
                                        + ": it would find itself the best MX and return the mail",
                                "keep an MX of "
                                        + final_
                                        + " at a lower preference in `mx` of "
                                        + queue.name()
                                        + ", or say `route: static` if it delivers by a fixed"
                                        + " route"));
    }

    private static Name host(MXRecord mx) {
        return mx.getTarget().canonicalize();
    }
}
