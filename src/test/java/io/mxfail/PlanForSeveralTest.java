package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.MailFault;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `plan` of a fleet: one plan a profile, one end of them all.
class PlanForSeveralTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final int SMALL_ONES = 6;

    private AuthoritativeServer server;
    private Company company;

    private static String small(int number) {
        return "shop" + number;
    }

    /// A company, and beside it six shops whose mail lies at the same hosts.
    @BeforeEach
    void open() throws IOException {
        var zones = new ArrayList<ZoneVersion>();
        var boxes = new ArrayList<>(List.of("postmaster@acme.test", "billing@acme.test"));
        zones.add(ZoneVersion.parse("acme.test.", Company.ZONE));
        for (int i = 1; i <= SMALL_ONES; i++) {
            zones.add(
                    ZoneVersion.parse(
                            small(i) + ".test.",
                            """
                            $TTL 3600
                            @ SOA ns1 hostmaster 1 3600 600 604800 300
                            @ NS ns1
                            ns1 A 127.0.0.1
                            @ MX 10 mx.primary.acme.test.
                            """));
            boxes.add("postmaster@" + small(i) + ".test");
        }
        server =
                AuthoritativeServer.start(
                        zones, List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
        var all = Mailboxes.of(boxes.toArray(String[]::new));
        company.primary.mailboxes(all);
        company.backup.mailboxes(all);
        String acme = Files.readString(profile("acme"));
        for (int i = 1; i <= SMALL_ONES; i++) {
            Files.writeString(
                    profile(small(i)),
                    acme.replace("name: acme", "name: " + small(i))
                            .replace("[acme.test]", "[" + small(i) + ".test]")
                            .replaceAll("(?m)^ +(records|dkim|spf): .*\n", "")
                            .replace(", \"billing@${domain}\"", ""));
        }
    }

    private Path profile(String name) {
        return company.folder.resolve("profiles/" + name + ".yaml");
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }

    private static Seen json(Company.Ran ran) {
        try {
            return new Seen(Json.read(ran.verbatim()));
        } catch (JsonException e) {
            throw new AssertionError("not one JSON object: " + ran.verbatim(), e);
        }
    }

    @Test
    void each_named_profile_is_planned() {
        Company.Ran ran = company.mxfail("plan", "-p", "acme", "-p", "shop1", "--to", "backup");

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("# acme\nPlan "), ran.out());
        assertTrue(ran.out().contains("# shop1\nPlan "), ran.out());
        assertTrue(ran.out().contains("planned          2  acme, shop1\n"), ran.out());
        assertTrue(
                ran.out().contains("Next: mxfail switch --to backup -p acme -p shop1\n"),
                ran.out());
        assertEquals(
                10,
                company.mxfail(
                                "plan",
                                "-p",
                                "acme",
                                "-p",
                                "shop1",
                                "--to",
                                "backup",
                                "--detailed-exitcode")
                        .exit());
    }

    @Test
    void all_are_planned_and_those_alike_shown_once() {
        Company.Ran all = company.mxfail("plan", "--all", "--to", "backup");
        Company.Ran unnamed = company.mxfail("plan", "--to", "backup");

        assertEquals(0, all.exit(), all.out() + all.err());
        assertTrue(all.out().contains("# acme\n"), all.out());
        assertTrue(all.out().contains("# shop1\n"), all.out());
        assertFalse(all.out().contains("# shop2\n"), all.out());
        assertTrue(
                all.out().contains("and 5 more alike: shop2, shop3, shop4, shop5, shop6\n"),
                all.out());
        assertTrue(all.out().contains("Next: mxfail switch --to backup --all\n"), all.out());
        assertEquals(all.out(), unnamed.out(), "a command that only looks shows every profile");
    }

    @Test
    void json_is_one_object_with_every_plan() {
        Seen seen = json(company.mxfail("plan", "--all", "--to", "backup", "--json"));

        assertEquals("mxfail.plans/1", seen.at("format").text());
        assertEquals(7, seen.at("plans").elements().size());
        assertEquals("mxfail.plan/1", seen.at("plans", 0).at("format").text());
        assertEquals("shop6", seen.at("plans", 6).at("profile").text());
        assertEquals(7, seen.at("summary").at("profiles").number());
        assertEquals(0, seen.at("errors").elements().size());
    }

    @Test
    void one_that_fails_neither_stops_nor_hides_the_others() throws IOException {
        Files.writeString(
                profile("acme"),
                Files.readString(profile("acme")).replace("tsig.secret", "no-such-file"));

        Company.Ran text = company.mxfail("plan", "-p", "acme", "-p", "shop1", "--to", "backup");
        Company.Ran ran =
                company.mxfail("plan", "-p", "acme", "-p", "shop1", "--to", "backup", "--json");

        assertEquals(2, text.exit(), text.out());
        assertTrue(
                text.out().contains("planned          1  shop1\nfailed           1  acme\n"),
                text.out());
        assertEquals(2, ran.exit());
        assertEquals("acme", json(ran).at("errors", 0).at("profile").text());
        assertEquals("shop1", json(ran).at("plans", 0).at("profile").text());
    }

    @Test
    void those_that_fail_alike_are_told_once() throws IOException {
        for (int i = 1; i <= SMALL_ONES; i++) {
            Path file = profile(small(i));
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(small(i) + ".test]", "no.such." + small(i) + ".example]"));
        }

        Company.Ran ran = company.mxfail("plan", "--all", "--to", "backup");

        assertEquals(3, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("# acme\n"), ran.out());
        assertTrue(ran.out().contains("and 5 more alike: shop2, shop3"), ran.out());
    }

    @Test
    void one_that_is_blocked_decides_the_exit_code() throws IOException {
        company.backup.mailboxes(Mailboxes.of("postmaster@acme.test", "billing@acme.test"));

        Company.Ran ran = company.mxfail("plan", "-p", "acme", "-p", "shop1", "--to", "backup");

        assertEquals(3, ran.exit(), ran.out());
        assertTrue(
                ran.out().contains("planned          1  acme\nblocked          1  shop1\n"),
                ran.out());
        company.backup.fault(MailFault.named("relay-denied").orElseThrow());
        assertEquals(3, company.mxfail("plan", "--all", "--to", "backup").exit());
    }

    @Test
    void several_plans_go_to_a_folder_a_file_each_that_can_be_applied() throws IOException {
        Path folder = Files.createDirectory(company.folder.resolve("plans"));

        Company.Ran ran =
                company.mxfail(
                        "plan",
                        "-p",
                        "acme",
                        "-p",
                        "shop1",
                        "--to",
                        "backup",
                        "--out",
                        folder.toString());

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("acme.json", "shop1.json"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
        Company.Ran elsewhere =
                company.mxfail(
                        "apply",
                        folder.resolve("shop1.json").toString(),
                        "-p",
                        "shop1",
                        "--yes",
                        "--accept",
                        "RCPT-SAMPLE@shop2.test",
                        "--reason",
                        "known");
        assertEquals(2, elsewhere.exit(), elsewhere.out() + elsewhere.err());
        assertTrue(elsewhere.err().contains("names no domain of this command"), elsewhere.err());
        Company.Ran applied =
                company.mxfail(
                        "apply", folder.resolve("shop1.json").toString(), "-p", "shop1", "--yes");
        assertEquals(0, applied.exit(), applied.out() + applied.err());
    }

    @Test
    void one_file_cannot_take_several_plans() {
        Path file = company.folder.resolve("plan.json");

        Company.Ran ran =
                company.mxfail("plan", "--all", "--to", "backup", "--out", file.toString());

        assertEquals(2, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.err().contains("--out holds one plan, and 7 profiles are meant"), ran.err());
        assertFalse(Files.exists(file));
    }

    @Test
    void how_it_is_called_decides_the_shape_and_not_how_many_profiles_there_are()
            throws IOException, JsonException {
        for (int i = 1; i <= SMALL_ONES; i++) {
            Files.delete(profile(small(i)));
        }
        Seen all = json(company.mxfail("plan", "--all", "--to", "backup", "--json"));
        assertEquals("mxfail.plans/1", all.at("format").text());
        assertEquals(1, all.at("plans").elements().size());
        for (List<String> one : List.of(List.of("-p", "acme"), List.<String>of())) {
            var args = new ArrayList<>(List.of("plan", "--to", "backup", "--json"));
            args.addAll(one);
            Seen plan = json(company.mxfail(args.toArray(String[]::new)));
            assertEquals("mxfail.plan/1", plan.at("format").text());
        }

        Path folder = company.folder.resolve("plans");
        String[] out = {"plan", "--all", "--to", "backup", "--out", folder.toString()};
        Company.Ran early = company.mxfail(out);
        assertEquals(2, early.exit(), early.out() + early.err());
        assertFalse(Files.exists(folder));
        Files.createDirectory(folder);
        Company.Ran ran = company.mxfail(out);
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertTrue(Files.exists(folder.resolve("acme.json")));
        assertTrue(ran.out().contains("Next: mxfail apply "), ran.out());
    }

    @Test
    void several_plans_as_one_object_are_no_plan_file() throws IOException {
        Path file = company.folder.resolve("plans.json");
        Files.writeString(
                file, company.mxfail("plan", "--all", "--to", "backup", "--json").verbatim());

        Company.Ran ran = company.mxfail("apply", file.toString(), "-p", "acme", "--yes");

        assertEquals(2, ran.exit());
        assertTrue(ran.err().contains("several plans; `apply` takes one"), ran.err());
    }

    @Test
    void an_export_is_of_one_profile() {
        Company.Ran ran = company.mxfail("plan", "--all", "--to", "backup", "--export", "nsupdate");

        assertEquals(2, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.err().contains("--export prints the commands of one profile"), ran.err());
    }
}
