package io.mxfail.core.guard;

import java.util.List;
import java.util.Locale;

/// Only `postmaster` or `abuse` is asked about. Hosts treat these names specially (RFC 5321,
/// section 4.5.1): that they are accepted proves little about other mail.
final class RcptSample implements Rule {
    @Override
    public String id() {
        return "RCPT-SAMPLE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        List<String> sample = situation.task().profile().probing().checks().recipients();
        if (sample.stream().anyMatch(RcptSample::telling)) {
            return List.of();
        }
        String asked = sample.isEmpty() ? "nobody" : Say.some(sample);
        return List.of(
                Say.profile(this, situation, "checks.recipients", "RFC 5321, section 4.5.1")
                        .warn(
                                "`checks.recipients` names "
                                        + asked
                                        + ": hosts accept postmaster and abuse specially, so that"
                                        + " proves little",
                                "add a real mailbox, such as `\"billing@${domain}\"`"));
    }

    private static boolean telling(String recipient) {
        String lower = recipient.toLowerCase(Locale.ROOT);
        return !lower.startsWith("postmaster@") && !lower.startsWith("abuse@");
    }
}
