package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An address that a site really sends from, and that the SPF record does not authorise: its mail
/// is marked or refused (RFC 7208, section 8). Every address under `senders` is evaluated as a
/// receiver would, against the record that the plan leaves.
final class SpfSender implements Rule {
    @Override
    public String id() {
        return "SPF-SENDER";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            domain.transition()
                    .view()
                    .sites()
                    .forEach(
                            (site, records) -> {
                                if (!situation.isRevoked(site)) {
                                    records.senders()
                                            .forEach(
                                                    sender ->
                                                            finding(situation, domain, site, sender)
                                                                    .ifPresent(findings::add));
                                }
                            });
        }
        return findings;
    }

    private Optional<Finding> finding(
            Situation situation, DomainCase at, String site, String sender) {
        Name domain = at.name();
        Optional<SpfVerdict> verdict = situation.names().dns().after().spf(sender, domain);
        if (verdict.isEmpty() || verdict.get().result() == SpfResult.PASS) {
            return Optional.empty();
        }
        Say say = Say.domainAt(this, situation, domain, site, sender, "RFC 7208, section 8");
        String after = situation.task().to().isPresent() ? " after the switch" : "";
        String message =
                site
                        + " sends from "
                        + sender
                        + ", and the SPF record of "
                        + domain.toString(true)
                        + " says "
                        + verdict.get().result().word()
                        + " to it"
                        + after
                        + verdict.get().matched().map(m -> " (by " + m + ")").orElse("")
                        + verdict.get().reason().map(r -> ": " + r).orElse("");
        if (verdict.get().result() == SpfResult.TEMPERROR) {
            return Optional.of(say.unknown(message, "check again when its name servers answer"));
        }
        String fix =
                "add "
                        + term(sender)
                        + " to `spf` of site "
                        + site
                        + ", so that the record is "
                        + record(at, sender)
                        + ", or take the address out of its `senders`";
        return Optional.of(
                at.transition().ownsSpf() ? say.crit(message, fix) : say.warn(message, fix));
    }

    /// The term that authorises one address.
    static String term(String address) {
        return (address.indexOf(':') >= 0 ? "ip6:" : "ip4:") + address;
    }

    /// The record that lets the address send.
    private static String record(DomainCase at, String sender) {
        List<String> records = at.transition().spfAfter();
        return ToPublish.txt(
                at.name(),
                (records.size() == 1
                                ? Mended.with(records.getFirst(), List.of(term(sender)))
                                : Mended.spf(records)
                                        .flatMap(one -> Mended.with(one, List.of(term(sender)))))
                        .orElse("v=spf1 " + term(sender) + " ~all"));
    }
}
