package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.NeedsServer;
import io.mxfail.real.PolicyService;
import io.mxfail.real.Postfix;
import io.mxfail.real.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A real Postfix that greylists by a policy service, as most that greylist do.
@NeedsServer(Server.POSTFIX)
final class GreylistingAtPostfixTest extends CompanyAtLab {
    private PolicyService greylist;
    private Postfix postfix;

    @BeforeEach
    void start() throws IOException {
        greylist = PolicyService.start(Duration.ofSeconds(2));
        postfix =
                Postfix.start(
                        new Postfix.Setup(
                                "mx.backup.acme.test",
                                Optional.empty(),
                                List.of("acme.test"),
                                List.of("postmaster@acme.test", "billing@acme.test"),
                                List.of(
                                        "smtpd_recipient_restrictions = reject_unauth_destination,"
                                                + " "
                                                + greylist.restriction())));
        Path profile = company.folder.resolve("profiles/acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "mx.backup.acme.test: \"" + Desk.at(company.backup.address()),
                                "mx.backup.acme.test: \"" + Desk.at(postfix.address()))
                        .replace("checks:\n", "checks:\n  starttls: \"off\"\n"));
    }

    @AfterEach
    void stop() {
        postfix.close();
        greylist.close();
    }

    @Test
    void the_second_question_after_its_delay_is_answered_with_yes() throws IOException {
        Company.Ran first = company.mxfail("check", "--site", "backup");
        assertTrue(first.out().contains("GREYLISTED"), first.out());
        assertTrue(first.out().contains("try again in 2 seconds"), first.out());

        Company.Ran waited = company.mxfail("check", "--site", "backup", "--wait", "20s");
        assertTrue(waited.out().contains("READY"), waited.out());
        assertFalse(waited.out().contains("GREYLISTED"), waited.out());
    }
}
