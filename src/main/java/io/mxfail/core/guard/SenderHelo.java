package io.mxfail.core.guard;

import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.ReverseName;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The name of an address under `senders` has an SPF record that does not let that address send.
/// Hosts greet by their name, receivers may check it first of all, and for bounces, which have no
/// sender, they check nothing else (RFC 7208, sections 2.3 and 2.4).
///
/// Most such names have no record, which is fine.
final class SenderHelo implements Rule {
    @Override
    public String id() {
        return "SENDER-HELO";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        MailDns dns = situation.names().dns().after();
        var findings = new ArrayList<Finding>();
        for (Senders sender : Senders.of(situation)) {
            dns.reverse(sender.address())
                    .filter(found -> found.state() == ReverseName.State.CONFIRMED)
                    .ifPresent(
                            found ->
                                    found.names().stream()
                                            .flatMap(n -> finding(situation, sender, n).stream())
                                            .findFirst()
                                            .ifPresent(findings::add));
        }
        return findings;
    }

    private Optional<Finding> finding(Situation situation, Senders sender, String name) {
        Optional<SpfVerdict> verdict = situation.names().dns().after().spf(sender.address(), name);
        if (verdict.isEmpty()) {
            return Optional.empty();
        }
        SpfResult result = verdict.get().result();
        return switch (result) {
            case NONE, NEUTRAL, PASS, TEMPERROR -> Optional.empty();
            case FAIL, SOFTFAIL, PERMERROR ->
                    Optional.of(
                            sender.say(this, situation, "RFC 7208, section 2.3")
                                    .warn(
                                            sender.site()
                                                    + " sends from "
                                                    + sender.address()
                                                    + " as "
                                                    + name
                                                    + ", whose own SPF record says "
                                                    + result.word()
                                                    + " to it"
                                                    + verdict.get()
                                                            .reason()
                                                            .map(r -> ": " + r)
                                                            .orElse(""),
                                            "publish "
                                                    + record(situation, sender.address(), name)
                                                    + " in place of that record"));
        };
    }

    /// The record of that name with the address; where there is no one record to edit, one that
    /// lets the name's own addresses send.
    private static String record(Situation situation, String address, String name) {
        Name owner = Name.fromConstantString(name + ".");
        List<String> records =
                situation.names().dns().after().texts(owner).stream()
                        .filter(SpfText::isSpf)
                        .toList();
        return ToPublish.txt(
                owner,
                (records.size() == 1
                                ? Mended.with(records.getFirst(), List.of(SpfSender.term(address)))
                                : Optional.<String>empty())
                        .orElse("v=spf1 a -all"));
    }
}
