package io.mxfail.core.guard;

import java.util.List;
import java.util.Optional;

/// A test message came, but among junk: what the host that took it thinks of the sender,
/// people will not see.
final class CanaryJunk implements Rule {
    @Override
    public String id() {
        return "CANARY-JUNK";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.probes().canaries().stream()
                .flatMap(flown -> finding(situation, flown).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, CheckReport.Flown flown) {
        return flown.canary()
                .arrived()
                .flatMap(
                        arrived ->
                                arrived.junk()
                                        .map(
                                                folder ->
                                                        found(
                                                                situation,
                                                                flown,
                                                                folder,
                                                                arrived.verdicts().toString())));
    }

    private Finding found(
            Situation situation, CheckReport.Flown flown, String folder, String verdicts) {
        boolean inbound =
                switch (flown.canary().way()) {
                    case INBOUND -> true;
                    case OUTBOUND -> false;
                };
        return Say.domain(
                        this,
                        situation,
                        flown.domain(),
                        flown.canary().to(),
                        "docs/rules/CANARY-JUNK.md")
                .warn(
                        "the test message to "
                                + flown.canary().to()
                                + " came into "
                                + folder
                                + (verdicts.equals("{}") ? "" : " " + verdicts),
                        inbound
                                ? "let the filter there know `verify.delivery.from`, or look why it"
                                        + " takes a stranger's message for junk"
                                : "look at SPF, DKIM and DMARC of the message and at the standing"
                                      + " of the relay's addresses before much mail goes this way");
    }
}
