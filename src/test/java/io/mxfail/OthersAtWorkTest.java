package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.ChildJvm;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Nsupdate;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// mxfail is not alone: a colleague runs it too, and others change the zone by other means, at the
/// worst moment, which is after it has read the zone and before its update arrives.
@NeedsServer(Server.BIND)
class OthersAtWorkTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static final String OLD = "10 mx.primary.acme.test.";
    private static final String NEW = "10 mx.backup.acme.test.";
    private static final String THIRD = "10 mx.third.acme.test.";

    private final Key key = Key.random("mxfail-key");
    private final List<AutoCloseable> parts = new ArrayList<>();
    private Desk desk;
    private Bind bind;

    @BeforeEach
    void open() throws IOException {
        desk = started(new Desk());
        Files.writeString(desk.folder.resolve("ca.pem"), AUTHORITY.pem());
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
                                        @ MX 10 mx.primary
                                        @ 900 TXT "v=spf1 ip4:192.0.2.10 ~all"
                                        @ 900 TXT "site-verification=keep-me"
                                        mx.primary A 127.0.0.1
                                        mx.backup A 127.0.0.1
                                        mx.third A 127.0.0.1
                                        """,
                                        Grant.wholeZone(key))));
        var hosts = new StringBuilder();
        for (String site : List.of("primary", "backup", "third")) {
            String host = "mx." + site + ".acme.test";
            LabMailServer server =
                    started(
                            LabMailServer.start(
                                    AUTHORITY, host, Mailboxes.of("postmaster@acme.test")));
            hosts.append("\n    %s: \"%s\"".formatted(host, Desk.at(server.address())));
        }
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
                  third: {mx: ["10 mx.third.acme.test."], spf: [ip4:203.0.113.30]}
                checks: {recipients: ["postmaster@${domain}"]}
                dns: {authoritative: ["%1$s"], resolvers: []}
                smtp:
                  ca-file: ../ca.pem
                  connect-to:%3$s
                """
                        .formatted(Desk.at(bind.address()), desk.tsig(key), hosts));
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

    private static String[] to(String site) {
        return new String[] {"switch", "--to", site, "--from", "primary", "--yes", "--wait", "20s"};
    }

    private List<String> mx() {
        return Ask.data(bind.address(), "acme.test.", Type.MX);
    }

    private List<String> txt() {
        return Ask.data(bind.address(), "acme.test.", Type.TXT);
    }

    private long serial() {
        String soa = Ask.data(bind.address(), "acme.test.", Type.SOA).getFirst();
        return Long.parseLong(soa.split(" ")[2]);
    }

    private void update(String... lines) {
        Nsupdate.signed(bind.address(), key).send("acme.test", lines);
    }

    @Test
    void a_zone_that_changes_between_read_and_write_is_left_to_the_other() {
        List<String> texts = txt();

        Desk.Ran late =
                desk.mxfail(
                        Overheard.beforeTheFirstWrite(
                                () ->
                                        update(
                                                "update delete acme.test. MX",
                                                "update add acme.test. 60 MX 5"
                                                        + " mx.third.acme.test.")),
                        to("backup"));

        assertEquals(7, late.exit(), late.all());
        assertEquals(List.of("5 mx.third.acme.test."), mx());
        assertEquals(texts, txt());
        assertAll(
                () -> assertTrue(late.out().contains("planned from " + OLD), late.all()),
                () -> assertTrue(late.out().contains("planned to   " + NEW), late.all()),
                () ->
                        assertTrue(
                                late.out().contains("now          5 mx.third.acme.test."),
                                late.all()),
                () -> assertTrue(late.said().contains("nothing changed"), late.all()));
    }

    @Test
    void a_foreign_string_added_between_read_and_write_is_no_obstacle_and_survives() {
        Desk.Ran there =
                desk.mxfail(
                        Overheard.beforeTheFirstWrite(
                                () -> update("update add acme.test. 900 TXT \"just-now\"")),
                        to("backup"));

        assertEquals(0, there.exit(), there.all());
        assertEquals(List.of(NEW), mx());
        assertEquals(
                List.of(
                        "\"v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 ip4:203.0.113.30 ~all\"",
                        "just-now",
                        "site-verification=keep-me"),
                txt());
    }

    @Test
    void a_zone_that_never_stands_still_is_given_up_and_nothing_changes() {
        var counter = new int[1];

        Desk.Ran late =
                desk.mxfail(
                        Overheard.atEveryEvent(
                                event -> {
                                    if (event instanceof JournalEvent.Announced) {
                                        counter[0]++;
                                        update(
                                                "update add acme.test. 900 TXT \"busy %d\""
                                                        .formatted(counter[0]));
                                    }
                                }),
                        to("backup"));

        assertEquals(7, late.exit(), late.all());
        assertTrue(counter[0] > 1 && counter[0] < 10, counter[0] + " writes");
        assertEquals(List.of(OLD), mx());
    }

    @Test
    void two_at_one_state_folder_one_wins_and_the_other_hears_who() throws Exception {
        var second = new ArrayList<Desk.Ran>();

        Desk.Ran first =
                desk.mxfail(
                        Overheard.beforeTheFirstWrite(() -> second.add(inAnotherProcess("third"))),
                        to("backup"));

        assertEquals(0, first.exit(), first.all());
        assertEquals(List.of(NEW), mx());
        Desk.Ran other = second.getFirst();
        assertEquals(6, other.exit(), other.all());
        String run = desk.mxfail("history").out().split(" ")[0];
        assertAll(
                () ->
                        assertTrue(
                                other.said().contains("acme.test. is being changed by"),
                                other.all()),
                () -> assertTrue(other.said().contains(run), other.all()),
                () -> assertTrue(other.said().contains("nothing was changed here"), other.all()),
                () -> assertEquals(1, desk.mxfail("history").out().lines().count()));
    }

    private Desk.Ran inAnotherProcess(String site) {
        try {
            Process child =
                    new ProcessBuilder(
                                    ChildJvm.warm(
                                            Main.class,
                                            desk.arguments(to(site)).toArray(String[]::new)))
                            .start();
            String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Desk.Ran(child.waitFor(), out, err);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void two_machines_that_write_at_one_moment_one_wins_and_the_other_is_stale() throws Exception {
        var together = new CyclicBarrier(2);
        Altered meeting = Overheard.beforeTheFirstWrite(() -> await(together));
        Altered meetingToo = Overheard.beforeTheFirstWrite(() -> await(together));

        List<Desk.Ran> both =
                atOnce(
                        () -> desk.mxfail(meeting, to("backup")),
                        () -> desk.elsewhere().mxfail(meetingToo, to("third")));

        Desk.Ran toBackup = both.get(0);
        Desk.Ran toThird = both.get(1);
        boolean backupWon = mx().equals(List.of(NEW));
        assertEquals(List.of(backupWon ? NEW : THIRD), mx());
        assertEquals(backupWon ? 0 : 7, toBackup.exit(), toBackup.all());
        assertEquals(backupWon ? 7 : 0, toThird.exit(), toThird.all());
        Desk.Ran stale = backupWon ? toThird : toBackup;
        assertTrue(stale.out().contains("now          " + mx().getFirst()), stale.all());
    }

    @Test
    void two_machines_with_one_goal_write_it_once() throws Exception {
        var together = new CyclicBarrier(2);
        Altered meeting = Overheard.beforeTheFirstWrite(() -> await(together));
        Altered meetingToo = Overheard.beforeTheFirstWrite(() -> await(together));
        long serial = serial();

        List<Desk.Ran> both =
                atOnce(
                        () -> desk.mxfail(meeting, to("backup")),
                        () -> desk.elsewhere().mxfail(meetingToo, to("backup")));

        assertEquals(
                List.of(0, 7),
                both.stream().map(Desk.Ran::exit).sorted().toList(),
                () -> both.get(0).all() + both.get(1).all());
        Desk.Ran second = both.get(0).exit() == 7 ? both.get(0) : both.get(1);
        assertTrue(second.said().contains("the same change"), second.all());
        assertEquals(List.of(NEW), mx());
        assertEquals(serial + 1, serial());
        assertFalse(second.out().contains("planned from"), second.all());
    }

    private static List<Desk.Ran> atOnce(Callable<Desk.Ran> one, Callable<Desk.Ran> other)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(one);
            var second = threads.submit(other);
            return List.of(first.get(60, TimeUnit.SECONDS), second.get(60, TimeUnit.SECONDS));
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other never came", e);
        }
    }
}
