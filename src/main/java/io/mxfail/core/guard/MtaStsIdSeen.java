package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MtaStsId;
import io.mxfail.core.mail.MtaStsRecord;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.Mode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// With `mta-sts: {policy: bump}`, the published id and the policy that is served do not belong
/// together, or come together only with the switch itself: senders look for a new policy when they
/// see a new id, and not before (RFC 8461, sections 5.1 and 8.1).
///
/// A planned switch waits until the new id is seen. In an emergency it does not: the hazard
/// OLD-MTASTS-CACHED says whose mail comes later, and until when.
final class MtaStsIdSeen implements Rule {
    private static final String REFERENCE = "RFC 8461, section 8.1";

    @Override
    public String id() {
        return "MTASTS-ID";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .filter(domain -> domain.transition().view().policyRecord().isPresent())
                .flatMap(domain -> finding(situation, domain).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain) {
        String record = MailDns.policyRecord(domain.name()).toString(true);
        Say say = Say.domain(this, situation, domain.name(), record, REFERENCE);
        Optional<String> served = MtaStsPolicies.text(situation, domain.name()).map(MtaStsId::of);
        Optional<String> after = domain.transition().policyIdAfter();
        if (after.isEmpty()) {
            return elsewhere(situation, domain)
                    ? Optional.of(
                            say.warn(
                                    record
                                            + " is an alias, so that its id is not in this zone and"
                                            + " not mxfail's to write",
                                    "publish "
                                            + ToPublish.txt(
                                                    MailDns.policyRecord(domain.name()),
                                                    MtaStsRecord.text(
                                                            served.orElse(
                                                                    MtaStsFile.id(situation))))
                                            + " in its place, or leave the id to whom it leads:"
                                            + " `mta-sts: {policy: check}`"))
                    : Optional.empty();
        }
        if (served.isEmpty()) {
            // MTASTS-BROKEN says why
            return Optional.empty();
        }
        if (!after.equals(served)) {
            return Optional.of(astray(situation, say, record, after.get()));
        }
        return waits(situation, domain).map(until -> unseen(situation, domain, say, record, until));
    }

    private static boolean elsewhere(Situation situation, DomainCase domain) {
        return situation.names().dns().before().mtaSts(domain.name())
                instanceof Published.Valid<MtaStsRecord>;
    }

    private static Finding astray(Situation situation, Say say, String record, String id) {
        return say.warn(
                "the id at "
                        + record
                        + (MtaStsId.isOne(id)
                                ? " stands for another policy than is served: senders that"
                                        + " remember that one do not ask for this one"
                                : " was not written by mxfail, so that nobody knows whether it"
                                        + " stands for the policy that is served"),
                "`mxfail prepare --to "
                        + situation.task().to().orElse("SITE")
                        + "` writes the id of the policy that is served");
    }

    /// Until when the new id may not be seen, where mail moves before that and there is time to
    /// wait.
    private static Optional<Instant> waits(Situation situation, DomainCase domain) {
        Instant now = situation.task().now();
        boolean planned =
                situation.task().to().isPresent() && situation.task().mode() == Mode.PLANNED;
        return planned && !domain.transition().oldMx().isZero()
                ? domain.transition()
                        .oldPolicyId()
                        .map(now::plus)
                        .or(() -> domain.past().policyUnseen().filter(now::isBefore))
                : Optional.empty();
    }

    private static Finding unseen(
            Situation situation, DomainCase domain, Say say, String record, Instant until) {
        Instant end = until.truncatedTo(ChronoUnit.SECONDS);
        boolean written = domain.transition().oldPolicyId().isEmpty();
        boolean foreign =
                domain.transition().policyIdBefore().filter(id -> !MtaStsId.isOne(id)).isPresent();
        return say.crit(
                "senders that remember the former MTA-STS policy may not see the new id at "
                        + record
                        + (written ? " before " + end : " before its TTL has passed")
                        + ", and hold mail for the new hosts back"
                        + (foreign
                                ? " (the id there was not written by mxfail, so that nobody knows"
                                        + " which policy it stood for)"
                                : ""),
                (written
                                ? "switch after "
                                : "`mxfail prepare --to "
                                        + situation.task().to().orElseThrow()
                                        + "` writes it now; then switch after ")
                        + end);
    }
}
