package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Postfix;
import io.mxfail.real.Server;
import io.mxfail.real.Unbound;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The whole failover where nothing is ours but mxfail: BIND has the zone, Unbound is the panel of
/// resolvers, and two Postfixes are the sites.
@NeedsServer({Server.BIND, Server.UNBOUND, Server.POSTFIX})
class FailoverWithRealPartsTest {
    private static final List<String> OLD = List.of("10 mx.primary.acme.test.");
    private static final List<String> NEW = List.of("10 mx.backup.acme.test.");

    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());

    private final Key key = Key.random("mxfail-key");
    private final List<AutoCloseable> parts = new ArrayList<>();
    private Desk desk;
    private Bind bind;
    private Unbound unbound;

    @BeforeEach
    void open() throws IOException {
        desk = started(new Desk());
        java.nio.file.Files.writeString(desk.folder.resolve("ca.pem"), AUTHORITY.pem());
    }

    @AfterEach
    void shut() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.add(part);
        return part;
    }

    /// @param mxTtl for how long the old MX may be cached
    private void company(int mxTtl, Postfix.Setup backup) throws IOException {
        bind =
                started(
                        Bind.primary(
                                Zone.of(
                                        "acme.test",
                                        """
                                        $TTL 3600
                                        @ SOA ns1 hostmaster 1 3600 600 604800 300
                                        @ NS ns1
                                        ns1 A 127.0.0.1
                                        @ %d MX 10 mx.primary
                                        @ 900 TXT "v=spf1 ip4:192.0.2.10 ~all"
                                        mx.primary A 127.0.0.1
                                        mx.backup A 127.0.0.1
                                        """
                                                .formatted(mxTtl),
                                        Grant.wholeZone(key))));
        unbound = started(Unbound.of(bind));
        Postfix primary = started(Postfix.start(healthy("mx.primary.acme.test")));
        Postfix second = started(Postfix.start(backup));
        desk.profile(
                "acme",
                """
                version: 1
                name: acme
                domains: [acme.test]
                provider: {type: rfc2136, server: "%1$s", tsig: %2$s}
                sites:
                  primary: {mx: ["10 mx.primary.acme.test."], spf: [ip4:192.0.2.10]}
                  backup: {mx: ["10 mx.backup.acme.test."], spf: [ip4:198.51.100.20]}
                checks: {recipients: ["postmaster@${domain}", "billing@${domain}"]}
                dns: {authoritative: ["%1$s"], resolvers: ["%3$s"]}
                smtp:
                  connect-to: {mx.primary.acme.test: "%4$s", mx.backup.acme.test: "%5$s"}
                  ca-file: ../ca.pem
                """
                        .formatted(
                                Desk.at(bind.address()),
                                desk.tsig(key),
                                Desk.at(unbound.address()),
                                Desk.at(primary.address()),
                                Desk.at(second.address())));
    }

    private static Postfix.Setup healthy(String host) {
        return serving(host, List.of("acme.test"), "postmaster@acme.test", "billing@acme.test");
    }

    private static Postfix.Setup serving(String host, List<String> domains, String... recipients) {
        return new Postfix.Setup(
                host,
                Optional.of(AUTHORITY.serverPem(host, Duration.ofDays(30))),
                domains,
                List.of(recipients));
    }

    private Desk.Ran switchOver(String... more) {
        var line = new ArrayList<>(List.of("switch", "--to", "backup", "--from", "primary"));
        line.add("--yes");
        line.addAll(List.of(more));
        return desk.mxfail(line.toArray(String[]::new));
    }

    private List<String> served() {
        return Ask.data(bind.address(), "acme.test.", Type.MX);
    }

    private List<String> cached() {
        return Ask.data(unbound.address(), "acme.test.", Type.MX);
    }

    @Test
    void a_resolver_that_still_caches_the_old_mx_keeps_it_pending_until_it_forgets()
            throws IOException {
        company(3600, healthy("mx.backup.acme.test"));
        assertEquals(OLD, cached());

        Desk.Ran there = switchOver("--wait", "1s");

        assertEquals(5, there.exit(), there.all());
        assertEquals(NEW, served());
        assertEquals(OLD, cached());
        assertTrue(
                there.said().contains("old answers cached at " + Desk.at(unbound.address())),
                there.all());
        assertTrue(there.said().contains("caches end by 2"), there.all());

        Desk.Ran early = desk.mxfail("verify", "--expect", "backup", "--json");

        assertEquals(1, early.exit(), early.all());
        Seen domain = new Seen(early.json()).at("domains", 0);
        assertEquals("pending", domain.at("verdict").text());
        assertEquals("accepted", domain.at("smtp").text());
        assertEquals("new", domain.at("authoritative", 0).at("state").text());
        assertEquals("old", domain.at("resolvers", 0).at("state").text());
        int oldFor = domain.at("resolvers", 0).at("oldForSeconds").number();
        assertTrue(oldFor > 3400 && oldFor <= 3600, early.all());
        assertTrue(
                there.said()
                        .contains(
                                "caches end by "
                                        + domain.at("cachesUntil").text().substring(0, 19)),
                "two ends of the caches: " + there.all() + early.all());

        unbound.flush("acme.test");
        Desk.Ran later = desk.mxfail("verify", "--expect", "backup");

        assertEquals(0, later.exit(), later.all());
        assertTrue(later.out().contains("VERIFIED"), later.all());
    }

    @Test
    void a_switch_waits_for_a_short_cache_and_is_verified_and_so_is_its_undo() throws IOException {
        company(2, healthy("mx.backup.acme.test"));
        assertEquals(OLD, cached());

        Desk.Ran there = switchOver("--wait", "30s");

        assertEquals(0, there.exit(), there.all());
        assertEquals(NEW, cached());

        unbound.flush("acme.test");
        Desk.Ran back = desk.mxfail("undo", "--yes", "--wait", "30s");

        assertEquals(0, back.exit(), back.all());
        assertEquals(OLD, served());
        assertEquals(OLD, cached());
    }

    @Test
    void a_backup_that_relays_for_nobody_is_refused_and_nothing_changes() throws IOException {
        company(2, serving("mx.backup.acme.test", List.of("other.test"), "postmaster@other.test"));

        Desk.Ran refused = switchOver();

        assertEquals(3, refused.exit(), refused.all());
        assertEquals(OLD, served());
        assertAll(
                () -> assertTrue(refused.said().contains("BLOCKS TARGET-RCPT"), refused.all()),
                () -> assertTrue(refused.said().contains("relay denied for"), refused.all()),
                () -> assertTrue(refused.said().contains("554 5.7.1"), refused.all()),
                () ->
                        assertTrue(
                                refused.out()
                                        .contains("fix: make backup accept mail for acme.test"),
                                refused.all()));
    }

    @Test
    void a_backup_that_lacks_one_mailbox_is_told_apart_from_one_that_denies_relay()
            throws IOException {
        company(2, serving("mx.backup.acme.test", List.of("acme.test"), "postmaster@acme.test"));

        Desk.Ran refused = switchOver();

        assertEquals(3, refused.exit(), refused.all());
        assertEquals(OLD, served());
        assertAll(
                () ->
                        assertTrue(
                                refused.said().contains("unknown user for billing@acme.test"),
                                refused.all()),
                () -> assertTrue(refused.said().contains("550 5.1.1"), refused.all()),
                () ->
                        assertTrue(
                                refused.said().contains("fix: create billing@acme.test at backup")),
                () ->
                        assertFalse(
                                refused.said().contains("postmaster@acme.test at"), refused.all()));

        Desk.Ran accepted =
                switchOver("--accept", "TARGET-RCPT", "--reason", "billing is gone", "--no-verify");

        assertEquals(5, accepted.exit(), accepted.all());
        assertEquals(NEW, served());
    }
}
