package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MailHost;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.plan.DomainView;

import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Asks DNS at once what rules will ask one after the other, so that they find the answers
/// remembered: addresses of mail hosts, TLSA records, wildcards, aliases, and what SPF terms lead
/// to.
final class AskAhead {
    private static final int AT_ONCE = 64;

    private final LiveAnswers answers;
    private final MailDns dns;

    AskAhead(LiveAnswers answers) {
        this.answers = answers;
        this.dns = new MailDns(answers);
    }

    void about(Collection<DomainView> domains) throws CommandFailure, InterruptedException {
        var questions = new ArrayList<Parallel.Task<Integer, Object>>();
        hosts(domains)
                .forEach(
                        host -> {
                            questions.add(_ -> MailHost.of(host, answers));
                            questions.add(_ -> tlsa(host));
                        });
        for (DomainView view : domains) {
            questions.add(_ -> dns.wildcardMx(view.name()));
            if (!view.name().equals(view.zone())) {
                questions.add(_ -> dns.alias(view.name()));
            }
            questions.add(
                    _ ->
                            Parallel.map(
                                    terms(view),
                                    AT_ONCE,
                                    term -> SpfCost.of(view.name(), "v=spf1 " + term, answers)));
        }
        Parallel.map(questions, AT_ONCE, question -> question.run(0));
    }

    private static Stream<Name> hosts(Collection<DomainView> domains) {
        return domains.stream()
                .flatMap(view -> view.sites().values().stream())
                .flatMap(records -> records.mx().stream())
                .map(mx -> mx.getTarget().canonicalize())
                .filter(host -> !host.equals(Name.root))
                .distinct();
    }

    private Object tlsa(Name host) {
        return dns.tlsa(host) instanceof Published.Valid ? dns.hasZoneKeys(host) : Optional.empty();
    }

    /// Every term on its own, since a record is evaluated from left to right and each look-up
    /// would wait for the one before: those of the sites, and those that are served.
    private List<String> terms(DomainView view) {
        return Stream.concat(
                        view.sites().values().stream()
                                .flatMap(site -> site.spf().stream())
                                .map(Object::toString),
                        served(view).flatMap(text -> List.of(text.split(" ")).stream().skip(1)))
                .filter(term -> !term.isEmpty())
                .distinct()
                .toList();
    }

    private Stream<String> served(DomainView view) {
        return answers.before().ask(view.spf()) instanceof DnsAnswer.Found(var set, _)
                ? set.records().stream()
                        .filter(TXTRecord.class::isInstance)
                        .map(TXTRecord.class::cast)
                        .filter(record -> TxtTag.of(record).equals(TxtTag.SPF))
                        .map(TxtText::of)
                : Stream.empty();
    }
}
