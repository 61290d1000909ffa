package io.mxfail;

import io.mxfail.adapter.azure.AzureNameServer;
import io.mxfail.adapter.azure.FakeAzure;
import io.mxfail.adapter.cloudflare.FakeCloudflare;
import io.mxfail.adapter.google.FakeGoogle;
import io.mxfail.adapter.route53.FakeRoute53;
import io.mxfail.adapter.route53.FakeZone;
import io.mxfail.adapter.route53.Route53Account;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.real.Bind;
import io.mxfail.real.Key;
import io.mxfail.real.PowerDns;
import io.mxfail.wire.http.ForwardingService;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A provider whose account is opened with a secret, at a service with the company's zone.
///
/// @param endpoint of the honest service
/// @param profile the `provider:` of a profile, for an endpoint
/// @param secrets that must not be seen: the right one, the wrong one, and what is derived
/// @param forge makes the wrong one the profile's
/// @param loseAnswer the next write takes effect, and its answer is lost
/// @param refusals answers of a service that repeats what it hears at `%s`; none where there is
///     no such service
/// @param service closes the service
record Keyring(
        String endpoint,
        Function<String, String> profile,
        List<String> secrets,
        Runnable forge,
        Runnable loseAnswer,
        List<String> refusals,
        Runnable service)
        implements AutoCloseable {
    private static final String WRONG = "canary-of-a-wrong-key/9876543210+zyx";
    private static final String SPF = "v=spf1 ip4:192.0.2.10 ~all";
    private static final List<String> HOSTS =
            List.of("mx.primary", "mx.backup", "relay.primary", "relay.backup");

    Keyring {
        secrets = List.copyOf(secrets);
        refusals = List.copyOf(refusals);
    }

    /// Makes one.
    ///
    /// folder: where its secrets lie; dns: what serves the zone where a run waits for it
    @FunctionalInterface
    interface Maker {
        Keyring in(Path folder, AuthoritativeServer dns) throws Exception;
    }

    @Override
    public void close() {
        service.run();
    }

    /// A file that only its owner may read.
    static Path keep(Path folder, String name, String value) {
        try {
            Path file = folder.resolve(name);
            if (Files.notExists(file)) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            return Files.writeString(file, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param refusal what this service's errors look like
    private static List<String> repeated(String refusal) {
        return List.of(refusal, "%s is garbage", "{\"half\": \"%s\"");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Keyring cloudflare(Path folder, AuthoritativeServer dns) {
        var service = new FakeCloudflare();
        FakeCloudflare.FakeZone zone = service.zone("acme.test", "full", true);
        record(service, zone, "MX", "acme.test", "mx.primary.acme.test");
        record(service, zone, "TXT", "acme.test", '"' + SPF + '"');
        record(service, zone, "CNAME", "smtp.acme.test", "relay.primary.acme.test");
        HOSTS.forEach(host -> record(service, zone, "A", host + ".acme.test", "127.0.0.1"));
        Path token = keep(folder, "token.secret", FakeCloudflare.TOKEN);
        return new Keyring(
                service.endpoint(),
                at ->
                        "{type: cloudflare, endpoint: \"%s\", token: \"file:%s\"}"
                                .formatted(at, token),
                List.of(FakeCloudflare.TOKEN, WRONG),
                () -> keep(folder, "token.secret", WRONG),
                service::loseTheNextAnswer,
                repeated("{\"success\":false,\"errors\":[{\"code\":1004,\"message\":\"%s\"}]}"),
                service::close);
    }

    private static void record(
            FakeCloudflare service,
            FakeCloudflare.FakeZone zone,
            String type,
            String name,
            String content) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", type);
        fields.put("name", name);
        fields.put("content", content);
        fields.put("ttl", 3600);
        fields.put("priority", 10);
        service.put(zone, fields);
    }

    static Keyring azure(Path folder, AuthoritativeServer dns) {
        var service = new FakeAzure();
        fill(service, dns);
        Path secret = keep(folder, "client.secret", FakeAzure.SECRET);
        return new Keyring(
                service.address(),
                at -> azureAt(at, secret),
                List.of(FakeAzure.SECRET, WRONG, Parrot.TOKEN, "eyJ.secret-token"),
                () -> keep(folder, "client.secret", WRONG),
                service::loseTheNextAnswer,
                repeated("{\"error\":{\"code\":\"BadRequest\",\"message\":\"%s\"}}"),
                service::close);
    }

    /// The `provider:` of a profile.
    static String azureAt(String endpoint, Path secret) {
        return "{type: azure, endpoint: \"%s\", subscription: sub-1, resource-group: dns-group, tenant: %s, client-id: %s, client-secret: \"file:%s\"}"
                .formatted(endpoint, FakeAzure.TENANT, FakeAzure.CLIENT, secret);
    }

    /// The company's zone at Azure, served by that server from then on.
    static FakeAzure.Zone fill(FakeAzure service, AuthoritativeServer dns) {
        FakeAzure.Zone zone = service.zone("acme.test", "Public");
        azure(
                service,
                zone,
                "MX",
                "@",
                Map.of("preference", 10, "exchange", "mx.primary.acme.test."));
        azure(service, zone, "TXT", "@", Map.of("value", List.of(SPF)));
        azure(service, zone, "TXT", "bk.dkim.backup", Map.of("value", Company.dkim()));
        HOSTS.forEach(host -> azure(service, zone, "A", host, Map.of("ipv4Address", "127.0.0.1")));
        service.put(
                zone,
                "CNAME",
                "smtp",
                Map.of("TTL", 3600, "CNAMERecord", Map.of("cname", "relay.primary.acme.test.")));
        AzureNameServer.serve(service, zone, dns);
        return zone;
    }

    private static void azure(
            FakeAzure service,
            FakeAzure.Zone zone,
            String type,
            String name,
            Map<String, Object> record) {
        service.put(zone, type, name, Map.of("TTL", 3600, type + "Records", List.of(record)));
    }

    static Keyring google(Path folder, AuthoritativeServer dns) {
        var service = new FakeGoogle();
        FakeGoogle.Zone zone = service.zone("acme", "acme.test.", "public");
        service.put(zone, "acme.test.", "MX", 3600, "10 mx.primary.acme.test.");
        service.put(zone, "acme.test.", "TXT", 3600, '"' + SPF + '"');
        service.put(zone, "smtp.acme.test.", "CNAME", 3600, "relay.primary.acme.test.");
        HOSTS.forEach(host -> service.put(zone, host + ".acme.test.", "A", 3600, "127.0.0.1"));
        KeyPair wrong = FakeGoogle.STRANGE_KEYS;
        String key = service.credentials(FakeGoogle.KEYS);
        Path file = folder.resolve("account.secret");
        keep(folder, "account.secret", key);
        return new Keyring(
                service.address(),
                at -> {
                    keep(
                            folder,
                            "account.secret",
                            read(file).replaceFirst("http://[0-9.:]+/token", at + "/token"));
                    return "{type: google, endpoint: \"%s\", project: %s, credentials: \"file:%s\"}"
                            .formatted(at, FakeGoogle.PROJECT, file);
                },
                List.of(slice(FakeGoogle.KEYS), slice(wrong), Parrot.TOKEN, "ya29.secret-token"),
                () -> keep(folder, "account.secret", service.credentials(wrong)),
                service::loseTheNextAnswer,
                repeated(
                        "{\"error\":{\"code\":400,\"message\":\"%s\",\"errors\":[{\"reason\":\"invalid\",\"message\":\"%s\"}]}}"),
                service::close);
    }

    /// Enough of a private key to give it away.
    private static String slice(KeyPair keys) {
        byte[] key = keys.getPrivate().getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(key, 60, 90));
    }

    static Keyring route53(Path folder, AuthoritativeServer dns) throws IOException {
        var service = new FakeRoute53(Route53Account.users());
        service.synchroniseWhenAsked();
        FakeZone zone = service.zone("Z1PUBLIC", "acme.test.");
        put(zone, "acme.test.", "MX", "10 mx.primary.acme.test");
        put(zone, "acme.test.", "TXT", '"' + SPF + '"');
        put(zone, "smtp.acme.test.", "CNAME", "relay.primary.acme.test.");
        HOSTS.forEach(host -> put(zone, host + ".acme.test.", "A", "127.0.0.1"));
        Path user = keep(folder, "user", "known");
        return new Keyring(
                service.url(),
                at ->
                        "{type: route53, endpoint: \"%s\", timeout: 60s, aws-profile: %s}"
                                .formatted(at, read(user)),
                List.of(Route53Account.SECRET, Route53Account.CANARY),
                () -> keep(folder, "user", "forged"),
                () -> service.nextWrites(FakeRoute53.Fault.HANGS_UP_AFTER),
                repeated(
                        "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidInput</Code><Message>%s</Message></Error></ErrorResponse>"),
                service::close);
    }

    private static void put(FakeZone zone, String owner, String type, String value) {
        zone.put(
                new FakeZone.Id(owner, type, Optional.empty()),
                new FakeZone.Set(3600, List.of(value), ""));
    }

    /// @param server with the company's zone
    static Keyring powerDns(PowerDns server, Path folder) {
        Path key = keep(folder, "api.secret", PowerDns.API_KEY);
        var between = new ForwardingService(server.url());
        return new Keyring(
                between.address(),
                at -> "{type: powerdns, url: \"%s\", api-key: \"file:%s\"}".formatted(at, key),
                List.of(PowerDns.API_KEY, WRONG),
                () -> keep(folder, "api.secret", WRONG),
                between::loseTheNextAnswer,
                repeated("{\"error\":\"%s\"}"),
                between::close);
    }

    /// A key of a name server; its secret never travels, so that nobody can repeat it.
    static Keyring rfc2136(Key key, Path folder, AuthoritativeServer dns) {
        Path secret = keep(folder, "tsig.secret", key.secret());
        String wrong = key.forged().secret();
        return new Keyring(
                Company.at(dns.address(0)),
                at ->
                        "{type: rfc2136, server: \"%s\", tsig: {name: %s, algorithm: %s, secret: \"file:%s\"}}"
                                .formatted(at, key.name(), key.algorithm(), secret),
                List.of(key.secret(), wrong),
                () -> keep(folder, "tsig.secret", wrong),
                () -> {},
                List.of(),
                () -> {});
    }

    /// The same key, held by the bridge of the documentation.
    static Keyring bridge(Key key, Path folder, Bind bind) {
        String wrong = key.forged().secret();
        UnaryOperator<String> file =
                secret ->
                        "key \"%s\" { algorithm %s; secret \"%s\"; };\n"
                                .formatted(key.name(), key.algorithm(), secret);
        Path path = keep(folder, "update.secret", file.apply(key.secret()));
        return new Keyring(
                Integer.toString(bind.address().getPort()),
                port ->
                        "{type: exec, timeout: 60s, command: [%s, 127.0.0.1, \"%s\", %s]}"
                                .formatted(
                                        Path.of("docs/examples/nsupdate-bridge").toAbsolutePath(),
                                        port,
                                        path),
                List.of(key.secret(), wrong),
                () -> keep(folder, "update.secret", file.apply(wrong)),
                () -> {},
                List.of(),
                () -> {});
    }
}
