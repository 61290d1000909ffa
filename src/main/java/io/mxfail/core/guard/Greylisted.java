package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Greylisting;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Verdict;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// A host that puts off whom it does not know (RFC 6647). Senders come back, so that nothing is
/// lost, but after a switch all of them are strangers to it: mail is late for some minutes, and
/// whether it takes a recipient shows only the second time.
final class Greylisted implements Rule {
    @Override
    public String id() {
        return "GREYLISTED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return HostFacts.of(situation, address -> fact(address, Verdict.GREYLISTED)).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 6647, section 2")
                                        .warn(
                                                "puts off whom it does not know: " + host.text(),
                                                again(
                                                                situation,
                                                                host.site(),
                                                                putOff(situation, host))
                                                        + "; for a switch, turn it off there"))
                .toList();
    }

    /// An invented name is another at every look, and so always a stranger.
    private static boolean counts(RecipientResult result) {
        return result.verdict() != Verdict.GREYLISTED || !result.recipient().invented();
    }

    private static List<RecipientResult> putOff(Situation situation, HostFacts host) {
        return situation.probes().site(host.site()).stream()
                .flatMap(report -> report.hosts().stream())
                .filter(report -> report.host().equals(host.host()))
                .flatMap(report -> report.addresses().stream())
                .flatMap(address -> address.probe().recipients().stream())
                .filter(result -> result.verdict() == Verdict.GREYLISTED)
                .toList();
    }

    /// When a second question counts, and how to ask it.
    static String again(Situation situation, String site, List<RecipientResult> putOff) {
        Duration delay = Greylisting.delay(putOff).orElse(Greylisting.USUAL);
        String check = "mxfail check --site " + site;
        return "from "
                + situation.task().now().plus(delay).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)
                + " on it counts to ask again: `"
                + check
                + "`; to have it wait and ask: `"
                + check
                + " --wait "
                + Math.ceilDiv(delay.toSeconds() + 1, 60)
                + "m`";
    }

    /// The first reply that was read so.
    static Optional<String> fact(AddressProbe address, Verdict verdict) {
        return address.recipients().stream()
                .filter(result -> result.verdict() == verdict)
                .filter(result -> counts(result))
                .map(result -> "answers " + result.reply() + " (" + result.stage().label() + ")")
                .findFirst();
    }
}
