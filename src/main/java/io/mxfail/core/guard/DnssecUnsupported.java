package io.mxfail.core.guard;

import io.mxfail.core.propagation.ZoneSecurity.Verdict;

import java.util.List;

/// A zone that is signed in a way which resolvers do not know: they treat it as unsigned (RFC 4035,
/// section 5.2), so that DANE, too, protects nothing.
final class DnssecUnsupported implements Rule {
    @Override
    public String id() {
        return "DNSSEC-UNSUPPORTED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return SecuredZones.of(situation).stream()
                .flatMap(
                        zone ->
                                zone.verdict() instanceof Verdict.Unsupported(String algorithms)
                                        ? java.util.stream.Stream.of(
                                                finding(situation, zone, algorithms))
                                        : java.util.stream.Stream.<Finding>empty())
                .toList();
    }

    private Finding finding(Situation situation, SecuredZones.Zone zone, String algorithms) {
        return zone.say(this, situation, "RFC 8624, section 3")
                .warn(
                        "the parent vouches for "
                                + zone.name()
                                + " only by "
                                + algorithms
                                + ", which resolvers do not know: they take it for unsigned"
                                + zone.hosts(),
                        "sign with ECDSA P-256 (algorithm 13) and have the registrar take a DS by"
                                + " SHA-256"
                                + " (digest 2)");
    }
}
