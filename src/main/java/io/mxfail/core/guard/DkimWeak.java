package io.mxfail.core.guard;

import io.mxfail.core.mail.DkimKey;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.ToPublish;

import java.util.ArrayList;
import java.util.List;

/// A DKIM key that verifies, and is not what a domain wants to depend on: shorter than 2048 bits
/// (RFC 8301, section 3.2), or marked as a test (RFC 6376, section 3.6.1).
final class DkimWeak implements Rule {
    private static final int GOOD = 2048;

    @Override
    public String id() {
        return "DKIM-WEAK";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DkimKeys.Selector selector : DkimKeys.of(situation)) {
            selector.usable().ifPresent(key -> judge(situation, selector, key, findings));
        }
        return findings;
    }

    private void judge(
            Situation situation,
            DkimKeys.Selector selector,
            DkimKey.Usable key,
            List<Finding> findings) {
        String name = selector.name().toString(true);
        Say say =
                Say.domainAt(
                        this,
                        situation,
                        selector.domain().name(),
                        selector.site(),
                        name,
                        key.testing() ? "RFC 6376, section 3.6.1" : "RFC 8301, section 3.2");
        if (key.testing()) {
            findings.add(
                    say.warn(
                            "the DKIM key " + name + " says `t=y`: verifiers may ignore it",
                            withoutTesting(situation, selector)));
        } else if (key.type().equals("rsa") && key.bits() < GOOD) {
            findings.add(
                    say.warn(
                            "the DKIM key " + name + " has only " + key.bits() + " bits",
                            "sign with a key of " + GOOD + " bits, under a new selector"));
        }
    }

    private static String withoutTesting(Situation situation, DkimKeys.Selector selector) {
        MailDns dns = situation.names().dns().after();
        return dns.texts(selector.name()).stream()
                .filter(_ -> dns.alias(selector.name()).isEmpty())
                .findFirst()
                .map(text -> text.replaceFirst(";?[ \\t]*t=[ \\t]*y[ \\t]*(?=;|$)", ""))
                .map(text -> "publish " + ToPublish.txt(selector.name(), text) + " in its place")
                .orElse("have who holds the key take `t=y` out of its record");
    }
}
