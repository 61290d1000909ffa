package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.MailFault;
import io.mxfail.real.Ask;
import io.mxfail.real.ChildJvm;
import io.mxfail.real.Key;
import io.mxfail.real.NameServer;
import io.mxfail.real.Nsupdate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The main job, through the command line, on a real name server and mail hosts that speak real
/// SMTP.
abstract class FailoverContract {
    protected static final Key KEY = Key.random("mxfail-key");

    private NameServer server;
    private Company company;

    abstract NameServer start();

    @BeforeEach
    void open() throws IOException {
        server = start();
        company = new Company(server.address(), KEY);
    }

    @AfterEach
    void shut() throws Exception {
        company.close();
        server.close();
    }

    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    @Test
    void a_switch_moves_mail_and_an_undo_gives_back_every_byte() {
        List<String> origin = company.served();

        Company.Ran there = company.mxfail(SWITCH);

        assertEquals(0, there.exit(), there.out() + there.err());
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
        List<String> spf =
                Ask.data(server.address(), "acme.test.", Type.TXT).stream()
                        .filter(txt -> txt.contains("v=spf1"))
                        .toList();
        assertEquals(List.of("\"v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 ~all\""), spf);
        assertEquals(4, Ask.data(server.address(), "acme.test.", Type.TXT).size());
        assertEquals(0, company.mxfail("verify", "--expect", "backup").exit());

        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "20s");

        assertEquals(0, back.exit(), back.out() + back.err());
        assertEquals(origin, company.served());
    }

    @Test
    void a_neighbour_of_450_bytes_in_two_strings_survives_there_and_back() {
        String key = "a".repeat(255) + " " + "b".repeat(195);
        update("update add acme.test. 900 TXT " + key);
        List<String> origin = company.served();
        List<String> texts = Ask.data(server.address(), "acme.test.", Type.TXT);
        assertTrue(texts.contains(key), texts::toString);

        Company.Ran there = company.mxfail(SWITCH);

        assertEquals(0, there.exit(), there.out() + there.err());
        assertTrue(Ask.data(server.address(), "acme.test.", Type.TXT).contains(key));
        assertEquals(0, company.mxfail("undo", "--yes", "--wait", "20s").exit());
        assertEquals(origin, company.served());
    }

    @Test
    void a_second_switch_finds_nothing_to_do() {
        assertEquals(0, company.mxfail(SWITCH).exit());

        Company.Ran again = company.mxfail(SWITCH);

        assertEquals(0, again.exit());
        assertTrue(again.out().contains("UNCHANGED"), again.out());
    }

    @Test
    void a_reviewed_plan_is_refused_as_stale_once_the_zone_has_moved() {
        Path plan = company.folder.resolve("plan.json");
        assertEquals(0, company.mxfail("plan", "--to", "backup", "--out", plan.toString()).exit());
        update(
                "update delete acme.test. MX",
                "update add acme.test. 60 MX 5 mx.primary.acme.test.");
        List<String> before = company.served();

        Company.Ran apply = company.mxfail("apply", plan.toString(), "--yes");

        assertEquals(7, apply.exit(), apply.out() + apply.err());
        assertTrue(apply.out().contains("now          5 mx.primary.acme.test."), apply.out());
        assertEquals(before, company.served());
    }

    @Test
    void what_plan_prints_as_json_is_a_plan_file() throws IOException {
        Company.Ran planned = company.mxfail("plan", "--to", "backup", "--json");
        Path plan = Files.writeString(company.folder.resolve("printed.json"), planned.verbatim());

        Company.Ran apply = company.mxfail("apply", plan.toString(), "--yes", "--wait", "20s");

        assertEquals(0, apply.exit(), apply.out() + apply.err());
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
    }

    @Test
    void a_foreign_string_added_since_the_plan_is_no_obstacle_and_survives() {
        Path plan = company.folder.resolve("plan.json");
        assertEquals(0, company.mxfail("plan", "--to", "backup", "--out", plan.toString()).exit());
        update("update add acme.test. 900 TXT \"a-new-neighbour\"");

        Company.Ran apply = company.mxfail("apply", plan.toString(), "--yes", "--wait", "20s");

        assertEquals(0, apply.exit(), apply.out() + apply.err());
        assertTrue(
                Ask.data(server.address(), "acme.test.", Type.TXT).stream()
                        .anyMatch(txt -> txt.contains("a-new-neighbour")));
    }

    @Test
    void a_plan_file_edited_by_hand_is_refused() throws IOException {
        Path plan = company.folder.resolve("plan.json");
        assertEquals(0, company.mxfail("plan", "--to", "backup", "--out", plan.toString()).exit());
        Files.writeString(plan, Files.readString(plan).replace("10 mx.backup", "20 mx.backup"));

        Company.Ran apply = company.mxfail("apply", plan.toString(), "--yes");

        assertEquals(2, apply.exit(), apply.out() + apply.err());
        assertFalse(apply.err().contains("Exception"), apply.err());
        assertEquals(List.of("10 mx.primary.acme.test."), company.mx());
    }

    @Test
    void a_backup_that_denies_relay_blocks_the_switch() throws IOException {
        company.backup.fault(MailFault.named("relay-denied").orElseThrow());

        Company.Ran refused = company.mxfail(SWITCH);

        assertEquals(3, refused.exit(), refused.out() + refused.err());
        assertTrue(refused.out().contains("TARGET-RCPT"), refused.out());
        assertEquals(List.of("10 mx.primary.acme.test."), company.mx());
    }

    @Test
    void a_wrong_key_changes_nothing_and_says_so() throws IOException {
        Files.writeString(company.folder.resolve("tsig.secret"), KEY.forged().secret());

        Company.Ran refused = company.mxfail(SWITCH);

        assertEquals(3, refused.exit(), refused.out() + refused.err());
        assertFalse((refused.out() + refused.err()).contains(KEY.secret()));
        assertEquals(List.of("10 mx.primary.acme.test."), company.mx());
    }

    @Test
    void without_a_terminal_nothing_is_asked_and_nothing_changes() {
        Company.Ran refused = company.mxfail("switch", "--to", "backup");

        assertEquals(2, refused.exit(), refused.out() + refused.err());
        assertEquals(List.of("10 mx.primary.acme.test."), company.mx());
    }

    @Test
    void killed_after_any_journal_event_a_run_can_be_resumed() throws Exception {
        afterEveryKill(
                run -> {
                    Company.Ran resumed = company.mxfail("resume", run, "--yes", "--wait", "20s");
                    // after its last event a run is complete: there is nothing to resume
                    boolean complete = resumed.err().contains("is at its end");
                    assertTrue(complete || resumed.exit() == 0, resumed.out() + resumed.err());
                    assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
                    assertEquals(0, company.mxfail("undo", run, "--yes", "--wait", "20s").exit());
                });
    }

    @Test
    void killed_after_any_journal_event_a_run_can_be_undone() throws Exception {
        afterEveryKill(
                run -> {
                    Company.Ran undone = company.mxfail("undo", run, "--yes", "--wait", "20s");
                    assertEquals(0, undone.exit(), undone.out() + undone.err());
                });
    }

    @FunctionalInterface
    private interface Recovery {
        void of(String run);
    }

    private void afterEveryKill(Recovery recovery) throws Exception {
        List<String> origin = company.served();
        try (Onlooker onlooker = Onlooker.at(server.address(), "acme.test")) {
            int event = 1;
            for (int exit = killedAfter(event); exit == HaltingMain.HALTED; ) {
                recovery.of(newestRun());
                assertEquals(origin, company.served(), "after a kill at event " + event);
                exit = killedAfter(++event);
                assertTrue(
                        exit == HaltingMain.HALTED || exit == 0,
                        "exit " + exit + " after event " + event);
            }
            assertTrue(event > 4, "only " + (event - 1) + " events were reached");
            onlooker.assertNeverWrong();
        }
    }

    private int killedAfter(int event) throws Exception {
        var arguments = new ArrayList<String>();
        arguments.add(String.valueOf(event));
        arguments.addAll(company.arguments(SWITCH));
        Process child =
                new ProcessBuilder(
                                ChildJvm.warm(HaltingMain.class, arguments.toArray(String[]::new)))
                        .redirectErrorStream(true)
                        .redirectOutput(company.folder.resolve("child.log").toFile())
                        .start();
        return child.waitFor();
    }

    private String newestRun() {
        return company.mxfail("history").out().lines().findFirst().orElseThrow().split(" ")[0];
    }

    private void update(String... lines) {
        Nsupdate.signed(server.address(), KEY).send("acme.test", lines);
    }
}
