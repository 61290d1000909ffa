package io.mxfail.core.guard;

import io.mxfail.core.propagation.ZoneSecurity.Ending;
import io.mxfail.core.propagation.ZoneSecurity.Verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Signatures of a zone that end soon: whatever signs it has stopped doing so, and in hours its
/// answers are taken for forged (RFC 6781, section 4.4.2).
final class DnssecExpiring implements Rule {
    @Override
    public String id() {
        return "DNSSEC-EXPIRING";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return SecuredZones.of(situation).stream()
                .flatMap(
                        zone ->
                                zone.verdict() instanceof Verdict.Sound(Optional<Ending> ends)
                                        ? ends
                                                .filter(end -> end.isSoon(situation.task().now()))
                                                .map(end -> finding(situation, zone, end))
                                                .stream()
                                        : java.util.stream.Stream.<Finding>empty())
                .toList();
    }

    private Finding finding(Situation situation, SecuredZones.Zone zone, Ending end) {
        long hours = Duration.between(situation.task().now(), end.end()).toHours();
        return zone.say(this, situation, "RFC 6781, section 4.4.2")
                .warn(
                        "the signature of "
                                + end.what()
                                + " ends at "
                                + end.end()
                                + ", "
                                + hours
                                + " h from now, and was not renewed"
                                + zone.hosts(),
                        "see why the zone is not signed anew (stopped signer, offline key, a file"
                                + " that nobody signs); after that moment it is DNSSEC-BOGUS");
    }
}
