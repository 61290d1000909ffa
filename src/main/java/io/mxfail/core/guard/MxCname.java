package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.Use;
import io.mxfail.core.mail.MailHost;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;

/// An MX that is an alias. The name in an MX record must have an address of its own (RFC 2181,
/// section 10.3); some senders refuse it. In a zone of the run it can be put right and is critical,
/// elsewhere it is another's choice and a warning.
final class MxCname implements Rule {
    @Override
    public String id() {
        return "MX-CNAME";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .mailHosts()
                .forEach(
                        (host, use) -> {
                            MailHost known = situation.names().hosts().get(host);
                            if (known != null && known.aliased()) {
                                findings.add(finding(situation, host, use, known));
                            }
                        });
        return findings;
    }

    private Finding finding(Situation situation, Name host, Use use, MailHost known) {
        boolean ours =
                situation.domains().stream()
                        .anyMatch(d -> host.subdomain(d.transition().view().zone()));
        String message =
                "the MX "
                        + host.toString(true)
                        + Say.for_(use.domains())
                        + " is an alias (CNAME)"
                        + (known.addresses().isEmpty() ? "" : " of " + Say.some(known.addresses()));
        Say say =
                Say.host(
                        this,
                        situation,
                        use.site(),
                        use.domains(),
                        host.toString(),
                        "RFC 2181, section 10.3");
        return ours
                ? say.crit(
                        message,
                        known.addresses().isEmpty()
                                ? "give it addresses of its own in place of the alias, or name its"
                                        + " target in `mx`"
                                : "publish "
                                        + ToPublish.all(
                                                known.addresses().stream()
                                                        .map(a -> ToPublish.address(host, a))
                                                        .toList())
                                        + " in place of the CNAME, or name its target in `mx`")
                : say.warn(message, "ask whoever runs it for a name with addresses of its own");
    }
}
