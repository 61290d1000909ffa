package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.mail.MtaStsPolicy;
import io.mxfail.core.plan.Mode;

import java.util.List;
import java.util.Optional;

/// DNS says that the domain has an MTA-STS policy, and senders cannot get it (RFC 8461, sections
/// 3.2 and 3.3): new ones treat the domain as one without, others go on with the one they remember.
///
/// With `policy: bump` its id stays as it is then; a planned switch, which could not tell
/// senders of a policy that lists the new hosts, is blocked.
final class MtaStsBroken implements Rule {
    @Override
    public String id() {
        return "MTASTS-BROKEN";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .flatMap(domain -> finding(situation, domain).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain) {
        String host = MailDns.policyHost(domain.name()).toString(true);
        boolean bump = domain.transition().view().policyRecord().isPresent();
        var task = situation.task();
        Finding.Severity severity =
                bump && task.to().isPresent() && task.mode() == Mode.PLANNED
                        ? Finding.Severity.CRIT
                        : Finding.Severity.WARN;
        String end = bump && task.to().isPresent() ? "; the id of the record stays as it is" : "";
        Say say = Say.domain(this, situation, domain.name(), host, "RFC 8461, section 3.3");
        return Optional.ofNullable(situation.names().dns().policies().get(domain.name()))
                .flatMap(
                        fetched ->
                                switch (fetched) {
                                    case MtaStsFetched.Failed(String reason) ->
                                            Optional.of(
                                                    say.as(
                                                            severity,
                                                            "the policy host "
                                                                    + host
                                                                    + " "
                                                                    + reason
                                                                    + end,
                                                            "serve the policy at https://"
                                                                    + host
                                                                    + "/.well-known/mta-sts.txt,"
                                                                    + " with a certificate for that"
                                                                    + " name"));
                                    // MTASTS-INVALID tells
                                    case MtaStsFetched.Unannounced _ -> Optional.<Finding>empty();
                                    case MtaStsFetched.Served(String text) ->
                                            broken(
                                                    say,
                                                    severity,
                                                    host + ": ",
                                                    end,
                                                    MtaStsPolicy.parse(text),
                                                    bump
                                                            ? MtaStsFile.serve(situation, domain)
                                                            : MtaStsFile.whole(situation, domain));
                                });
    }

    private static Optional<Finding> broken(
            Say say,
            Finding.Severity severity,
            String host,
            String end,
            MtaStsPolicy.Reading reading,
            String fix) {
        return switch (reading) {
            case MtaStsPolicy.Good _ -> Optional.empty();
            case MtaStsPolicy.Bad(String reason) ->
                    Optional.of(
                            say.as(
                                    severity,
                                    "senders ignore the policy at " + host + reason + end,
                                    fix));
        };
    }
}
