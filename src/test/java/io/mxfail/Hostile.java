package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Key;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A company in a hostile world: who answers its mail, its DNS or its policies is up to no good.
/// [#check] looks at it on every screen there is, and holds what is true of each: nothing but the
/// finding changes, and no terminal can be played with.
final class Hostile implements AutoCloseable {
    /// No screen needs more, whatever a server sends.
    private static final int LONGEST = 100_000;

    /// Those a terminal acts on, and those that turn text around.
    private static final String CONTROL = "(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]].*";

    private static final Pattern FINDING =
            Pattern.compile("(?m)^  (?:CRIT|WARN|UNKNOWN) +([A-Z0-9-]+):");

    private static final Key KEY = Key.random("mxfail-key");

    /// Who is hostile; the others are as they should be.
    ///
    /// @param mail answers for the primary site
    /// @param resolver answers for all names outside of the company's zone
    /// @param policies serves the policy of MTA-STS
    /// @param secondary is one of the zone's own name servers
    record Enemies(
            Optional<InetSocketAddress> mail,
            Optional<InetSocketAddress> resolver,
            Optional<InetSocketAddress> policies,
            Optional<InetSocketAddress> secondary) {
        private static final Optional<InetSocketAddress> NONE = Optional.empty();

        static Enemies mail(InetSocketAddress at) {
            return new Enemies(Optional.of(at), NONE, NONE, NONE);
        }

        static Enemies resolver(InetSocketAddress at) {
            return new Enemies(NONE, Optional.of(at), NONE, NONE);
        }

        static Enemies policies(InetSocketAddress at) {
            return new Enemies(NONE, NONE, Optional.of(at), NONE);
        }

        static Enemies secondary(InetSocketAddress at) {
            return new Enemies(NONE, NONE, NONE, Optional.of(at));
        }
    }

    private final AuthoritativeServer server;
    final Company company;

    /// @param zone what the company publishes, such as [Company#ZONE]
    Hostile(String zone) throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", zone)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
    }

    /// What a check has against this company in any world: a key that the switch will publish,
    /// and recipients that prove little.
    private static final Set<String> USUAL = Set.of("DKIM-KEY-UNUSABLE", "RCPT-SAMPLE");

    /// What a check showed.
    ///
    /// @param text all there was to say, for people
    /// @param news ids of the findings that this company has in no friendly world
    record Shown(String text, Set<String> news) {}

    /// What every screen of `check` says.
    Shown check(Enemies enemies) throws IOException {
        profile(enemies);
        Company.Ran shown = harmless("check", "-v");
        Company.Ran json = harmless("check", "--json");
        assertEquals(shown.exit(), json.exit());
        assertEquals(shown.exit(), harmless("check", "--output", "nagios").exit());
        harmless("plan", "--to", "backup", "--output", "markdown");
        harmless("plan", "--to", "primary");
        assertTrue(shown.out().contains("acme/backup   READY"), shown.out());
        Set<String> news = findings(shown);
        news.removeAll(USUAL);
        return new Shown(shown.out(), news);
    }

    private static Set<String> findings(Company.Ran ran) {
        return FINDING.matcher(ran.verbatim())
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Company.Ran harmless(String... words) {
        Company.Ran ran = company.mxfail(words);
        String all = ran.verbatim() + ran.err();
        assertTrue(all.length() < LONGEST, () -> all.length() + " characters");
        assertTrue(!all.matches(CONTROL), () -> String.join(" ", words) + ": " + all);
        assertTrue(!ran.err().contains("unexpected error"), ran::err);
        return ran;
    }

    /// The company's own name server.
    InetSocketAddress server() {
        return server.address(0);
    }

    private void profile(Enemies enemies) throws IOException {
        InetSocketAddress dns = server.address(0);
        Files.writeString(
                company.folder.resolve("profiles/acme.yaml"),
                """
                version: 1
                name: acme
                domains: [acme.test]
                provider:
                  type: rfc2136
                  server: %1$s
                  tsig: {name: %2$s, algorithm: %3$s, secret: "file:%4$s"}
                sites:
                %5$schecks:
                  recipients: ["postmaster@${domain}"]
                  timeout: 10s
                  latency: {warn: 9s, crit: 9s}
                dns: {authoritative: ["%1$s"%11$s], resolvers: [%6$s]}
                smtp:
                  connect-to:
                    mx.primary.acme.test: "%7$s"
                    mx.backup.acme.test: "%8$s"
                %9$s  ca-file: %10$s
                """
                        .formatted(
                                Company.at(dns),
                                KEY.name(),
                                KEY.algorithm(),
                                company.folder.resolve("tsig.secret"),
                                company.shape().sites(),
                                enemies.resolver().map(at -> '"' + Company.at(at) + '"').orElse(""),
                                Company.at(enemies.mail().orElse(company.primary.address())),
                                Company.at(company.backup.address()),
                                enemies.policies()
                                        .map(
                                                at ->
                                                        "    mta-sts.acme.test: \""
                                                                + Company.at(at)
                                                                + "\"\n")
                                        .orElse(""),
                                company.folder.resolve("ca.pem"),
                                enemies.secondary()
                                        .map(at -> ", \"" + Company.at(at) + '"')
                                        .orElse("")));
    }

    @Override
    public void close() throws IOException {
        company.close();
        server.close();
    }
}
