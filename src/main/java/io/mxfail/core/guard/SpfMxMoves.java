package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.Mode;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// `mx` and `a` in an SPF record follow the records that a switch changes (RFC 7208, sections 5.3
/// and 5.4): hosts that may send today may not any more once the MX has moved. Every address of the
/// present mail hosts is evaluated before and after.
///
/// Every address that a site sends from is evaluated in the mixture between, too: by receivers that
/// know the new SPF record and still remember the old MX and addresses.
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
                .flatMap(
                        domain ->
                                Stream.concat(
                                        finding(situation, domain).stream(),
                                        meanwhile(situation, domain).stream()))
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
                                        : "the site that sends from there")
                                + record(situation, domain, lost)));
    }

    /// The record that lets the addresses send, where one does.
    private static String record(
            Situation situation, DomainCase domain, Collection<String> senders) {
        List<String> records = domain.transition().spfAfter();
        return records.size() != 1
                ? ""
                : Mended.with(records.getFirst(), senders.stream().map(SpfSender::term).toList())
                        .filter(text -> lets(situation, domain.name(), text, senders))
                        .map(
                                text ->
                                        ", so that the record is "
                                                + ToPublish.txt(domain.name(), text))
                        .orElse("");
    }

    private static boolean lets(
            Situation situation, Name name, String text, Collection<String> senders) {
        MailDns then = situation.names().dns().after().withText(name, text);
        return senders.stream()
                .flatMap(sender -> then.spf(sender, name).stream())
                .allMatch(verdict -> verdict.result() == SpfResult.PASS);
    }

    /// Addresses that pass in the end, and not while somebody remembers the records that move.
    private Optional<Finding> meanwhile(Situation situation, DomainCase domain) {
        MailDns then = situation.names().dns().after();
        MailDns now = situation.names().dns().before();
        Name name = domain.name();
        var late = new TreeSet<String>();
        var terms = new TreeSet<String>();
        domain.transition()
                .view()
                .sites()
                .values()
                .forEach(site -> site.senders().forEach(late::add));
        late.removeIf(
                address -> {
                    Optional<SpfVerdict> after = then.spf(address, name);
                    boolean fails =
                            after.filter(v -> v.result() == SpfResult.PASS).isPresent()
                                    && Stream.of(true, false)
                                            .map(oldMx -> then.worstFor(address, now, oldMx))
                                            .flatMap(mixed -> mixed.spf(address, name).stream())
                                            .map(SpfVerdict::result)
                                            .anyMatch(
                                                    r ->
                                                            r != SpfResult.PASS
                                                                    && r != SpfResult.TEMPERROR);
                    if (fails) {
                        after.flatMap(SpfVerdict::matched).ifPresent(terms::add);
                    }
                    return !fails;
                });
        if (late.isEmpty()) {
            return Optional.empty();
        }
        Say say =
                Say.domain(this, situation, name, name + " TXT", "RFC 7208, sections 5.3 and 5.4");
        return Optional.of(
                say.warn(
                        "receivers that remember the records before the switch, for up to "
                                + domain.transition().oldRoutes().toSeconds()
                                + " s, take `"
                                + String.join("`, `", terms)
                                + "` in the SPF record of "
                                + name.toString(true)
                                + " for the former hosts: "
                                + Say.some(late)
                                + " may not send until they forget them",
                        "add "
                                + Say.some(late.stream().map(SpfSender::term).toList())
                                + " to `spf` of the site that sends from there"
                                + record(situation, domain, late)
                                + ", and `mxfail prepare` before the switch"));
    }
}
