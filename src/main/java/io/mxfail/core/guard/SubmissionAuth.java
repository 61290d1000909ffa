package io.mxfail.core.guard;

import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A relay does not let the profile's user in: applications with those credentials cannot send
/// once its site is active.
final class SubmissionAuth implements Rule {
    @Override
    public String id() {
        return "SUBMISSION-AUTH";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (RelayProbe relay : RelayFacts.of(situation)) {
            List<String> facts = RelayFacts.at(relay, SubmissionAuth::fact);
            worst(relay).ifPresent(w -> findings.add(finding(situation, relay, w, facts)));
        }
        return findings;
    }

    private static Optional<Authentication.Status> worst(RelayProbe relay) {
        return relay.addresses().stream()
                .filter(address -> fact(address).isPresent())
                .map(address -> address.authentication().status())
                .max(Comparator.naturalOrder());
    }

    private static Optional<String> fact(RelayAddress address) {
        Authentication seen = address.authentication();
        return switch (seen.status()) {
            case REFUSED, NOT_OFFERED, DEFERRED, UNSUPPORTED, NO_SECRET ->
                    Optional.of(seen.detail());
            // why the conversation ended, or the certificate does not hold, is told by other rules
            case ACCEPTED, NOT_WANTED, NOT_REACHED, WITHHELD -> Optional.empty();
        };
    }

    private Finding finding(
            Situation situation,
            RelayProbe relay,
            Authentication.Status worst,
            List<String> facts) {
        Say say = RelayFacts.say(this, situation, relay, "RFC 4954, section 6");
        String site = relay.site();
        String who = RelayFacts.who(relay);
        String check = "`mxfail check --site " + site + "`";
        String seen = Say.some(facts);
        return switch (worst) {
            case REFUSED, NOT_OFFERED ->
                    say.crit(
                            who + " does not let `submission.user` in: " + seen,
                            "correct `user` and `password` under `submission` of site "
                                    + site
                                    + ", or have the account opened; then "
                                    + check);
            case DEFERRED -> say.warn(who + " puts the login off: " + seen, "wait, then " + check);
            case NO_SECRET ->
                    say.unknown(
                            who + " was not asked to log in: " + seen,
                            "make the secret available to this command, then " + check);
            case UNSUPPORTED, ACCEPTED, NOT_WANTED, NOT_REACHED, WITHHELD ->
                    say.unknown(
                            who + " was not asked to log in: " + seen,
                            "try the login with the application's own client");
        };
    }
}
