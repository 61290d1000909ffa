package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.port.ProbeRequest;
import io.mxfail.port.ProbeRequest.Deadlines;
import io.mxfail.port.ProbeRequest.Identity;
import io.mxfail.port.ProbeRequest.Security;

import org.xbill.DNS.Name;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Requests of the probe's tests: what they differ in is visible there, the rest is here.
record Probing(
        InetSocketAddress target,
        List<Recipient> recipients,
        Optional<String> mailFrom,
        Deadlines deadlines,
        StartTls startTls,
        String anchorsPem) {
    static final Name DOMAIN = Name.fromConstantString("example.test.");
    static final Name HOST = Name.fromConstantString("mx1.example.test.");
    static final Recipient BILLING = Recipient.declared(DOMAIN, "billing@example.test");
    static final Recipient SALES = Recipient.declared(DOMAIN, "sales@example.test");
    static final Recipient POSTMASTER = Recipient.declared(DOMAIN, "postmaster@example.test");
    static final Recipient NOBODY = Recipient.invented(DOMAIN, "x7f3a@example.test");

    static Probing at(InetSocketAddress where) {
        return new Probing(
                where,
                List.of(BILLING),
                Optional.empty(),
                Deadlines.of(Duration.ofSeconds(10)),
                StartTls.REQUIRED,
                "");
    }

    Probing asking(Recipient... who) {
        return new Probing(target, List.of(who), mailFrom, deadlines, startTls, anchorsPem);
    }

    Probing from(String sender) {
        return new Probing(
                target, recipients, Optional.of(sender), deadlines, startTls, anchorsPem);
    }

    Probing within(Deadlines times) {
        return new Probing(target, recipients, mailFrom, times, startTls, anchorsPem);
    }

    Probing encrypting(StartTls policy) {
        return new Probing(target, recipients, mailFrom, deadlines, policy, anchorsPem);
    }

    Probing trusting(String pem) {
        return new Probing(target, recipients, mailFrom, deadlines, startTls, pem);
    }

    ProbeRequest request() {
        return new ProbeRequest(
                HOST,
                List.of(target),
                recipients,
                new Identity("probe.example.test", mailFrom),
                new Security(startTls, "mx1.example.test.", anchorsPem),
                deadlines);
    }

    AddressProbe run() {
        return new SmtpProbe(InstantSource.system()).probe(request()).addresses().getFirst();
    }
}
