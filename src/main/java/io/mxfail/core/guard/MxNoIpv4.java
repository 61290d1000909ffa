package io.mxfail.core.guard;

import io.mxfail.core.mail.MailHost;

import org.xbill.DNS.MXRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An MX set without a single IPv4 address: senders that have no IPv6 cannot deliver there (RFC
/// 3974, section 3).
final class MxNoIpv4 implements Rule {
    @Override
    public String id() {
        return "MX-NO-IPV4";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (MxSets set : MxSets.of(situation)) {
            List<Optional<MailHost>> hosts =
                    set.records().stream().map(mx -> MxSets.host(situation, mx)).toList();
            // a host of which nobody tells the addresses may well have the one that is missed
            boolean known = hosts.stream().allMatch(Optional::isPresent);
            boolean ipv4 =
                    hosts.stream()
                            .flatMap(Optional::stream)
                            .flatMap(host -> host.addresses().stream())
                            .anyMatch(address -> address.indexOf(':') < 0);
            if (known && !ipv4) {
                findings.add(finding(situation, set));
            }
        }
        return findings;
    }

    private Finding finding(Situation situation, MxSets set) {
        return set.say(this, situation, "RFC 3974, section 3")
                .warn(
                        "the MX set of "
                                + set.domain().name().toString(true)
                                + " ("
                                + Say.names(
                                        set.records().stream().map(MXRecord::getTarget).toList())
                                + ") has IPv6 addresses only: senders without IPv6 cannot reach it",
                        "have who runs one of its hosts give it an IPv4 address (A)");
    }
}
