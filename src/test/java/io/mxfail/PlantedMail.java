package io.mxfail;

import io.mxfail.lab.mail.LabAuthority.ServerCertificate;
import io.mxfail.planted.Fault;
import io.mxfail.planted.Fault.Shown;
import io.mxfail.real.Dovecot;
import io.mxfail.real.Ports;
import io.mxfail.real.Postfix;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The mail hosts of a planted world: one Postfix that listens at a port for every way to answer,
/// and Dovecot over its mailbox.
final class PlantedMail implements AutoCloseable {
    private static final String[] SHARED = {"east", "west", "relay-east", "relay-west"};

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
            listeners.add(
                    new Postfix.Listener(port, List.of(certificates.setting(host, certificate))));
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
                                        List.of("transport_maps = inline:{example.com=discard:}")),
                                listeners));
        Dovecot mailbox =
                started(
                        Dovecot.start(
                                new Dovecot.Setup(
                                        certificates.pem("imap.hosts.test"),
                                        postfix.maildir(),
                                        "probe",
                                        PlantedCompany.PASSWORD)));
        known.put("imap", String.valueOf(mailbox.address().getPort()));
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
