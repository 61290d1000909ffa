package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.lab.mail.MailFault;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Checks that are compared with the one before, and checks that are kept in a file; and what is
/// known of email services, as `check` and `plan` tell it.
final class CheckKeptTest extends CompanyAtLab {
    @Test
    void only_what_differs_from_the_last_run_is_told() throws IOException {
        Company.Ran first = company.mxfail("check", "--changes", "-q");
        assertTrue(first.out().contains("acme/backup  new: READY"), first.out() + first.err());
        assertEquals("", company.mxfail("check", "--changes", "-q").out());

        company.backup.fault(MailFault.RELAY_DENIED);
        company.mxfail("check", "-q"); // a look by hand swallows nothing
        Company.Ran worse = company.mxfail("check", "--changes", "-q");
        assertTrue(worse.out().contains("acme/backup  ready -> REJECTING"), worse.out());
        assertTrue(worse.out().contains("TARGET-RCPT"), worse.out());
        assertFalse(worse.out().contains("acme/primary"), worse.out());
        assertEquals(2, worse.exit());
        assertEquals(2, company.mxfail("check", "--changes", "-q").exit());
    }

    @Test
    void the_differences_are_json_on_request() throws IOException, JsonException {
        company.mxfail("check", "--changes", "-q");
        company.backup.fault(MailFault.RELAY_DENIED);
        Seen seen = new Seen(Json.read(company.mxfail("check", "--changes", "--json").out()));
        assertEquals("rejecting", seen.at("changes").at("sites", 0).at("after").text());
        assertEquals("mxfail.check/1", seen.at("format").text());
        assertEquals("primary", seen.at("sites", 0).at("site").text());
    }

    @Test
    void a_saved_check_is_shown_again_as_it_was_though_all_is_gone() throws IOException {
        company.backup.fault(MailFault.RELAY_DENIED);
        Path file = company.folder.resolve("check.json");
        Company.Ran live = company.mxfail("check", "--save", file.toString(), "-q");
        company.backup.close();

        Company.Ran again = company.mxfail("check", "--replay", file.toString(), "-q");
        assertEquals(live.exit(), again.exit());
        assertEquals(live.out(), again.out());
        Company.Ran told = company.mxfail("check", "--replay", file.toString());
        assertTrue(told.err().contains("saved by mxfail test"), told.err());
        Company.Ran json = company.mxfail("check", "--replay", file.toString(), "--json");
        assertTrue(json.out().contains("\"rejecting\""), json.out());
    }

    @Test
    void a_saved_check_is_judged_by_the_profile_of_today_and_nobody_is_asked() throws IOException {
        Path file = company.folder.resolve("check.json");
        Company.Ran live = company.mxfail("check", "--save", file.toString(), "-q");
        assertFalse(live.out().contains("CHECKLIST-OVERDUE"), live.out());
        company.primary.close();
        company.backup.close();
        server.close();
        Path profile = company.folder.resolve("profiles/acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "    spf: [ip4:198.51.100.20]\n",
                                "    spf: [ip4:198.51.100.20]\n"
                                        + "    checklist: [{id: quota, text: Ask for quota,"
                                        + " every: 30d}]\n"));

        Company.Ran again = company.mxfail("check", "--replay", file.toString());

        assertTrue(again.out().contains("CHECKLIST-OVERDUE"), again.out());
        assertTrue(again.err().contains("saved by mxfail test, judged again"), again.err());
        assertTrue(again.out().contains("acme/backup"), again.out());
        assertFalse(again.out().contains("was not asked"), again.out());
    }

    @Test
    void what_the_profile_names_since_has_no_answer() throws IOException {
        Path file = company.folder.resolve("check.json");
        company.mxfail("check", "--save", file.toString(), "-q");
        Path profile = company.folder.resolve("profiles/acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile).replace("smtp CNAME relay.backup", "out CNAME relay"));

        Company.Ran again = company.mxfail("check", "--replay", file.toString());

        assertEquals(2, again.exit(), again.out() + again.err());
        assertTrue(again.out().contains("was not asked when the check was saved"), again.out());
    }

    @Test
    void the_secrets_of_a_profile_are_not_in_what_is_saved() throws IOException {
        Path file = company.folder.resolve("check.json");
        Company.Ran live = company.mxfail("check", "--save", file.toString(), "-q");

        String kept = Files.readString(file);
        assertFalse(kept.contains(KEY.secret()));
        assertTrue(kept.contains("(secret)"), "a word stands in its place");
        Files.delete(company.folder.resolve("tsig.secret"));
        Company.Ran again = company.mxfail("check", "--replay", file.toString(), "-q");
        assertEquals(live.exit(), again.exit(), again.err());
        assertEquals(live.out(), again.out());
    }

    @Test
    void a_result_without_observation_is_shown_as_it_was_and_a_broken_one_refused()
            throws IOException {
        Path file = company.folder.resolve("check.json");
        Files.writeString(file, company.mxfail("check", "--json").verbatim());
        Company.Ran shown = company.mxfail("check", "--replay", file.toString());
        assertTrue(shown.err().contains("shown as it was judged then"), shown.err());

        Path broken = company.folder.resolve("broken.json");
        company.mxfail("check", "--save", broken.toString(), "-q");
        Files.writeString(
                broken, Files.readString(broken).replace("\"CONNECTED\"", "\"UNHEARD-OF\""));
        Company.Ran refused = company.mxfail("check", "--replay", broken.toString());
        assertEquals(3, refused.exit(), refused.out());
        assertTrue(refused.err().contains("this is no Contact"), refused.err());
    }

    @Test
    void files_that_are_none_are_refused_and_kept_checks_not_overwritten() throws IOException {
        Path file = company.folder.resolve("check.json");
        Files.writeString(file, "{\"format\": \"mxfail.plan/1\"}");
        Company.Ran wrong = company.mxfail("check", "--replay", file.toString());
        assertEquals(3, wrong.exit());
        assertTrue(wrong.err().contains("not a saved check"), wrong.err());
        assertEquals(3, company.mxfail("check", "--replay", "/nowhere/x.json").exit());
        assertEquals(3, company.mxfail("check", "--replay", file.toString(), "--changes").exit());
        Company.Ran twice = company.mxfail("check", "--save", file.toString(), "-q");
        assertEquals(3, twice.exit());
        assertTrue(twice.err().contains("exists already"), twice.err());
    }

    @Test
    void a_file_that_somebody_changed_moves_no_cursor() throws IOException {
        Path file = company.folder.resolve("check.json");
        company.backup.fault(MailFault.RELAY_DENIED);
        company.mxfail("check", "--save", file.toString(), "-q");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll(
                                "\"(text|detail|subject)\"(\\s*:\\s*)\"",
                                "\"$1\"$2\"\\\\u001b[2J\\\\u0007"));

        for (String form : List.of("text", "json", "nagios")) {
            Company.Ran ran =
                    company.mxfail("check", "-v", "--replay", file.toString(), "--output", form);
            assertTrue(form.equals("nagios") || ran.out().contains("[2J"), ran.out() + ran.err());
            assertTrue(
                    (ran.verbatim() + ran.err())
                            .chars()
                            .noneMatch(c -> c < ' ' && c != '\n' && c != '\t'),
                    ran.verbatim());
        }
    }

    @Test
    void what_email_services_want_is_known_at_the_command_line() throws IOException {
        Path profile = company.folder.resolve("profiles").resolve("acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "records: [\"smtp CNAME relay.backup.acme.test.\"]",
                                "records: [\"smtp CNAME relay.backup.acme.test.\", \"bounce MX 10"
                                    + " feedback-smtp.eu-west-1.amazonses.com.\", \"bounce MX 20"
                                    + " mx.backup.acme.test.\", \"em.acme.test CNAME"
                                    + " u1.wl.sendgrid.net.\"]"));
        Company.Ran plan = company.mxfail("plan", "--to", "backup");
        assertEquals(3, plan.exit(), plan.out() + plan.err());
        String text = plan.out();
        assertTrue(text.contains("BLOCKS  ESP-BOUNCE-MX: bounce.acme.test has 2 MX"), text);
        assertTrue(text.contains("and Amazon SES wants to be the only one"), text);
        assertTrue(text.contains("ESP-VERIFY-LATE: Amazon SES may need up to 72 h"), text);
        assertTrue(text.contains("ESP-NAME-DOUBLED: em.acme.test.acme.test."), text);
    }
}
