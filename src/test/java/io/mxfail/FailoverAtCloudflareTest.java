package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.cloudflare.FakeCloudflare;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The main job at a service with records of their own, through the command line. Its name server
/// here goes on serving the old zone, so that verification is left out.
class FailoverAtCloudflareTest {
    private static final Key KEY = Key.random("unused-key");

    private final FakeCloudflare service = new FakeCloudflare();
    private FakeCloudflare.FakeZone zone;
    private AuthoritativeServer server;
    private Company company;

    @BeforeEach
    void open() throws IOException {
        zone = service.zone("acme.test", "full", true);
        fill();
        server =
                AuthoritativeServer.start(
                        List.of(
                                ZoneVersion.parse(
                                        "acme.test.", "$ORIGIN acme.test.\n" + Company.ZONE)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
        profile();
    }

    @AfterEach
    void close() throws IOException {
        company.close();
        server.close();
        service.close();
    }

    @Test
    void a_switch_and_its_undo_are_one_batch_each_and_every_comment_survives() {
        var origin = records();

        Company.Ran there =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--no-verify");

        assertEquals(5, there.exit(), there.out() + there.err());
        assertEquals(1, service.writes());
        Map<String, Object> mx = only("MX");
        assertEquals("mx.backup.acme.test", mx.get("content"));
        assertEquals("ask the mail team", mx.get("comment"));

        Company.Ran back = company.mxfail("undo", "--yes", "--no-verify");

        assertEquals(5, back.exit(), back.out() + back.err());
        assertEquals(2, service.writes());
        assertEquals(origin, records());
        assertEquals("ask the mail team", only("MX").get("comment"));
    }

    @Test
    void a_wrong_token_changes_nothing_and_is_not_shown() throws IOException {
        Files.writeString(company.folder.resolve("token"), "wrong-token-0123456789");

        Company.Ran refused =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--no-verify");

        assertEquals(3, refused.exit(), refused.out() + refused.err());
        assertFalse((refused.out() + refused.err()).contains("wrong-token"));
        assertEquals(0, service.writes());
    }

    @Test
    void while_somebody_keeps_touching_the_record_nothing_is_written() {
        service.afterEachList(() -> service.comment(only("MX"), "typing"));
        var origin = records();

        Company.Ran refused =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--no-verify");

        assertEquals(7, refused.exit(), refused.out() + refused.err());
        assertEquals(origin, records());
        assertEquals(0, service.writes());
    }

    @Test
    void a_target_behind_the_orange_cloud_blocks_a_switch_and_is_told_by_a_check() {
        Map<String, Object> host =
                zone.records().stream()
                        .filter(r -> r.get("name").equals("mx.backup.acme.test"))
                        .findFirst()
                        .orElseThrow();
        host.put("proxied", true);

        Company.Ran refused =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--no-verify");
        assertEquals(3, refused.exit(), refused.out() + refused.err());
        assertTrue(
                refused.out().contains("BLOCKS  PROXIED-MX: the MX mx.backup.acme.test"),
                refused.out());
        assertEquals(0, service.writes());
        assertTrue(company.mxfail("check").out().contains("PROXIED-MX"));

        host.put("proxied", false);
        Company.Ran there =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--no-verify");
        assertEquals(5, there.exit(), there.out() + there.err());
        assertFalse(there.out().contains("PROXIED-MX"), there.out());
    }

    private Map<String, Object> only(String type) {
        return zone.records().stream()
                .filter(record -> record.get("type").equals(type))
                .findFirst()
                .orElseThrow();
    }

    /// Type, name, content and TTL of every record.
    private TreeSet<String> records() {
        var texts = new TreeSet<String>();
        zone.records()
                .forEach(
                        r ->
                                texts.add(
                                        "%s %s %s %s"
                                                .formatted(
                                                        r.get("type"),
                                                        r.get("name"),
                                                        r.get("content"),
                                                        r.get("ttl"))));
        return texts;
    }

    private void fill() {
        put(
                "MX",
                "acme.test",
                "mx.primary.acme.test",
                3600,
                "priority",
                10,
                "comment",
                "ask the mail team");
        put("TXT", "acme.test", "\"v=spf1 ip4:192.0.2.10 ~all\"", 900);
        put("TXT", "acme.test", "site-verification=keep-me", 900);
        put("CNAME", "smtp.acme.test", "relay.primary.acme.test", 3600);
        for (String host : List.of("mx.primary", "mx.backup", "relay.primary", "relay.backup")) {
            put("A", host + ".acme.test", "127.0.0.1", 3600);
        }
    }

    private void put(String type, String name, String content, int ttl, Object... more) {
        var record = new LinkedHashMap<String, Object>();
        record.put("type", type);
        record.put("name", name);
        record.put("content", content);
        record.put("ttl", ttl);
        for (int i = 0; i < more.length; i += 2) {
            record.put((String) more[i], more[i + 1]);
        }
        service.put(zone, record);
    }

    private void profile() throws IOException {
        Path token = Keyring.keep(company.folder, "token", FakeCloudflare.TOKEN);
        company.provider(
                "{type: cloudflare, endpoint: \"%s\", token: \"file:%s\"}"
                        .formatted(service.endpoint(), token));
    }
}
