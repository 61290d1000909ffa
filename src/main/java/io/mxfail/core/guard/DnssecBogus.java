package io.mxfail.core.guard;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.propagation.ZoneSecurity.Verdict;

import java.util.List;
import java.util.Optional;

/// A zone whose signatures do not hold: resolvers that validate take its answers for forged and
/// give none (RFC 4035, section 5.5), so that mail of the domain, or to the host, is delayed and
/// in the end returned.
///
/// In an emergency it does not hold a switch back: who cannot resolve the domain cannot deliver
/// either way.
final class DnssecBogus implements Rule {
    private static final String REMEDY =
            "sign the zone anew with a key that the parent's DS names, or have the DS taken out at"
                    + " the registrar and wait for its TTL";

    @Override
    public String id() {
        return "DNSSEC-BOGUS";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return SecuredZones.of(situation).stream()
                .flatMap(zone -> finding(situation, zone).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, SecuredZones.Zone zone) {
        boolean pressing =
                situation.task().to().isPresent() && situation.task().mode() != Mode.PLANNED;
        return switch (zone.verdict()) {
            case Verdict.Bogus(List<String> faults, boolean everywhere) ->
                    Optional.of(
                            zone.say(this, situation, "RFC 4035, section 5.5")
                                    .as(
                                            pressing || !everywhere ? Severity.WARN : Severity.CRIT,
                                            "resolvers that validate take "
                                                    + zone.name()
                                                    + " for forged"
                                                    + (everywhere ? "" : " at some servers")
                                                    + ": "
                                                    + String.join("; ", faults)
                                                    + zone.hosts(),
                                            REMEDY));
            case Verdict.Doubted(List<String> resolvers) ->
                    Optional.of(
                            zone.say(this, situation, "RFC 4035, section 5.5")
                                    .warn(
                                            Say.some(resolvers)
                                                    + " takes "
                                                    + zone.name()
                                                    + " for forged (SERVFAIL, and an answer once"
                                                    + " validation is off); nothing seen from here"
                                                    + " explains it"
                                                    + zone.hosts(),
                                            "look at the chain above the zone, and whether that"
                                                    + " resolver remembers old data"));
            case Verdict.Sound _,
                    Verdict.Undenied _,
                    Verdict.Unsigned _,
                    Verdict.Unsupported _,
                    Verdict.Unknown _ ->
                    Optional.empty();
        };
    }
}
