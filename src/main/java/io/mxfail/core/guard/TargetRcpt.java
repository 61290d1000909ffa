package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.Verdict;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A recipient that the profile says exists is refused: after a switch its mail would be returned
/// at once, and nobody could bring it back (RFC 5321, section 4.2.1).
final class TargetRcpt implements Rule {
    @Override
    public String id() {
        return "TARGET-RCPT";
    }

    /// What several addresses may have in common, so that it is said once.
    private record Refusal(Name domain, String recipient, Verdict verdict) {}

    private record Reply(List<String> addresses, RecipientResult first) {}

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (String site : situation.candidates()) {
            situation
                    .probes()
                    .site(site)
                    .ifPresent(
                            report ->
                                    refusals(report)
                                            .forEach(
                                                    (refusal, reply) ->
                                                            findings.add(
                                                                    finding(
                                                                            situation, site,
                                                                            refusal, reply))));
        }
        return findings;
    }

    private static Map<Refusal, Reply> refusals(SiteReport site) {
        var refusals = new LinkedHashMap<Refusal, Reply>();
        for (HostReport host : site.hosts()) {
            for (AddressReport address : host.addresses()) {
                for (RecipientResult result : address.probe().recipients()) {
                    if (!result.recipient().invented() && result.verdict().isRefusal()) {
                        var refusal =
                                new Refusal(
                                        result.recipient().domain(),
                                        result.recipient().address(),
                                        result.verdict());
                        refusals.computeIfAbsent(refusal, _ -> new Reply(new ArrayList<>(), result))
                                .addresses()
                                .add(
                                        host.host().toString(true)
                                                + " ("
                                                + address.probe().endpoint()
                                                + ")");
                    }
                }
            }
        }
        return refusals;
    }

    private Finding finding(Situation situation, String site, Refusal refusal, Reply reply) {
        String domain = refusal.domain().toString(true);
        boolean atRcpt = reply.first().stage() == Stage.RCPT;
        String what =
                switch (refusal.verdict()) {
                    case REFUSED_RELAY -> "relay denied";
                    case REFUSED_UNKNOWN_USER -> "unknown user";
                    case REFUSED,
                            NOT_ASKED,
                            ACCEPTED,
                            INCONCLUSIVE,
                            REFUSED_PROBE,
                            GREYLISTED,
                            NO_ANSWER,
                            TEMPFAIL ->
                            atRcpt ? "refused" : "refused at " + reply.first().stage().label();
                };
        String again = "; then `mxfail check --site " + site + "`";
        String fix =
                switch (refusal.verdict()) {
                    case REFUSED_RELAY ->
                            "make "
                                    + site
                                    + " accept mail for "
                                    + domain
                                    + " as one of its domains";
                    case REFUSED_UNKNOWN_USER ->
                            "create "
                                    + refusal.recipient()
                                    + " at "
                                    + site
                                    + ", or correct `checks.recipients`";
                    case REFUSED,
                            NOT_ASKED,
                            ACCEPTED,
                            INCONCLUSIVE,
                            REFUSED_PROBE,
                            GREYLISTED,
                            NO_ANSWER,
                            TEMPFAIL ->
                            "ask whoever runs " + site + " why it refuses";
                };
        return Say.domainAt(
                        this,
                        situation,
                        refusal.domain(),
                        site,
                        refusal.recipient(),
                        "RFC 5321, section 3.6.2")
                .crit(
                        what
                                + " for "
                                + refusal.recipient()
                                + " at "
                                + Say.some(reply.addresses())
                                + ": "
                                + reply.first().reply(),
                        fix + again);
    }
}
