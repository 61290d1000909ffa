package io.mxfail.core.guard;

import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.ReverseName;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

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
        Say say = sender.say(this, situation, "RFC 1912, section 2.1");
        String who = sender.site() + " sends from " + sender.address();
        return switch (reverse.get().state()) {
            case CONFIRMED -> Optional.empty();
            case NO_NAME ->
                    Optional.of(
                            say.warn(
                                    who + ", which has no name (PTR): many receivers refuse it",
                                    name(situation, sender)
                                            .map(name -> named(sender.address(), name, true))
                                            .orElse(
                                                    "have the holder of the address give it the"
                                                            + " name with which it says EHLO (a PTR"
                                                            + " record at "
                                                            + reverse(sender.address())
                                                            + "), and that name this address")));
            case LEADS_ELSEWHERE ->
                    Optional.of(
                            say.warn(
                                    who
                                            + "; its name "
                                            + Say.some(reverse.get().names())
                                            + " does not lead back to it",
                                    "publish "
                                            + ToPublish.address(
                                                    absolute(reverse.get().names().getFirst()),
                                                    sender.address())
                                            + name(situation, sender)
                                                    .map(n -> named(sender.address(), n, false))
                                                    .map(fix -> ", or " + fix)
                                                    .orElse("")));
            case UNKNOWN ->
                    Optional.of(
                            say.unknown(
                                    who + "; nobody tells its name: " + reverse.get().detail(),
                                    "check again when its name servers answer"));
        };
    }

    private static String named(String address, Name name, boolean back) {
        return "have the holder of the address publish "
                + ToPublish.of(
                        MailDns.reverseName(address).orElseThrow(), Type.PTR, name.toString())
                + (back ? "; " + name + " leads back already" : "");
    }

    private static String reverse(String address) {
        return MailDns.reverseName(address).map(Name::toString).orElse(address);
    }

    /// A mail host of the site that has the address, and so would lead back.
    private static Optional<Name> name(Situation situation, Senders sender) {
        MailDns dns = situation.names().dns().after();
        Optional<Name> reverse = MailDns.reverseName(sender.address());
        return situation.domains().stream()
                .flatMap(domain -> domain.hostsOf(sender.site()).stream())
                .filter(
                        host ->
                                dns.addresses(host).stream()
                                        .map(MailDns::reverseName)
                                        .anyMatch(reverse::equals))
                .min(Name::compareTo);
    }

    private static Name absolute(String name) {
        return Name.fromConstantString(name + ".");
    }
}
