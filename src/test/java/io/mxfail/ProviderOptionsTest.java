package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class ProviderOptionsTest {
    private static final List<String> TYPES =
            List.of(
                    "rfc2136",
                    "route53",
                    "cloudflare",
                    "powerdns",
                    "zonefile",
                    "exec",
                    "google",
                    "azure");

    @TempDir private Path folder = Path.of("");

    @Test
    void every_type_of_the_contract_is_described() {
        assertEquals(TYPES, ProviderAdapters.DESCRIPTIONS.stream().map(d -> d.type()).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: rfc2136, server: '127.0.0.1:5300', tsig: {name: k., algorithm:"
                        + " hmac-sha256, secret: 'env:K'}, timeout: 5s}",
                "{type: route53}",
                "{type: route53, zone-id: Z1, aws-profile: ops, role-arn:"
                        + " 'arn:aws:iam::1:role/dns', region: eu-central-1, timeout: 5s,"
                        + " endpoint: 'http://127.0.0.1:9', ca-file: ca.pem}",
                "{type: cloudflare, token: 'env:K'}",
                "{type: cloudflare, token: 'env:K', zone-id: abc, timeout: 5s, endpoint:"
                        + " 'http://127.0.0.1:9/client/v4', ca-file: ca.pem}",
                "{type: powerdns, url: 'http://127.0.0.1:8081', api-key: 'env:K'}",
                "{type: powerdns, url: 'http://127.0.0.1:8081', api-key: 'env:K', server-id: two,"
                        + " cas-via: {server: 127.0.0.1, tsig: {name: k., algorithm: hmac-sha256,"
                        + " secret: 'env:K'}}, ca-file: ca.pem, timeout: 5s}",
                "{type: zonefile, path: 'zones/${zone}'}",
                "{type: zonefile, path: zone, check: [named-checkzone], reload: [rndc, reload]}",
                "{type: exec, command: [bridge]}",
                "{type: exec, command: [bridge, -x], env: [DNS_TOKEN], timeout: 5s}",
                "{type: google, project: p, credentials: 'file:key.json'}",
                "{type: google, project: p, managed-zone: z, credentials: 'file:key.json',"
                        + " endpoint: 'http://127.0.0.1:9', ca-file: ca.pem, timeout: 5s}",
                "{type: azure, subscription: s, resource-group: g, tenant: t, client-id: c,"
                        + " client-secret: 'env:K', endpoint: 'http://127.0.0.1:9', ca-file:"
                        + " ca.pem, timeout: 5s}",
            })
    void every_option_of_the_contract_is_known(String provider) throws IOException {
        assertEquals("", lint(0, provider));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloudflare | token",
                "powerdns | url",
                "powerdns | api-key",
                "zonefile | path",
                "exec | command",
                "google | project",
                "google | credentials",
                "azure | subscription",
                "azure | resource-group",
                "azure | tenant",
                "azure | client-id",
                "azure | client-secret",
            })
    void what_an_adapter_cannot_do_without_is_missed(String pair) throws IOException {
        String[] parts = pair.split(" \\| ", -1);
        String said = lint(2, "{type: " + parts[0] + "}");
        assertTrue(said.contains("acme.yaml:4:11"), said);
        assertTrue(said.contains("`" + parts[1] + "` is missing"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "route53",
                "cloudflare",
                "powerdns",
                "zonefile",
                "exec",
                "google",
                "azure",
            })
    void an_unknown_option_is_named_at_its_place(String type) throws IOException {
        String said = lint(2, "{type: " + type + ", colour: red}");
        assertTrue(
                said.contains(
                        "acme.yaml:4:" + ("provider: {type: , ".length() + type.length() + 1)),
                said);
        assertTrue(said.contains("unknown key `colour`"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: cloudflare, token: hunter2}",
                "{type: powerdns, url: 'http://127.0.0.1', api-key: hunter2}",
                "{type: google, project: p, credentials: hunter2}",
                "{type: azure, client-secret: hunter2}",
            })
    void a_secret_in_the_clear_is_an_error_that_does_not_repeat_it(String provider)
            throws IOException {
        String said = lint(2, provider);
        assertTrue(said.contains("where a reference to a secret belongs"), said);
        assertTrue(!said.contains("hunter2"), said);
    }

    @Test
    void a_change_through_a_type_without_adapter_says_so() throws IOException {
        write("{type: carrier-pigeon}");
        String said = run(2, "switch", "--to", "backup", "--from", "primary", "--yes");
        assertTrue(said.contains("no adapter for the provider type `carrier-pigeon`"), said);
        assertTrue(said.contains("mxfail providers"), said);
    }

    private String lint(int exit, String provider) throws IOException {
        write(provider);
        String said = run(exit, "lint");
        return exit == 0 ? "" : said;
    }

    private void write(String provider) throws IOException {
        Files.writeString(
                folder.resolve("acme.yaml"),
                """
                version: 1
                name: acme
                domains: [example.test]
                provider: %s
                sites:
                  primary: {mx: ["10 mx1.primary.test."]}
                  backup: {mx: ["10 mx.backup.test."]}
                """
                        .formatted(provider));
    }

    private String run(int exit, String... args) {
        var line = new ArrayList<>(List.of(args));
        line.addAll(List.of("--profiles", folder.toString(), "--state", folder + "/state"));
        Typed typed = Typed.line(line.toArray(String[]::new));
        assertEquals(exit, typed.exit(), typed.all());
        return typed.all();
    }
}
