package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class SchemaTest {
    /// Every key of the format, apart from providers.
    private static final String EVERYTHING =
            """
            version: 1
            name: acme
            description: Newsletter and corporate mail
            contacts: ["#mail-oncall", "+49 30 1234567"]
            domains:
              - acme.test
              - {name: news.acme.test, zone: acme.test, vars: {esp_user: u4711}}
            provider: {type: zonefile, path: "zones/${zone}", reload: [rndc, reload]}
            ttl: {steady: 1h, switching: 60s}
            sites:
              primary:
                kind: mailbox
                accepts: always
                mx: ["10 mx1.primary.test.", "20 mx2.primary.test."]
                spf: [ip4:192.0.2.0/28, include:_spf.primary.test]
                senders: [192.0.2.10, "2001:db8::10"]
                dkim: ["fra1._domainkey CNAME fra1.dkim.primary.test."]
                records: ["smtp CNAME relay.primary.test."]
                submission: {host: "smtp.${domain}", port: 587, user: null, password: null, from: "news@${domain}"}
                checklist: [{id: suppressions, text: "Suppression list synced", every: 30d}]
              backup:
                kind: queue
                forwards-to: primary
                route: static
                mx: ["10 mx.backup.test."]
                spf: [include:_spf.backup.test]
                records: ["smtp CNAME relay.backup.test."]
            spf: {policy: union}
            mta-sts: {policy: check}
            checks:
              recipients: ["postmaster@${domain}"]
              helo: probe.ops.test
              mail-from: null
              timeout: 10s
              latency: {warn: 1s, crit: 5s}
              starttls: required
              control: null
              blocklists: []
            verify:
              timeout: 15m
              delivery:
                to: "probe@${domain}"
                from: ops@example.test
                imap: "imaps://probe@imap.primary.test"
                password: env:MAILBOX
                sites: {primary: {imap: "imaps://probe@imap.own.test", password: env:OWN}}
              outbound: null
            dns: {authoritative: [], resolvers: ["192.0.2.53"]}
            smtp: {port: 25, connect-to: {mx1.primary.test: "127.0.0.1:2525"}, ca-file: null}
            hooks: {pre-switch: null, fence: null, post-switch: null, on-partial: null}
            freeze: ["2026-12-20T00:00Z/2027-01-02T00:00Z"]
            """;

    private static final SchemaCheck SCHEMA = new SchemaCheck(Typed.line("schema").json());

    @TempDir private Path folder = Path.of("");

    private static Object plain(Object value) {
        return switch (value) {
            case null -> SchemaCheck.Nothing.NOTHING;
            case Map<?, ?> map -> {
                var plain = new LinkedHashMap<String, Object>();
                map.forEach((key, member) -> plain.put(String.valueOf(key), plain(member)));
                yield plain;
            }
            case List<?> list -> {
                var plain = new ArrayList<Object>();
                list.forEach(item -> plain.add(plain(item)));
                yield plain;
            }
            default -> value;
        };
    }

    private static List<String> problems(String yaml) {
        return SCHEMA.problems(
                plain(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
    }

    private int lint(String yaml) throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), yaml);
        return Typed.line("lint", "--profiles", folder.toString()).exit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.yaml", "newsletter.yaml"})
    void the_example_profiles_fit(String name) throws IOException {
        assertEquals(List.of(), problems(Files.readString(Path.of("profiles", name))));
    }

    @Test
    void a_profile_with_every_key_fits_and_is_clean() throws IOException {
        assertEquals(0, lint(EVERYTHING));
        assertEquals(List.of(), problems(EVERYTHING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: 1 => version: 2",
                "name: acme => name: Acme",
                "name: acme => colour: red",
                "ttl: {steady: 1h => ttl: {steady: one hour",
                "ttl: {steady: 1h => ttl: {stead: 1h",
                "kind: mailbox => kind: letterbox",
                "route: static => rout: static",
                "port: 587 => port: 70000",
                "password: null => password: hunter2",
                "{id: suppressions, text => {id: suppressions, colour: red, text",
                "path: \"zones/${zone}\" => pth: \"zones/${zone}\"",
                "reload: [rndc, reload] => reload: rndc reload",
                "type: zonefile => type: cloudflare",
                "connect-to: {mx1 => connect: {mx1",
                "latency: {warn: 1s => latency: {wrn: 1s",
                "blocklists: [] => blocklists: {}",
                "provider: {type => providers: {type",
                "domains: => domain:",
                "sites: {primary: {imap: => sites: {primary: {imp:",
                "imap.own.test\", password: env:OWN => imap.own.test\"",
                "password: env:OWN => password: hunter2",
            })
    void what_lint_refuses_the_schema_refuses_too(String slip) throws IOException {
        String[] parts = slip.split(" => ", -1);
        String yaml =
                EVERYTHING.replaceFirst(
                        java.util.regex.Pattern.quote(parts[0]),
                        java.util.regex.Matcher.quoteReplacement(parts[1]));
        assertFalse(yaml.equals(EVERYTHING), slip);
        assertEquals(2, lint(yaml));
        assertFalse(problems(yaml).isEmpty());
    }

    @Test
    void keys_may_come_from_an_included_file() {
        assertEquals(List.of(), problems("{version: 1, name: acme, include: [_sites.yaml]}"));
        assertEquals(1, problems("{version: 1, name: acme}").size());
    }
}
