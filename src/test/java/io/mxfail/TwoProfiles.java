package io.mxfail;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Ask;
import io.mxfail.real.Key;

import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder with the profiles `acme` and `other`, each with a zone of its own at one name server.
final class TwoProfiles implements AutoCloseable {
    private static final Key KEY = Key.random("mxfail-key");

    final AuthoritativeServer server;
    final Company company;

    TwoProfiles() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(
                                ZoneVersion.parse("acme.test.", Company.ZONE),
                                ZoneVersion.parse(
                                        "other.test.",
                                        """
                                        $TTL 3600
                                        @ SOA ns1 hostmaster 1 3600 600 604800 300
                                        @ NS ns1
                                        ns1 A 127.0.0.1
                                        @ MX 10 mx.primary.acme.test.
                                        """)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
        var boxes =
                Mailboxes.of("postmaster@acme.test", "billing@acme.test", "postmaster@other.test");
        company.primary.mailboxes(boxes);
        company.backup.mailboxes(boxes);
        Path profiles = company.folder.resolve("profiles");
        String other =
                Files.readString(profiles.resolve("acme.yaml"))
                        .replace("name: acme", "name: other")
                        .replace("[acme.test]", "[other.test]")
                        .replaceAll("(?m)^ +(records|dkim|spf): .*\n", "")
                        .replace(", \"billing@${domain}\"", "");
        Files.writeString(profiles.resolve("other.yaml"), other);
    }

    List<String> mx(String domain) {
        return Ask.data(server.address(0), domain, Type.MX);
    }

    @Override
    public void close() throws IOException {
        company.close();
        server.close();
    }
}
