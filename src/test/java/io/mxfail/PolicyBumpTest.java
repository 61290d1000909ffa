package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.World;
import io.mxfail.core.mail.MtaStsId;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.MailFault;
import io.mxfail.real.Ask;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `mta-sts: {policy: bump}` through the command line: a policy served over HTTPS, a zone
/// that takes signed updates, and mail hosts that speak real SMTP.
class PolicyBumpTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final String HOST = "mta-sts.acme.test";
    private static final String BOTH =
            "version: STSv1\nmode: enforce\nmx: mx.primary.acme.test\nmx: mx.backup.acme.test\n"
                    + "max_age: 604800\n";
    private static final String FOREIGN = "20240101T000000";
    private static final String[] PREPARE = {"prepare", "--to", "backup", "--yes", "--wait", "20s"};
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    private AuthoritativeServer server;
    private PolicyHost policyHost;
    private Company company;

    @BeforeEach
    void open() throws Exception {
        server =
                AuthoritativeServer.start(
                        List.of(
                                ZoneVersion.parse(
                                        "acme.test.",
                                        Company.ZONE
                                                + "_mta-sts 600 TXT \"v=STSv1; id="
                                                + FOREIGN
                                                + ";\"\n"
                                                + "_mta-sts 600 TXT \"keep=me\"\n")),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
        policyHost = new PolicyHost(HOST, BOTH);
        Path profile = company.folder.resolve("profiles/acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "  connect-to:\n",
                                "  connect-to:\n    "
                                        + HOST
                                        + ": \""
                                        + Company.at(policyHost.address())
                                        + "\"\n")
                        .concat("mta-sts: {policy: bump}\n"));
        Files.writeString(
                company.folder.resolve("ca.pem"), policyHost.anchor(), StandardOpenOption.APPEND);
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        policyHost.close();
        server.close();
    }

    private List<String> record() {
        return Ask.data(server.address(0), "_mta-sts.acme.test.", Type.TXT).stream()
                .sorted()
                .toList();
    }

    private static List<String> recordWith(String id) {
        return List.of("\"v=STSv1; id=" + id + ";\"", "keep=me");
    }

    private static Company.Ran fine(Company.Ran ran) {
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        return ran;
    }

    /// The program when the record's TTL has passed.
    private static Altered later() {
        return new Altered(
                world ->
                        new World(
                                world.profiles(),
                                world.providers(),
                                world.network(),
                                world.records(),
                                new World.Time(
                                        () -> Instant.now().plus(Duration.ofSeconds(601)),
                                        world.time().pause()),
                                world.operator()));
    }

    @Test
    void a_planned_switch_waits_for_the_id_that_a_preparation_writes() {
        Company.Ran early = company.mxfail(SWITCH);
        assertEquals(3, early.exit(), early.out() + early.err());
        assertTrue(early.out().contains("MTASTS-ID"), early.out());
        assertTrue(early.out().contains("was not written by mxfail"), early.out());
        assertEquals(recordWith(FOREIGN), record());

        Company.Ran ahead = fine(company.mxfail(PREPARE));
        assertFalse((ahead.out() + ahead.err()).contains("MTASTS-ID"), ahead.err());
        assertEquals(recordWith(MtaStsId.of(BOTH)), record());
        assertEquals(List.of("10 mx.primary.acme.test."), company.mx());

        Company.Ran soon = company.mxfail(SWITCH);
        assertEquals(3, soon.exit(), soon.out() + soon.err());
        assertTrue(soon.out().contains("may not see the new id"), soon.out());
        assertTrue(soon.out().contains("fix: switch after 20"), soon.out());

        Company.Ran there = fine(company.mxfail(later(), SWITCH));
        assertFalse((there.out() + there.err()).contains("_mta-sts"), there.err());
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
        assertEquals(recordWith(MtaStsId.of(BOTH)), record());
    }

    @Test
    void a_file_that_did_not_change_changes_no_id() {
        fine(company.mxfail(PREPARE));
        fine(company.mxfail(later(), SWITCH));

        Company.Ran again = fine(company.mxfail(SWITCH));

        assertTrue(again.out().contains("UNCHANGED"), again.out());
        assertFalse(company.mxfail("check").out().contains("MTASTS-ID"));
    }

    @Test
    void an_undo_gives_back_the_former_id_and_says_that_it_is_not_that_of_the_file() {
        List<String> origin = record();
        fine(company.mxfail(PREPARE));

        Company.Ran undone = fine(company.mxfail("undo", "--yes", "--wait", "20s"));

        assertEquals(origin, record());
        assertTrue(company.mxfail("check").out().contains("MTASTS-ID"), undone.out());
        fine(company.mxfail(PREPARE));
        assertEquals(recordWith(MtaStsId.of(BOTH)), record());
    }

    @Test
    void in_an_emergency_the_id_changes_with_the_mx_and_the_plan_says_who_waits()
            throws IOException {
        company.primary.fault(MailFault.named("relay-denied").orElseThrow());

        Company.Ran there = fine(company.mxfail(SWITCH));

        assertEquals(recordWith(MtaStsId.of(BOTH)), record());
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
        assertTrue(there.err().contains("OLD-MTASTS-CACHED"), there.err());

        company.primary.fault(MailFault.OK);
        fine(company.mxfail("undo", "--yes", "--wait", "20s"));
        assertEquals(recordWith(FOREIGN), record());
    }

    @Test
    void the_least_right_that_a_key_needs_covers_the_record() {
        String folder = company.folder.resolve("profiles").toString();
        Company.Ran ran = company.plain("providers", "policy", "--profiles", folder);
        assertTrue(ran.out().contains("_mta-sts.acme.test"), ran.out() + ran.err());
    }

    @Test
    void a_policy_that_cannot_be_had_blocks_a_planned_switch() {
        policyHost.policy = Optional.empty();

        Company.Ran ran = company.mxfail(SWITCH);

        assertEquals(3, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("MTASTS-BROKEN"), ran.out());
        assertTrue(ran.out().contains("the id of the record stays as it is"), ran.out());
        assertEquals(recordWith(FOREIGN), record());
    }

    @Test
    void in_an_emergency_such_a_policy_leaves_the_record_alone_and_is_told() throws IOException {
        policyHost.policy = Optional.empty();
        company.primary.fault(MailFault.named("relay-denied").orElseThrow());

        Company.Ran ran = fine(company.mxfail(SWITCH));

        assertTrue(ran.err().contains("MTASTS-BROKEN"), ran.err());
        assertEquals(recordWith(FOREIGN), record());
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
    }

    @Test
    void a_reviewed_plan_holds_the_id_and_is_carried_out_as_it_is() throws IOException {
        String file = company.folder.resolve("plan.json").toString();
        company.primary.fault(MailFault.named("relay-denied").orElseThrow());
        fine(company.mxfail("plan", "--to", "backup", "--out", file));
        policyHost.policy = Optional.of(BOTH.replace("604800", "86400"));

        Company.Ran ran = fine(company.mxfail("apply", file, "--yes", "--wait", "20s"));

        assertEquals(recordWith(MtaStsId.of(BOTH)), record());
        assertTrue(ran.err().contains("stands for another policy than is served"), ran.err());
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
    }
}
