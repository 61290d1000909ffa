package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.ProvenCompany.Backup;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.util.List;

/// The login at a real submission relay: Postfix, which asks Dovecot (SASL) whether the password is
/// right, and takes mail from nobody else.
@NeedsServer({Server.BIND, Server.POSTFIX, Server.DOVECOT})
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class RelayLoginTest {
    private static final String WRONG = "password of+the/past 3";
    private ProvenCompany company;

    @BeforeAll
    void start() throws IOException {
        company = ProvenCompany.start(Backup.AS_WRITTEN);
    }

    @AfterAll
    void stop() {
        company.close();
    }

    private Desk.Ran asked(String password, String... line) throws IOException {
        company.loginIs(password);
        Desk.Ran ran = company.desk.mxfail(line);
        var spy = new Spy(List.of(ProvenCompany.LOGIN, ProvenCompany.MAILBOX, WRONG));
        spy.assertSilent(String.join(" ", line), ran.all());
        spy.assertSilent(company.desk.folder, List.of(company.login, company.mailbox));
        return ran;
    }

    private static List<String> logins(Desk.Ran ran) {
        return new Seen(ran.json())
                .at("sites").elements().stream()
                        .map(site -> new Seen(site).at("submission", 0).at("addresses", 0))
                        .map(address -> address.at("auth").at("status").text())
                        .toList();
    }

    private static List<String> findings(Desk.Ran ran, String id) {
        return new Seen(ran.json())
                .at("findings").elements().stream()
                        .map(Seen::new)
                        .filter(finding -> finding.at("id").text().equals(id))
                        .map(finding -> finding.at("message").text())
                        .toList();
    }

    @Test
    void the_right_password_is_accepted() throws IOException {
        Desk.Ran ran = asked(ProvenCompany.LOGIN, "check", "--json");
        assertEquals(List.of("accepted", "accepted"), logins(ran), ran.all());
        assertEquals(List.of(), findings(ran, "SUBMISSION-AUTH"), ran.all());
    }

    @Test
    void a_wrong_one_is_refused_and_blocks_the_switch() throws IOException {
        Desk.Ran ran = asked(WRONG, "check", "--json");
        assertEquals(List.of("refused", "refused"), logins(ran), ran.all());
        assertEquals(2, findings(ran, "SUBMISSION-AUTH").size(), ran.all());

        Desk.Ran plan = asked(WRONG, "plan", "--to", "backup");
        assertEquals(3, plan.exit(), plan.all());
        assertTrue(plan.said().contains("SUBMISSION-AUTH"), plan.all());
    }

    @Test
    void a_test_message_leaves_only_with_the_right_one() throws IOException {
        Desk.Ran wrong = asked(WRONG, "check", "--send");
        assertTrue(wrong.said().contains("outbound to probe@outside.test pending"), wrong.all());
        assertTrue(wrong.said().contains("at auth: 535 5.7.8"), wrong.all());
        assertEquals(List.of(), company.outside().messages());

        Desk.Ran right = asked(ProvenCompany.LOGIN, "check", "--send", "--json");
        assertEquals(
                "arrived",
                new Seen(right.json()).at("canaries", 1).at("state").text(),
                right.all());
        assertEquals(1, company.outside().messages().size(), right.all());
        String header = company.outside().messages().getFirst();
        assertTrue(header.contains("with ESMTPSA"), header);
        assertTrue(company.primary().log().contains("sasl_username=news"), company.primary()::log);
    }
}
