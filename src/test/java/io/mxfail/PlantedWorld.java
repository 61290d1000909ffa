package io.mxfail;

import io.mxfail.core.mail.Tlsa;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabAuthority.ServerCertificate;
import io.mxfail.planted.Fault;
import io.mxfail.planted.Fault.Shown;
import io.mxfail.planted.Healthy;
import io.mxfail.planted.HostedPolicy;
import io.mxfail.real.Bind;
import io.mxfail.real.Dovecot;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Ports;
import io.mxfail.real.Postfix;
import io.mxfail.real.Signer;
import io.mxfail.real.Unbound;
import io.mxfail.real.Zone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Real servers that many companies share, each with its own zone, policy host and desk: BIND has
/// all zones, a second one and one that resolves stand beside it, Unbound validates from `test`
/// down, and one Postfix listens at a port for every way to answer.
final class PlantedWorld implements AutoCloseable {
    private static final String PASSWORD = "lab pass";
    private static final Duration SOON = Duration.ofDays(3);
    private static final Duration LONG = Duration.ofDays(60);
    private static final String[] SHARED = {"east", "west", "relay-east", "relay-west"};

    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final Key key = Key.random("mxfail-key");
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Map<Fault, Company> companies = new LinkedHashMap<>();
    private final Map<String, String> known = new LinkedHashMap<>();

    /// A fault's company.
    private record Company(String name, Fault fault, Desk desk, Map<String, String> words) {
        String domain() {
            return name + ".test";
        }

        /// The text with all tokens replaced.
        String fill(String text, Map<String, String> known) {
            String filled = text;
            for (var word : words.entrySet()) {
                filled = filled.replace("@" + word.getKey() + "@", word.getValue());
            }
            for (var word : known.entrySet()) {
                filled = filled.replace("@" + word.getKey() + "@", word.getValue());
            }
            return filled.replace("@more@\n", "");
        }

        String zone(List<Fault.Edit> edits) {
            return fill(edited(Healthy.ZONE, edits), Map.of());
        }
    }

    PlantedWorld(List<Fault> faults) {
        for (Fault fault : faults) {
            String name = "c%02d".formatted(companies.size());
            var words = new LinkedHashMap<String, String>();
            words.put("name", name);
            words.put("domain", name + ".test");
            words.put("west-host", westHost(fault, name));
            companies.put(fault, new Company(name, fault, desk(), words));
        }
    }

    private static String westHost(Fault fault, String name) {
        return fault.name()
                .map(host -> host.replace("@domain@", name + ".test"))
                .orElse((fault.host().isPresent() ? name : "west") + ".hosts.test");
    }

    private Desk desk() {
        try {
            return started(new Desk());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts all servers and writes all profiles.
    void start() throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("mxfail-planted-");
        parts.add(() -> Files.delete(folder));
        var hosts = new StringBuilder(Healthy.HOSTS);
        mail(folder, hosts);
        for (Company company : companies.values()) {
            policyHost(company);
            company.fault().hosts().forEach(line -> hosts.append(line).append('\n'));
        }
        names(hosts.toString());
        known.put("closed", "127.0.0.1:" + Ports.free());
        for (Company company : companies.values()) {
            profile(company);
        }
    }

    /// What the program says of a fault's company.
    Desk.Ran ask(Fault fault) {
        List<String> words = new ArrayList<>(fault.command());
        words.add("--json");
        return companies.get(fault).desk().mxfail(words.toArray(String[]::new));
    }

    private void mail(Path folder, StringBuilder hosts) throws GeneralSecurityException {
        var listeners = new ArrayList<Postfix.Listener>();
        for (String host : SHARED) {
            ServerCertificate certificate = authority.issue(host + ".hosts.test", LONG);
            int port = Ports.free();
            listeners.add(new Postfix.Listener(port, List.of(chain(folder, host, certificate))));
            known.put(host, "127.0.0.1:" + port);
            known.put("shared-" + host, "127.0.0.1:" + port);
            if (!host.startsWith("relay")) {
                hosts.append("_25._tcp.%s TLSA 3 1 1 %s%n".formatted(host, hash(certificate)));
            }
        }
        for (Company company : companies.values()) {
            company.fault().host().ifPresent(own -> own(folder, hosts, listeners, company, own));
        }
        Postfix postfix =
                started(
                        Postfix.start(
                                new Postfix.Setup(
                                        "hosts.test",
                                        Optional.of(authority.serverPem("hosts.test", LONG)),
                                        companies.values().stream().map(Company::domain).toList(),
                                        companies.values().stream()
                                                .map(Company::domain)
                                                .flatMap(PlantedWorld::recipients)
                                                .toList()),
                                listeners));
        Dovecot mailbox =
                started(
                        Dovecot.start(
                                new Dovecot.Setup(
                                        authority.serverPem("imap.hosts.test", LONG),
                                        postfix.maildir(),
                                        "probe",
                                        PASSWORD)));
        known.put("imap", String.valueOf(mailbox.address().getPort()));
    }

    private static java.util.stream.Stream<String> recipients(String domain) {
        return List.of("postmaster@" + domain, "billing@" + domain).stream();
    }

    private void own(
            Path folder,
            StringBuilder hosts,
            List<Postfix.Listener> listeners,
            Company company,
            Fault.MailHost own) {
        ServerCertificate certificate = shown(company.words().get("west-host"), own.shown());
        int port = Ports.free();
        var settings = new ArrayList<>(own.settings());
        settings.add(chain(folder, company.name(), certificate));
        listeners.add(new Postfix.Listener(port, settings));
        company.words().put("west", "127.0.0.1:" + port);
        company.words().put("fitting", hash(certificate));
        company.fault()
                .addresses()
                .forEach(record -> hosts.append(company.name() + " " + record + "\n"));
        company.fault()
                .tlsa()
                .forEach(
                        record ->
                                hosts.append(
                                        company.fill(
                                                "_25._tcp.@name@ TLSA " + record + "\n",
                                                Map.of())));
    }

    private ServerCertificate shown(String host, Shown shown) {
        try {
            return switch (shown) {
                case FITTING -> authority.issue(host, LONG);
                case OTHER_NAME -> authority.issue("other.hosts.test", LONG);
                case EXPIRED -> authority.issue(host, Duration.ofDays(-1));
                case ENDING -> authority.issue(host, SOON);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String chain(Path folder, String name, ServerCertificate certificate) {
        Path file = folder.resolve(name + ".pem");
        try {
            Files.writeString(file, certificate.keyPem() + certificate.chainPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        parts.add(() -> Files.delete(file));
        return "smtpd_tls_chain_files = " + file;
    }

    private static String hash(ServerCertificate certificate) {
        String text = Tlsa.forCertificate(3, 1, 1, certificate.chain().getFirst()).toString();
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    private void policyHost(Company company) throws IOException, GeneralSecurityException {
        Fault.Served served = company.fault().policy();
        HostedPolicy policy =
                started(
                        HostedPolicy.start(
                                shown("mta-sts." + company.domain(), company.fault().policyHost())
                                        .serverContext(),
                                new Fault.Served(
                                        served.status(),
                                        served.type(),
                                        company.fill(served.body(), Map.of()))));
        company.words().put("https", Desk.at(policy.address()));
    }

    private void names(String hosts) {
        Signer root = started(Signer.of("test"));
        Signer signer = started(Signer.of("hosts.test"));
        var parent =
                new StringBuilder(
                        """
                        $TTL 300
                        $ORIGIN test.
                        @ SOA ns1.hosts hostmaster.hosts 1 3600 600 604800 300
                        @ NS ns1.hosts
                        hosts NS ns1.hosts
                        ns1.hosts A 127.0.0.1
                        bl NS ns1.hosts
                        all NS ns1.hosts
                        %s
                        """
                                .formatted(signer.ds()));
        var zones = new ArrayList<Zone>();
        var copies = new ArrayList<Zone>();
        zones.add(Zone.of("hosts.test", signer.sign(hosts)));
        zones.add(Zone.of("bl.test", Healthy.BLOCKLIST));
        zones.add(Zone.of("all.test", Healthy.LISTING_ALL));
        zones.add(Zone.of("2.0.192.in-addr.arpa", Healthy.REVERSE_EAST));
        zones.add(Zone.of("100.51.198.in-addr.arpa", Healthy.REVERSE_WEST));
        for (Company company : companies.values()) {
            parent.append("%1$s NS ns1.%1$s%nns1.%1$s A 127.0.0.1%n".formatted(company.name()));
            zones.add(signed(company, parent));
            if (!company.fault().copy().isEmpty()) {
                copies.add(Zone.of(company.domain(), company.zone(company.fault().copy())));
            }
        }
        zones.add(Zone.of("test", root.sign(parent.toString())));
        Bind bind = started(Bind.primary(zones, ""));
        Bind recursive = started(Bind.primary(zones, "recursion yes; allow-query-cache { any; };"));
        copies.add(
                Zone.of(
                        "other.test",
                        Healthy.BLOCKLIST.replace("bl.test", "other.test"),
                        Grant.wholeZone(key)));
        Bind second = started(Bind.primary(copies, ""));
        var stubs = new LinkedHashMap<String, List<InetSocketAddress>>();
        zones.forEach(zone -> stubs.put(zone.name(), List.of(bind.address())));
        Unbound unbound =
                started(
                        Unbound.of(
                                stubs,
                                "module-config: \"validator iterator\"",
                                root.trustAnchor()));
        known.put("bind", Desk.at(bind.address()));
        known.put("second", Desk.at(second.address()));
        known.put("recursive", Desk.at(recursive.address()));
        known.put("unbound", Desk.at(unbound.address()));
    }

    private Zone signed(Company company, StringBuilder parent) {
        String text = company.zone(company.fault().zone());
        Fault.Security security = company.fault().security();
        if (security == Fault.Security.UNSIGNED) {
            return Zone.of(company.domain(), text, Grant.wholeZone(key));
        }
        Signer signer = started(Signer.of(company.domain()));
        Signer atParent =
                security == Fault.Security.OTHER_KEY_AT_PARENT
                        ? started(Signer.of(company.domain()))
                        : signer;
        parent.append(atParent.ds()).append('\n');
        String signed =
                switch (security) {
                    case EXPIRED -> signer.sign(text, "-s", "-1209600", "-e", "now-259200");
                    case ENDING -> signer.sign(text, "-s", "-1209600", "-e", "now+72000");
                    case SIGNED, OTHER_KEY_AT_PARENT, UNSIGNED -> signer.sign(text);
                };
        // no updates, or BIND would take off what ends soon
        return Zone.ruled(company.domain(), signed, key, "allow-query { any; };");
    }

    private void profile(Company company) throws IOException {
        Desk desk = company.desk();
        Files.writeString(desk.folder.resolve("ca.pem"), authority.pem());
        String text = edited(Healthy.PROFILE, company.fault().profile());
        var own = new LinkedHashMap<>(known);
        if (text.contains("@tsig@")) {
            own.put("tsig", desk.tsig(key));
        } else {
            own.put("wrong-tsig", desk.tsig(key.forged()));
        }
        Path secret = desk.folder.resolve("news.secret");
        Files.createFile(
                secret,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, PASSWORD);
        own.put("secret", secret.toString());
        desk.profile(company.name(), company.fill(text, own));
    }

    private static String edited(String text, List<Fault.Edit> edits) {
        String edited = text;
        for (Fault.Edit edit : edits) {
            edited = edit.in(edited);
        }
        return edited;
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
