package io.mxfail.core.guard;

import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The relay that applications send through gives no service where its name will lead: what they
/// send waits, or is lost, since few of them queue.
final class SubmissionUnreachable implements Rule {
    private static final String REFERENCE = "RFC 6409, section 3.1";

    @Override
    public String id() {
        return "SUBMISSION-UNREACHABLE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (RelayProbe relay : RelayFacts.of(situation)) {
            finding(situation, relay).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> finding(Situation situation, RelayProbe relay) {
        Say say = RelayFacts.say(this, situation, relay, REFERENCE);
        String who = RelayFacts.who(relay);
        String check = "`mxfail check --site " + relay.site() + "`";
        return switch (relay.resolution()) {
            case NO_ADDRESS ->
                    Optional.of(
                            say.crit(
                                    who + " has no address",
                                    "have who runs it give it an address, or correct `records` or"
                                            + " `submission` of site "
                                            + relay.site()));
            case FAILED ->
                    Optional.of(
                            say.unknown(who + ": no server tells its address", check + " later"));
            case FOUND -> served(situation, relay, say, who, check);
        };
    }

    private static Optional<Finding> served(
            Situation situation, RelayProbe relay, Say say, String who, String check) {
        List<String> silent = RelayFacts.at(relay, SubmissionUnreachable::fact);
        if (silent.isEmpty()) {
            return Optional.empty();
        }
        String message = who + " gives no service: " + Say.some(silent);
        boolean here =
                relay.addresses().stream()
                        .filter(address -> fact(address).isPresent())
                        .allMatch(address -> isHere(situation, address));
        if (here) {
            return Optional.of(
                    say.unknown(message, check + " from a machine that can reach the relay"));
        }
        String fix = "start the relay or open its firewall, then " + check;
        return Optional.of(
                silent.size() == relay.addresses().size()
                        ? say.crit(message, fix)
                        : say.warn(message + "; its other addresses do", fix));
    }

    private static boolean isHere(Situation situation, RelayAddress address) {
        return address.contact().failedHere()
                || (address.contact() != Contact.CONNECTED
                        && address.isAtOneOf(situation.probes().blockedPorts()));
    }

    private static Optional<String> fact(RelayAddress address) {
        return switch (address.contact()) {
            case CONNECTED ->
                    address.refusal().map(step -> step.stage().label() + ": " + step.reply());
            case REFUSED -> Optional.of("refuses the connection");
            case TIMED_OUT -> Optional.of("takes no connection in time");
            case UNREACHABLE -> Optional.of("cannot be reached");
            case NO_ROUTE_HERE -> Optional.of("this machine has no route to it");
            case FAILED_HERE -> Optional.of("this machine could not connect");
        };
    }
}
