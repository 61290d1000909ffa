package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.format.Json;
import io.mxfail.format.JsonValue;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.CachingResolver;
import io.mxfail.lab.dns.FastClock;
import io.mxfail.lab.dns.ZoneVersion;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// First profiles of domains of all kinds, each of which must lint clean.
class InitTest {
    private static final String HEAD =
            "$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 604800 300\n@ NS ns1\nns1 A 127.0.0.1\n";

    @TempDir private Path folder;
    private final List<AutoCloseable> parts = new ArrayList<>();

    @AfterEach
    void shut() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    /// @return a resolver that knows these zones
    private String serving(Map<String, String> zones) throws IOException {
        var dns =
                AuthoritativeServer.start(
                        zones.entrySet().stream()
                                .map(z -> ZoneVersion.parse(z.getKey(), z.getValue()))
                                .toList(),
                        List.of());
        parts.add(dns);
        var resolver =
                CachingResolver.start(
                        Stream.concat(Stream.of("."), zones.keySet().stream())
                                .collect(Collectors.toMap(z -> z, _ -> dns.addresses())),
                        FastClock.running(1));
        parts.add(resolver);
        return resolver.address().getAddress().getHostAddress()
                + ":"
                + resolver.address().getPort();
    }

    private Desk.Ran run(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var platform =
                new Platform(
                        new Wiring(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        "test");
        int exit = new Cli(platform).run(args);
        return new Desk.Ran(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String profileOf(String domain, String zone) throws IOException {
        String resolver = serving(Map.of("acme.test.", HEAD + zone));
        Desk.Ran ran = run("init", domain, "--resolver", resolver);
        assertEquals(0, ran.exit(), ran.all());
        assertLintsClean(ran.out());
        return ran.out();
    }

    private void assertLintsClean(String profile) throws IOException {
        Path file = folder.resolve("first.yaml");
        Files.writeString(file, profile);
        Desk.Ran lint = run("lint", "--profiles", folder.toString());
        assertEquals(0, lint.exit(), lint.all() + profile);
    }

    @Test
    void a_domain_with_everything_is_described_and_lints_clean() throws Exception {
        String profile =
                profileOf(
                        "acme.test",
                        """
                        @ MX 20 mx2.host.example.
                        @ MX 10 mx1.host.example.
                        @ TXT "v=spf1 mx ip4:192.0.2.0/28 include:_spf.host.example ~all"
                        @ TXT "site-verification=x"
                        selector1._domainkey CNAME selector1.keys.host.example.
                        s1._domainkey TXT "v=DKIM1; k=rsa; p=%s" "%s"
                        _mta-sts TXT "v=STSv1; id=7"
                        _dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@acme.test"
                        """
                                .formatted("A".repeat(200), "B".repeat(200)));
        assertTrue(profile.contains("name: acme\n"), profile);
        assertTrue(
                profile.contains("- '10 mx1.host.example.'\n      - '20 mx2.host.example.'"),
                profile);
        assertTrue(
                profile.contains("- 'ip4:192.0.2.0/28'\n      - 'include:_spf.host.example'"),
                profile);
        assertTrue(
                profile.contains("'selector1._domainkey CNAME selector1.keys.host.example.'"),
                profile);
        assertTrue(profile.contains("'s1._domainkey TXT \"v=DKIM1; k=rsa; p=AAA"), profile);
        assertTrue(profile.contains("mta-sts: {policy: check}"), profile);
        assertTrue(profile.contains("p=reject"), profile);
        assertTrue(profile.contains("server: 127.0.0.1"), profile);
        assertFalse(profile.contains("site-verification"), profile);
        assertLintsClean(profile + commented(profile, "# verify:"));
    }

    /// From a line on, what it offers as a comment.
    private static String commented(String profile, String from) {
        assertTrue(profile.contains(from), profile);
        return profile.substring(profile.indexOf(from)).replaceAll("(?m)^# ", "");
    }

    @Test
    void a_domain_inside_a_zone_names_the_zone() throws Exception {
        String profile = profileOf("news.acme.test", "news MX 10 mx\n");
        assertTrue(profile.contains("{name: news.acme.test, zone: acme.test}"), profile);
        assertTrue(profile.contains("'10 mx.acme.test.'"), profile);
    }

    @Test
    void a_domain_without_mail_gets_marks_to_replace() throws Exception {
        String profile = profileOf("acme.test", "@ MX 0 .\n");
        assertTrue(profile.contains("- '10 mx1.replace-me.invalid.'"), profile);
    }

    @Test
    void keys_are_not_made_up_where_every_name_exists() throws Exception {
        String profile =
                profileOf("acme.test", "@ MX 10 mx\n*._domainkey TXT \"v=DKIM1; p=abc\"\n");
        assertFalse(profile.contains("_domainkey TXT"), profile);
    }

    @Test
    void known_services_are_guessed_from_their_name_servers() throws Exception {
        Map<String, String> services =
                Map.of(
                        "ns-1.awsdns-00.com.", "type: route53",
                        "ada.ns.cloudflare.com.", "type: cloudflare",
                        "ns-cloud-a1.googledomains.com.", "type: google",
                        "ns1-01.azure-dns.com.", "type: azure");
        for (var service : services.entrySet()) {
            String profile = profileOf("acme.test", "@ MX 10 mx\n@ NS " + service.getKey() + "\n");
            assertTrue(profile.contains(service.getValue()), profile);
        }
    }

    @Test
    void hostile_texts_cannot_leave_their_comment() throws Exception {
        String profile =
                profileOf(
                        "acme.test",
                        "@ MX 10 mx\n"
                            + "_dmarc TXT \"v=DMARC1; p=none\\010evil: true\\027[2J\"\n"
                            + "_mta-sts TXT \"v=STSv1; id=1\\194\\133evil: true\\226\\128\\168x:"
                            + " y\"\n");
        assertFalse(profile.lines().anyMatch(line -> line.startsWith("evil")), profile);
        assertFalse(profile.contains("\u001b"), profile);
    }

    @Test
    void comments_fit_a_terminal_and_names_end_in_one_dot() throws Exception {
        String profile =
                profileOf(
                        "acme.test",
                        """
                        @ NS ns2.a-rather-long-name.acme
                        @ NS ns3.a-rather-long-name.acme
                        @ MX 10 mx
                        _mta-sts TXT "v=STSv1; id=20260101"
                        _dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:d@acme.test; pct=100"
                        """);
        assertEquals(
                List.of(),
                profile.lines()
                        .filter(line -> line.strip().startsWith("#") && line.length() > 80)
                        .toList(),
                profile);
        assertFalse(profile.contains(".."), profile);
    }

    @Test
    void a_name_server_that_nobody_can_know_is_marked_and_no_mail_moves_before_it_is_named()
            throws Exception {
        String resolver =
                serving(
                        Map.of(
                                "acme.test.",
                                """
                                $TTL 300
                                @ SOA hidden.elsewhere.test. hostmaster 1 3600 600 604800 300
                                @ NS ns1
                                ns1 A 127.0.0.1
                                @ MX 10 mx
                                """,
                                "elsewhere.test.",
                                HEAD));
        String profile = run("init", "acme.test", "--resolver", resolver).out();
        assertLintsClean(profile);
        assertTrue(profile.contains("\n  server: replace-me\n"), profile);
        assertFalse(profile.contains("192.0.2."), profile);

        String folders = folder.toString();
        Desk.Ran plan = run("plan", "--to", "backup", "--profiles", folders);
        assertEquals(2, plan.exit(), plan.all());
        assertTrue(plan.err().contains("still to be filled in: replace-me"), plan.all());

        Path key = Keyring.keep(folder, "key", "c2VjcmV0IGtleSBvZiB0aGUgdGVzdA==");
        Files.writeString(
                folder.resolve("first.yaml"),
                profile.replace("env:MXFAIL_TSIG_SECRET", "file:" + key));
        Desk.Ran check = run("check", "--profiles", folders, "--state", folders + "/state");
        assertTrue(check.out().contains("PROVIDER-UNREACHABLE"), check.all());
        assertTrue(check.said().contains("is still to be filled in"), check.all());
    }

    @Test
    void the_options_of_a_provider_fit_on_a_screen() throws Exception {
        String profile = profileOf("acme.test", "@ MX 10 mx\n");
        assertTrue(
                profile.contains(
                        """
                          tsig:
                            name: mxfail.
                            algorithm: hmac-sha256
                            secret: "env:MXFAIL_TSIG_SECRET"
                        """),
                profile);
        assertEquals(List.of(), profile.lines().filter(line -> line.length() > 79).toList());
    }

    @Test
    void no_plan_is_made_before_the_marks_are_filled_in() throws Exception {
        Path file = folder.resolve("first.yaml");
        String profile = profileOf("acme.test", "@ MX 10 mx\n");
        Desk.Ran lint = run("lint", "--profiles", folder.toString());
        assertTrue(lint.out().contains("0 warnings, 2 still"), lint.all());
        int line = profile.lines().toList().indexOf("      - '10 mx.replace-me.invalid.'") + 1;
        for (String command : List.of("plan", "prepare", "switch")) {
            Desk.Ran ran = run(command, "--to", "backup", "--profiles", folder.toString());
            assertEquals(2, ran.exit(), ran.all());
            assertTrue(
                    Unfolded.text(ran.err())
                            .contains(
                                    file
                                            + ":"
                                            + line
                                            + ":16: to do: still to be filled in: 10"
                                            + " mx.replace-me.invalid."),
                    ran.all());
        }
        Files.writeString(file, profile.replace("replace-me.invalid", "backup.example"));
        Desk.Ran filled = run("lint", "--profiles", folder.toString());
        assertFalse(filled.out().contains("to be filled in"), filled.all());
    }

    @Test
    void with_json_stdout_is_one_object_that_holds_the_profile() throws Exception {
        String resolver = serving(Map.of("acme.test.", HEAD + "@ MX 10 mx\n"));
        Desk.Ran ran = run("init", "acme.test", "--resolver", resolver, "--json");
        assertEquals(0, ran.exit(), ran.all());
        var object = ((JsonValue.Members) Json.read(ran.out())).byName();
        assertEquals("mxfail.init/1", ((JsonValue.Text) object.get("format")).value());
        assertLintsClean(((JsonValue.Text) object.get("text")).value());
        Path file = folder.resolve("out/acme.yaml");
        Desk.Ran written =
                run("init", "acme.test", "--resolver", resolver, "--json", "--out", "" + file);
        assertEquals(0, written.exit(), written.all());
        assertTrue(written.out().contains("\"file\" : \"" + file + "\""), written.out());
        Desk.Ran failed = run("init", "acme.test", "--resolver", "127.0.0.1:1", "--json");
        assertEquals(3, failed.exit(), failed.all());
        assertTrue(failed.out().contains("mxfail.error/1"), failed.all());
    }

    @Test
    void the_site_that_has_the_mail_gets_the_name_that_is_asked_for() throws Exception {
        String resolver = serving(Map.of("acme.test.", HEAD + "@ MX 10 mx\n"));
        Desk.Ran ran = run("init", "acme.test", "--resolver", resolver, "--site", "backup");
        assertEquals(0, ran.exit(), ran.all());
        assertLintsClean(ran.out());
        String profile = ran.out();
        assertTrue(
                profile.indexOf("\n  backup:\n") < profile.indexOf("'10 mx.acme.test.'"), profile);
        assertTrue(
                profile.indexOf("'10 mx.acme.test.'") < profile.indexOf("\n  primary:\n"), profile);
        for (String wrong : List.of("mixed", "unknown", "Haupt Site", "")) {
            Desk.Ran refused = run("init", "acme.test", "--resolver", resolver, "--site", wrong);
            assertEquals(2, refused.exit(), refused.all());
        }
    }

    @Test
    void a_resolver_that_is_no_address_is_a_slip_of_the_pen_and_told_at_once() {
        for (String wrong :
                List.of("nonsense", "192.0.2.999", "192.0.2.1:0", "https://", "http://x.test")) {
            Desk.Ran ran = run("init", "acme.test", "--resolver", wrong);
            assertEquals(2, ran.exit(), ran.all());
            assertTrue(ran.err().contains("--resolver"), ran.all());
        }
    }

    @Test
    void a_file_that_exists_is_never_overwritten() throws Exception {
        String resolver = serving(Map.of("acme.test.", HEAD + "@ MX 10 mx\n"));
        Path file = folder.resolve("new/acme.yaml");
        String[] command = {"init", "acme.test", "--resolver", resolver, "--out", file.toString()};
        assertEquals(0, run(command).exit());
        Files.writeString(file, "mine");
        Desk.Ran again = run(command);
        assertEquals(2, again.exit(), again.all());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void a_domain_that_does_not_exist_and_a_resolver_that_does_not_answer_are_told()
            throws Exception {
        String resolver = serving(Map.of("acme.test.", HEAD));
        assertEquals(3, run("init", "no.such.invalid", "--resolver", resolver).exit());
        assertEquals(2, run("init", "not a domain", "--resolver", resolver).exit());
        assertEquals(2, run("init", "test", "--resolver", resolver).exit());
        assertEquals(3, run("init", "acme.test", "--resolver", "127.0.0.1:1").exit());
    }
}
