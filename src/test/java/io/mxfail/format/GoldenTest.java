package io.mxfail.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.plan.SpfReport;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.LintReport;
import io.mxfail.core.profile.Problem;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.core.propagation.VerifyReport;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One example of each format, member by member: what scripts parse does not change unseen.
///
/// After a change that is meant, `-Dmxfail.golden=DIR` writes the examples anew into a folder.
class GoldenTest {
    private static final Instant AT = Instant.parse("2026-11-24T03:05:31.250Z");
    private static final Stamp STAMP = new Stamp("0.1.0", AT);
    private static final Name DOMAIN = Scalars.name("example.test.");

    private static void golden(String name, Map<String, Object> tree) throws IOException {
        String text = Json.pretty(tree);
        String folder = System.getProperty("mxfail.golden", "");
        if (!folder.isEmpty()) {
            Files.writeString(Path.of(folder, name), text);
            return;
        }
        try (var stream = GoldenTest.class.getResourceAsStream(name)) {
            assertEquals(new String(stream.readAllBytes(), StandardCharsets.UTF_8), text);
        }
    }

    private static Finding finding() {
        return new Finding(
                "SMTP-SLOW",
                Finding.Severity.WARN,
                new Finding.Where(
                        "acme", Optional.empty(), Optional.of("backup"), "mx.backup.test."),
                "the greeting took 1.2 s",
                "ask the host's operator",
                "RFC 5321, section 4.5.3.2");
    }

    private static SpfReport spf() {
        var include = new SpfCost.Term(0, "include:_spf.backup.test", 2, 1, SpfCost.Asked.NOTHING);
        var mx =
                new SpfCost.Term(
                        1, "mx:backup.test", 1, 2, new SpfCost.Asked(2, 1, List.of("mx.test A")));
        return new SpfReport(
                DOMAIN,
                new SpfReport.State(List.of(), Optional.empty(), 0),
                new SpfReport.State(
                        List.of("v=spf1 include:_spf.backup.test ~all"),
                        Optional.of(
                                new SpfCost(
                                        2, List.of(include, mx), List.of(), List.of(), List.of())),
                        79));
    }

    @Test
    void a_plan() throws IOException {
        golden(
                "plan.json",
                PlanFormat.tree(PlanFormatTest.example().costing(List.of(spf())), STAMP));
    }

    @Test
    void a_run() throws IOException {
        var report =
                new RunReport(
                        Optional.of("20261124T030531Z-7f3c9a"),
                        Optional.of("ab".repeat(32)),
                        RunOutcome.PARTIAL,
                        List.of(
                                new RunReport.Domain(
                                        "acme",
                                        DOMAIN,
                                        RunOutcome.SWITCHED,
                                        List.of(
                                                new RunReport.Provider(
                                                        "rfc2136 192.0.2.53",
                                                        RunReport.Effect.APPLIED,
                                                        Optional.of("serial 7"),
                                                        Optional.empty())),
                                        new RunReport.Times(
                                                Optional.of(AT), Optional.of(AT.plusSeconds(3600))),
                                        Optional.empty()),
                                new RunReport.Domain(
                                        "acme",
                                        Scalars.name("other.test."),
                                        RunOutcome.REFUSED,
                                        List.of(
                                                new RunReport.Provider(
                                                        "rfc2136 192.0.2.53",
                                                        RunReport.Effect.NOT_SENT,
                                                        Optional.empty(),
                                                        Optional.of("REFUSED"))),
                                        RunReport.Times.NONE,
                                        Optional.of("the server refused the update"))),
                        List.of(finding()),
                        Optional.of("mxfail resume 20261124T030531Z-7f3c9a"));
        golden("run.json", RunFormat.tree(report, STAMP));
    }

    @Test
    void a_check() throws IOException {
        Recipient postmaster = Recipient.declared(DOMAIN, "postmaster@example.test");
        var refused = new Reply(550, "5.7.1", "relaying denied");
        var result =
                new RecipientResult(
                        postmaster,
                        Stage.RCPT,
                        refused,
                        Verdict.REFUSED_RELAY,
                        Duration.ofMillis(40));
        var probe =
                new AddressProbe(
                        new ServerAddress("192.0.2.25", 25),
                        Contact.CONNECTED,
                        List.of(
                                new StepResult(
                                        Stage.CONNECT,
                                        true,
                                        Duration.ofMillis(12),
                                        Reply.none("connected")),
                                new StepResult(
                                        Stage.GREETING,
                                        true,
                                        Duration.ofMillis(1200),
                                        new Reply(220, "", "mx.backup.test ESMTP"))),
                        List.of(result),
                        TlsResult.notTried(),
                        Optional.empty());
        var site =
                new SiteReport(
                        "backup",
                        SiteState.REJECTING,
                        List.of(new DomainReport(DOMAIN, SiteState.REJECTING, List.of(result))),
                        List.of(
                                new HostReport(
                                        Scalars.name("mx.backup.test."),
                                        HostProbe.Resolution.FOUND,
                                        SiteState.REJECTING,
                                        List.of(new AddressReport(probe, SiteState.REJECTING)))));
        var report =
                new CheckReport(
                        List.of(new CheckReport.Site("acme", site)),
                        List.of(finding()),
                        List.of(new CheckReport.Advised("acme", "backup: bouncing now")),
                        List.of(),
                        List.of(new CheckReport.Costs("acme", spf())));
        golden("check.json", CheckFormat.tree(report, STAMP));
    }

    @Test
    void a_status() throws IOException {
        var report =
                new StatusReport(
                        List.of(
                                new StatusReport.Domain(
                                        new StatusReport.Subject("acme", DOMAIN),
                                        new StatusReport.Active(
                                                "backup",
                                                1,
                                                2,
                                                List.of(
                                                        new StatusReport.Silent(
                                                                new ServerAddress(
                                                                        "2001:db8::53", 5300),
                                                                "no reply within 2 s"))),
                                        new StatusReport.Caches(
                                                Optional.of(Duration.ofMinutes(1)),
                                                Optional.of(AT.plusSeconds(3600))),
                                        List.of(
                                                new StatusReport.Drift(
                                                        new RecordKey(DOMAIN, Type.MX),
                                                        List.of("10 mx.backup.test."),
                                                        List.of("10 mx9.backup.test."))),
                                        new StatusReport.History(
                                                Optional.of("20261124T030531Z-7f3c9a"),
                                                List.of(
                                                        new StatusReport.Due(
                                                                "restore-ttl",
                                                                AT.plusSeconds(86400),
                                                                "mxfail settle -p acme"))),
                                        Optional.empty())));
        golden("status.json", StatusFormat.tree(report, STAMP));
    }

    @Test
    void a_verification() throws IOException {
        var report =
                new VerifyReport(
                        List.of(
                                new VerifyReport.Domain(
                                        new VerifyReport.Subject("acme", DOMAIN, "backup"),
                                        List.of(
                                                new VerifyReport.Authoritative(
                                                        new ServerAddress("192.0.2.53", 53),
                                                        Optional.of(Scalars.name("ns1.test.")),
                                                        VerifyReport.ServerState.NEW,
                                                        ""),
                                                new VerifyReport.Authoritative(
                                                        new ServerAddress("2001:db8::53", 5300),
                                                        Optional.empty(),
                                                        VerifyReport.ServerState.FAILED,
                                                        "no reply within 2 s")),
                                        List.of(
                                                new VerifyReport.Resolver(
                                                        "1.1.1.1",
                                                        VerifyReport.ResolverState.OLD,
                                                        Optional.of(Duration.ofSeconds(1800)),
                                                        "")),
                                        new VerifyReport.Mail(
                                                VerifyReport.Smtp.ACCEPTED,
                                                VerifyReport.Delivery.OFF,
                                                "250 2.1.5 ok"),
                                        VerifyReport.Verdict.PENDING,
                                        Optional.of(AT.plusSeconds(1800)))));
        golden("verify.json", VerifyFormat.tree(report, STAMP));
    }

    private static Problem problem() {
        return new Problem(
                "profiles/acme.yaml",
                7,
                3,
                Problem.Severity.ERROR,
                "unknown key `zones`",
                Optional.of("write `zone`"));
    }

    @Test
    void a_lint() throws IOException {
        golden(
                "lint.json",
                LintFormat.tree(
                        new LintReport("profiles", List.of("other"), List.of(problem())), STAMP));
    }

    @Test
    void an_error() throws IOException {
        golden(
                "error.json",
                ErrorFormat.tree(
                        2, "profile", "cannot use profile acme", List.of(problem()), STAMP));
    }
}
