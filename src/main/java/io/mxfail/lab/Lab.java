package io.mxfail.lab;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.CachingResolver;
import io.mxfail.lab.dns.FastClock;
import io.mxfail.lab.dns.Listen;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The lab of `demo` and `lab`: two name servers, a caching resolver and two mail hosts on
/// loopback, with a profile for them in a folder of its own that goes when the lab does.
public final class Lab implements AutoCloseable {
    private static final String SECRET = "bXhmYWlsLWxhYi1rZXktZm9yLWxvb3BiYWNrLW9ubHk=";
    private static final String ZONE =
            """
            $TTL 3600
            @ SOA ns1 hostmaster 1 3600 600 604800 300
            @ NS ns1
            @ NS ns2
            ns1 A 127.0.0.1
            ns2 A 127.0.0.1
            @ MX 10 mx.primary
            @ TXT "v=spf1 ip4:192.0.2.10 ~all"
            @ TXT "site-verification=do-not-touch"
            smtp CNAME relay.primary
            mx.primary A 127.0.0.1
            mx.backup A 127.0.0.1
            relay.primary A 127.0.0.1
            relay.backup A 127.0.0.1
            """;

    private final Path folder;
    private final AuthoritativeServer dns;
    private final CachingResolver resolver;
    private final FastClock clock;
    private final Map<String, LabMailServer> mail;

    private Lab(
            Path folder,
            AuthoritativeServer dns,
            CachingResolver resolver,
            FastClock clock,
            Map<String, LabMailServer> mail) {
        this.folder = folder;
        this.dns = dns;
        this.resolver = resolver;
        this.clock = clock;
        this.mail = mail;
    }

    /// Starts the lab; the resolver's time runs `speed` times as fast as the wall clock.
    public static Lab start(double speed) throws IOException {
        Path folder = Files.createTempDirectory("mxfail-lab");
        FastClock clock = FastClock.running(speed);
        var dns =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.example.", ZONE)),
                        List.of(UpdateKey.of("mxfail.", "hmac-sha256", SECRET)),
                        Listen.primary(),
                        Listen.secondary());
        var resolver =
                CachingResolver.start(
                        Map.of(".", dns.addresses(), "acme.example.", dns.addresses()), clock);
        LabAuthority authority = LabAuthority.create(Instant.now());
        Mailboxes boxes = Mailboxes.of("postmaster@acme.example", "billing@acme.example");
        var mail =
                Map.of(
                        "primary", LabMailServer.start(authority, "mx.primary.acme.example", boxes),
                        "backup", LabMailServer.start(authority, "mx.backup.acme.example", boxes));
        var lab = new Lab(folder, dns, resolver, clock, mail);
        lab.writeProfile(authority);
        lab.fillCache();
        return lab;
    }

    /// Somebody has asked for the MX before: so a switch meets a cache that still holds the old
    /// one.
    private void fillCache() throws IOException {
        var client = new SimpleResolver(resolver.address());
        Name domain = Name.fromConstantString("acme.example.");
        client.send(Message.newQuery(Record.newRecord(domain, Type.MX, DClass.IN)));
    }

    private void writeProfile(LabAuthority authority) throws IOException {
        Path profiles = Files.createDirectories(folder.resolve("profiles"));
        Files.writeString(profiles.resolve("ca.pem"), authority.pem());
        Path secret =
                Files.createFile(
                        profiles.resolve("tsig.secret"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, SECRET);
        Files.writeString(
                profiles.resolve("acme.yaml"),
                """
                version: 1
                name: acme
                description: The lab's company
                domains: [acme.example]
                provider:
                  type: rfc2136
                  server: %1$s
                  tsig: {name: mxfail., algorithm: hmac-sha256, secret: "file:%2$s"}
                ttl: {switching: 60s}
                sites:
                  primary:
                    mx: ["10 mx.primary.acme.example."]
                    spf: [ip4:192.0.2.10]
                    records: ["smtp CNAME relay.primary.acme.example."]
                  backup:
                    mx: ["10 mx.backup.acme.example."]
                    spf: [ip4:198.51.100.20]
                    records: ["smtp CNAME relay.backup.acme.example."]
                checks:
                  recipients: ["postmaster@${domain}", "billing@${domain}"]
                verify: {timeout: 15m}
                dns:
                  authoritative: ["%1$s", "%3$s"]
                  resolvers: ["%4$s"]
                smtp:
                  connect-to:
                    mx.primary.acme.example: "%5$s"
                    mx.backup.acme.example: "%6$s"
                  ca-file: %7$s
                """
                        .formatted(
                                at(dns.address(0)),
                                secret,
                                at(dns.address(1)),
                                at(resolver.address()),
                                at(server("primary").address()),
                                at(server("backup").address()),
                                profiles.resolve("ca.pem")));
    }

    private LabMailServer server(String site) {
        return Optional.ofNullable(mail.get(site)).orElseThrow();
    }

    private static String at(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /// The clock of the resolver.
    public FastClock clock() {
        return clock;
    }

    /// The folder with the profile.
    public String profiles() {
        return folder.resolve("profiles").toString();
    }

    /// A state folder that goes with the lab.
    public String state() {
        return folder.resolve("state").toString();
    }

    /// What runs where, one line each.
    public List<String> description() {
        return List.of(
                "name servers  " + at(dns.address(0)) + " (primary), " + at(dns.address(1)),
                "resolver      "
                        + at(resolver.address())
                        + " (a cache; for it an hour passes in seconds)",
                "mail primary  " + at(server("primary").address()),
                "mail backup   " + at(server("backup").address()));
    }

    /// Carries out a fault command such as `mail primary down` and says what is true now.
    public String command(String line) {
        return answer(line).text();
    }

    /// The same, with whether it was carried out.
    public LabAnswer answer(String line) {
        return new LabCommands(dns, clock, mail).run(line);
    }

    /// The servers by the words of the fault commands that they take, with their addresses.
    public Map<String, String> servers() {
        var servers = new LinkedHashMap<String, String>();
        servers.put("dns 1", at(dns.address(0)));
        servers.put("dns 2", at(dns.address(1)));
        servers.put("resolver", at(resolver.address()));
        servers.put("mail primary", at(server("primary").address()));
        servers.put("mail backup", at(server("backup").address()));
        return servers;
    }

    @Override
    public void close() {
        mail.values().forEach(LabMailServer::close);
        resolver.close();
        dns.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the lab's folder " + folder + " is left", e);
        }
    }
}
