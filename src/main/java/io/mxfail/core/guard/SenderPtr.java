package io.mxfail.core.guard;

import io.mxfail.core.mail.ReverseName;

import java.util.List;
import java.util.Optional;

/// An address under `senders` without a name that leads back to it. Large receivers put off or
/// refuse mail from such addresses, and only whoever holds the address can publish one.
final class SenderPtr implements Rule {
    @Override
    public String id() {
        return "SENDER-PTR";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return Senders.of(situation).stream()
                .flatMap(sender -> finding(situation, sender).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, Senders sender) {
        Optional<ReverseName> reverse = situation.names().dns().after().reverse(sender.address());
        if (reverse.isEmpty()) {
            return Optional.empty();
        }
        Say say = sender.say(this, situation, "docs/rules/SENDER-PTR.md");
        String who = sender.site() + " sends from " + sender.address();
        return switch (reverse.get().state()) {
            case CONFIRMED -> Optional.empty();
            case NO_NAME ->
                    Optional.of(
                            say.warn(
                                    who + ", which has no name (PTR): many receivers refuse it",
                                    "have the holder of the address publish a PTR record, and an"
                                            + " address record that leads back"));
            case LEADS_ELSEWHERE ->
                    Optional.of(
                            say.warn(
                                    who
                                            + "; its name "
                                            + Say.some(reverse.get().names())
                                            + " does not lead back to it",
                                    "publish "
                                            + sender.address()
                                            + " at that name, or correct the PTR record"));
            case UNKNOWN ->
                    Optional.of(
                            say.unknown(
                                    who + "; nobody tells its name: " + reverse.get().detail(),
                                    "check again when its name servers answer"));
        };
    }
}
