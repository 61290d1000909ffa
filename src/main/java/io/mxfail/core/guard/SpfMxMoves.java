package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.plan.Mode;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `mx` and `a` in an SPF record follow the records that a switch changes (RFC 7208, sections 5.3
/// and 5.4): hosts that may send today may not any more once the MX has moved. Every address of the
/// present mail hosts is evaluated before and after.
final class SpfMxMoves implements Rule {
    @Override
    public String id() {
        return "SPF-MX-MOVES";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        if (situation.task().to().isEmpty() || situation.task().mode() == Mode.BREACH) {
            // nothing moves, or the old hosts shall lose their right
            return List.of();
        }
        return situation.domains().stream()
                .flatMap(domain -> finding(situation, domain).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain) {
        var lost = new ArrayList<String>();
        var terms = new ArrayList<String>();
        MailDns now = situation.names().dns().before();
        MailDns then = situation.names().dns().after();
        for (MXRecord mx : domain.transition().mxBefore()) {
            for (String address : now.addresses(mx.getTarget())) {
                SpfVerdict before = now.spf(address, domain.name()).orElseThrow();
                SpfVerdict after = then.spf(address, domain.name()).orElseThrow();
                if (before.result() == SpfResult.PASS
                        && after.result() != SpfResult.PASS
                        && after.result() != SpfResult.TEMPERROR) {
                    lost.add(address);
                    before.matched().filter(m -> !terms.contains(m)).ifPresent(terms::add);
                }
            }
        }
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        Name name = domain.name();
        Say say =
                Say.domain(this, situation, name, name + " TXT", "RFC 7208, sections 5.3 and 5.4");
        return Optional.of(
                say.warn(
                        "`"
                                + String.join("`, `", terms)
                                + "` in the SPF record of "
                                + name.toString(true)
                                + " means other hosts after the switch: "
                                + Say.some(lost)
                                + " may send now, and may not then",
                        "where they still send, add "
                                + Say.some(lost.stream().map(SpfSender::term).toList())
                                + " to `spf` of "
                                + (situation.task().profile().site(domain.from()).isPresent()
                                        ? "site " + domain.from()
                                        : "the site that sends from there")));
    }
}
