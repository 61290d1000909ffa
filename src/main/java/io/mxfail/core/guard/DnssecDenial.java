package io.mxfail.core.guard;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.propagation.ZoneSecurity.Verdict;

import java.util.List;
import java.util.stream.Stream;

/// A signed zone that does not prove what it says does not exist (RFC 4035, section 5.4): resolvers
/// that validate give no answer then, and a sender that gets none when it asks for TLSA records
/// defers the mail (RFC 7672, section 2.1.2).
final class DnssecDenial implements Rule {
    /// As many as one can read; all have the same cause.
    private static final int SHOWN = 3;

    @Override
    public String id() {
        return "DNSSEC-DENIAL";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return SecuredZones.of(situation).stream()
                .flatMap(
                        zone ->
                                zone.verdict()
                                                instanceof
                                                Verdict.Undenied(
                                                        List<String> faults,
                                                        boolean everywhere)
                                        ? Stream.of(finding(situation, zone, faults, everywhere))
                                        : Stream.<Finding>empty())
                .toList();
    }

    private Finding finding(
            Situation situation, SecuredZones.Zone zone, List<String> faults, boolean everywhere) {
        boolean pressing =
                situation.task().to().isPresent() && situation.task().mode() != Mode.PLANNED;
        String shown =
                String.join("; ", faults.stream().limit(SHOWN).toList())
                        + (faults.size() > SHOWN
                                ? "; and " + (faults.size() - SHOWN) + " more"
                                : "");
        return zone.say(this, situation, "RFC 4035, section 5.4")
                .as(
                        pressing || !everywhere ? Severity.WARN : Severity.CRIT,
                        zone.name()
                                + " does not prove what it lacks"
                                + (everywhere ? "" : " at some servers")
                                + ", so that senders which ask for TLSA records behind a resolver"
                                + " that validates defer mail: "
                                + shown
                                + zone.hosts(),
                        "sign the whole zone anew, its NSEC or NSEC3 chain included");
    }
}
