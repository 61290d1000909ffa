package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.TlsReporting;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;

/// A record at `_smtp._tls` that senders pass over: nobody reports that TLS fails (RFC 8460,
/// section 3).
final class TlsRptInvalid implements Rule {
    @Override
    public String id() {
        return "TLSRPT-INVALID";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .flatMap(domain -> finding(situation, domain).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain) {
        String name = "_smtp._tls." + domain.name().toString(true);
        Say say = Say.domain(this, situation, domain.name(), name, "RFC 8460, section 3");
        return switch (situation.names().dns().after().tlsReporting(domain.name())) {
            case Published.Valid<TlsReporting> _,
                    Published.Missing<TlsReporting> _,
                    Published.NoAnswer<TlsReporting> _ ->
                    Optional.empty();
            case Published.Several<TlsReporting>(int count) ->
                    Optional.of(
                            say.warn(
                                    count + " records at " + name + ": senders report nowhere",
                                    fix(situation, domain, "their")));
            case Published.Invalid<TlsReporting> _ ->
                    Optional.of(
                            say.warn(
                                    "senders cannot read the record at " + name,
                                    fix(situation, domain, "its")));
        };
    }

    /// The record with the addresses that it names, else with those of the DMARC reports: whoever
    /// reads these can read those.
    private static String fix(Situation situation, DomainCase domain, String whose) {
        MailDns dns = situation.names().dns().after();
        Name name = MailDns.reportsRecord(domain.name());
        List<String> texts = dns.texts(name).stream().filter(TlsReporting::isTlsReporting).toList();
        Optional<String> kept = Mended.tlsReporting(texts);
        Optional<String> borrowed =
                dns.dmarc(domain.name()).policy()
                                instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)
                        ? Mended.tlsReporting(policy.reports())
                        : Optional.empty();
        return kept.map(text -> "publish " + ToPublish.txt(name, text) + " in " + whose + " place")
                .or(
                        () ->
                                borrowed.map(
                                        text ->
                                                "publish "
                                                        + ToPublish.txt(name, text)
                                                        + " in "
                                                        + whose
                                                        + " place, which goes where DMARC reports"
                                                        + " go"))
                .orElse(
                        "take it away, or have it name where reports go: `v=TLSRPTv1; rua=` and a"
                                + " `mailto:` address of a domain that does not fail with this"
                                + " one");
    }
}
