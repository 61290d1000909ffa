package io.mxfail;

import io.mxfail.lab.mail.LabAuthority.ServerCertificate;
import io.mxfail.planted.Fault;
import io.mxfail.planted.Fault.Shown;
import io.mxfail.real.Dovecot;
import io.mxfail.real.Milter;
import io.mxfail.real.Ports;
import io.mxfail.real.Postfix;
import io.mxfail.real.Receiver;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The mail hosts of a planted world: one Postfix that listens at a port for every way to answer,
/// and Dovecot over its mailbox.
final class PlantedMail implements AutoCloseable {
    private static final String[] SHARED = {"east", "west", "relay-east", "relay-west"};

    /// Where the mail of all relays comes from, as SPF has it.
    private static final String RELAYS_SEND = "127.0.0.2";

    private final AtomicReference<InetSocketAddress> names =
            new AtomicReference<>(new InetSocketAddress("127.0.0.1", 1));
    private final PlantedCertificates certificates;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Map<String, String> known = new LinkedHashMap<>();
    private final StringBuilder records = new StringBuilder();

    PlantedMail(PlantedCertificates certificates) {
        this.certificates = certificates;
    }

    /// Where the shared hosts listen, by the tokens that stand for it.
    Map<String, String> known() {
        return known;
    }

    /// What their zone says of hosts, beside what it says of all.
    String records() {
        return records.toString();
    }

    void start(Collection<PlantedCompany> companies) {
        var listeners = new ArrayList<Postfix.Listener>();
        for (String host : SHARED) {
            ServerCertificate certificate = certificates.shown(host + ".hosts.test", Shown.FITTING);
            int port = Ports.free();
            var settings = new ArrayList<>(List.of(certificates.setting(host, certificate)));
            if (host.startsWith("relay")) {
                String outwards =
                        "restrictions = check_recipient_access inline:{outside.test=OK},"
                                + " reject_unauth_destination";
                settings.add("smtpd_relay_" + outwards);
                settings.add("smtpd_recipient_" + outwards);
            }
            listeners.add(new Postfix.Listener(port, settings));
            known.put(host, "127.0.0.1:" + port);
            known.put("shared-" + host, "127.0.0.1:" + port);
            if (!host.startsWith("relay")) {
                records.append(
                        "_25._tcp.%s TLSA 3 1 1 %s%n"
                                .formatted(host, PlantedCertificates.hash(certificate)));
            }
        }
        for (PlantedCompany company : companies) {
            company.fault().host().ifPresent(own -> own(listeners, company, own));
        }
        Postfix outside = outside();
        List<String> domains = companies.stream().flatMap(c -> c.mailDomains().stream()).toList();
        Postfix postfix =
                started(
                        Postfix.start(
                                new Postfix.Setup(
                                        "hosts.test",
                                        Optional.of(certificates.pem("hosts.test")),
                                        domains,
                                        domains.stream()
                                                .flatMap(d -> recipients(d).stream())
                                                .toList(),
                                        // else nobody could tell a relay: all that is sent out is
                                        // refused
                                        List.of(
                                                ("transport_maps = inline:{{example.com=discard:},"
                                                     + " {outside.test=smtp:[127.0.0.1]:%d}}")
                                                        .formatted(outside.address().getPort()),
                                                "smtp_bind_address = " + RELAYS_SEND)),
                                listeners));
        known.put("imap", mailbox(postfix));
        known.put("outside-imap", mailbox(outside));
    }

    /// Somebody else's host, which judges whoever sends to it.
    private Postfix outside() {
        Milter judge =
                started(
                        Milter.start(
                                mail -> new Receiver("mx.outside.test", names.get()).judge(mail)));
        return started(
                Postfix.start(
                        Postfix.Setup.accepting(
                                        "mx.outside.test",
                                        certificates.pem("mx.outside.test"),
                                        "outside.test")
                                .with(judge.setting())));
    }

    /// The port at which the mailbox of a Postfix is read.
    private String mailbox(Postfix postfix) {
        Dovecot shown =
                started(
                        Dovecot.start(
                                new Dovecot.Setup(
                                        certificates.pem("imap.hosts.test"),
                                        postfix.maildir(),
                                        "probe",
                                        PlantedCompany.PASSWORD)));
        return String.valueOf(shown.address().getPort());
    }

    /// Says where the zones of those are that it judges.
    void namesAre(InetSocketAddress server) {
        names.set(server);
    }

    private static List<String> recipients(String domain) {
        return List.of("postmaster@" + domain, "billing@" + domain, "junk@" + domain);
    }

    /// A backup host that one company has for itself.
    private void own(List<Postfix.Listener> listeners, PlantedCompany company, Fault.MailHost own) {
        ServerCertificate certificate = certificates.shown(company.word("west-host"), own.shown());
        int port = Ports.free();
        var settings = new ArrayList<>(own.settings());
        settings.add(certificates.setting(company.name(), certificate));
        listeners.add(new Postfix.Listener(port, settings));
        company.words().put("west", "127.0.0.1:" + port);
        company.words().put("fitting", PlantedCertificates.hash(certificate));
        for (String record : company.fault().addresses()) {
            records.append(company.name() + " " + record + "\n");
        }
        for (String record : company.fault().tlsa()) {
            records.append(company.fill("_25._tcp.@name@ TLSA " + record + "\n"));
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }
}
