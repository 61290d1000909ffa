package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.List;

/// A null MX beside others. It must stand alone (RFC 7505, section 3); what senders make of
/// it nobody can say.
final class NullMxMixed implements Rule {
    @Override
    public String id() {
        return "NULL-MX-MIXED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .filter(NullMxMixed::applies)
                .map(
                        domain ->
                                Say.domain(
                                                this,
                                                situation,
                                                domain.name(),
                                                domain.name() + " MX",
                                                "RFC 7505, section 3")
                                        .crit(
                                                domain.name()
                                                        + " would have the null MX `.` beside other"
                                                        + " MX records",
                                                "take the entry with the host `.` out of `mx`"))
                .toList();
    }

    private static boolean applies(DomainCase domain) {
        List<MXRecord> mx = domain.transition().mxAfter();
        return mx.size() > 1 && mx.stream().anyMatch(m -> m.getTarget().equals(Name.root));
    }
}
