package io.mxfail.core.guard;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A host so far back in an MX set that some senders never try it: they stop after five addresses
/// (Postfix' default; RFC 5321, section 5.1, asks for two).
final class MxMany implements Rule {
    private static final int TRIED = 5;

    @Override
    public String id() {
        return "MX-MANY";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return MxSets.of(situation).stream()
                .flatMap(set -> finding(situation, set).stream())
                .toList();
    }

    /// Hosts of one preference are tried in any order, so that only what all senders try before
    /// counts.
    private Optional<Finding> finding(Situation situation, MxSets set) {
        var beyond = new ArrayList<Name>();
        for (MXRecord mx : set.records()) {
            int before =
                    set.records().stream()
                            .filter(better -> better.getPriority() < mx.getPriority())
                            .mapToInt(better -> addresses(situation, better))
                            .sum();
            if (before >= TRIED) {
                beyond.add(mx.getTarget());
            }
        }
        return beyond.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        set.say(this, situation, "RFC 5321, section 5.1")
                                .warn(
                                        Say.names(beyond)
                                                + " come"
                                                + (beyond.size() == 1 ? "s" : "")
                                                + " after "
                                                + TRIED
                                                + " or more addresses in the MX set of "
                                                + set.domain().name().toString(true)
                                                + ": many senders do not try so many",
                                        "let fewer hosts or addresses stand before "
                                                + (beyond.size() == 1 ? "it" : "them")
                                                + " in `mx` of site "
                                                + set.site()));
    }

    private static int addresses(Situation situation, MXRecord mx) {
        return MxSets.host(situation, mx).map(host -> host.addresses().size()).orElse(0);
    }
}
