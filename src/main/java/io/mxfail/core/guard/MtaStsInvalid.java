package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MtaStsRecord;
import io.mxfail.core.mail.Published;

import java.util.List;
import java.util.Optional;

/// A record at `_mta-sts` that senders pass over: they treat the domain as one without a policy
/// (RFC 8461, section 3.1), but go on with the one that they remember.
final class MtaStsInvalid implements Rule {
    @Override
    public String id() {
        return "MTASTS-INVALID";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .flatMap(domain -> finding(situation, domain).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain) {
        String name = "_mta-sts." + domain.name().toString(true);
        Say say = Say.domain(this, situation, domain.name(), name, "RFC 8461, section 3.1");
        return switch (situation.names().dns().after().mtaSts(domain.name())) {
            case Published.Valid<MtaStsRecord> _, Published.Missing<MtaStsRecord> _ ->
                    Optional.empty();
            case Published.Several<MtaStsRecord>(int count) ->
                    Optional.of(
                            say.warn(
                                    count
                                            + " records of MTA-STS at "
                                            + name
                                            + ": senders follow"
                                            + " none",
                                    MtaStsFile.fix(situation, domain, "their")));
            case Published.Invalid<MtaStsRecord> _ ->
                    Optional.of(
                            say.warn(
                                    "senders cannot read the record at " + name,
                                    MtaStsFile.fix(situation, domain, "its")));
            case Published.NoAnswer<MtaStsRecord>(String detail) ->
                    Optional.of(
                            say.unknown(
                                    "no answer for the record at " + name + ": " + detail,
                                    "check again when its name servers answer"));
        };
    }
}
