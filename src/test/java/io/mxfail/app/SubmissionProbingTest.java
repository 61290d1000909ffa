package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.HostProbe.Resolution;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.SiteRecords;
import io.mxfail.port.Credentials;
import io.mxfail.port.Secrets;
import io.mxfail.port.SubmissionProbe;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where relays are looked for, under which name, and with whose credentials.
final class SubmissionProbingTest {
    private static final Site.Submission RELAY =
            new Site.Submission(
                    "smtp.${domain}", 587, Optional.empty(), Optional.empty(), "news@${domain}");

    /// What is published now leads to the primary's relay.
    private static final Map<String, String> LIVE =
            Map.of(
                    "smtp.example.test.", "192.0.2.57",
                    "relay.primary.test.", "192.0.2.57",
                    "relay.backup.test.", "192.0.2.58");

    private final List<SubmissionProbe.Request> requests = new ArrayList<>();
    private final List<String> resolved = new ArrayList<>();

    private static DnsAnswer answer(RecordKey key) {
        return Optional.ofNullable(LIVE.get(key.name().toString()))
                .filter(_ -> key.type() == Type.A)
                .<DnsAnswer>map(
                        address ->
                                new DnsAnswer.Found(
                                        RecordSet.parse(key, 60, List.of(address)), false))
                .orElseGet(() -> new DnsAnswer.NoData(60));
    }

    private synchronized List<RelayAddress> seen(SubmissionProbe.Request request) {
        requests.add(request);
        return request.targets().stream()
                .map(
                        target ->
                                new RelayAddress(
                                        new ServerAddress(
                                                target.getAddress().getHostAddress(),
                                                target.getPort()),
                                        Contact.CONNECTED,
                                        List.of(),
                                        TlsResult.notTried(),
                                        Authentication.of(Authentication.Status.NOT_WANTED, "")))
                .toList();
    }

    private String secret(String reference) throws Secrets.SecretException {
        resolved.add(reference);
        if (reference.equals("env:MISSING")) {
            throw new Secrets.SecretException("env:MISSING is not set");
        }
        return "hush";
    }

    private List<RelayProbe> probe(
            Site.Submission submission, Map<String, ServerAddress> connectTo, DnsAnswers answers)
            throws Exception {
        Map<String, Site> sites = new LinkedHashMap<>();
        for (String name : List.of("primary", "backup")) {
            var text =
                    new Site.Text(
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of("smtp CNAME relay." + name + ".test."));
            sites.put(
                    name,
                    new Site(name, Site.Role.MAILBOX, text, Optional.of(submission), List.of()));
        }
        var domain =
                new MailDomain(
                        Name.fromConstantString("example.test."), Optional.empty(), Map.of());
        var profile =
                new Profile(
                        new Profile.About(
                                "acme",
                                Optional.empty(),
                                List.of(),
                                "acme.yaml",
                                Profile.Neighbours.NONE),
                        List.of(domain),
                        List.of(),
                        sites,
                        new Policies(
                                new Policies.Ttl(Optional.empty(), Duration.ofSeconds(60)),
                                Policies.Spf.UNION,
                                Policies.MtaSts.CHECK,
                                Policies.Hooks.NONE,
                                List.of()),
                        new Probing(
                                new Probing.Checks(
                                        List.of(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Probing.Limits.DEFAULT,
                                        Probing.StartTls.REQUIRED,
                                        new Probing.Witnesses(Optional.empty(), List.of())),
                                new Probing.Verify(
                                        Duration.ofMinutes(15), Optional.empty(), Optional.empty()),
                                new Probing.Dns(List.of(), List.of()),
                                new Probing.Smtp(25, connectTo, Optional.empty())));
        Map<String, SiteRecords> records = new LinkedHashMap<>();
        sites.forEach((name, site) -> records.put(name, site.expand(domain, domain.name())));
        return new SubmissionProbing(profile, () -> this::seen, this::secret, answers)
                .probe(List.of("backup"), List.of(DomainView.of(domain, domain.name(), records)));
    }

    private RelayProbe probe(Site.Submission submission) throws Exception {
        return probe(submission, Map.of(), SubmissionProbingTest::answer).getFirst();
    }

    @Test
    void a_relay_is_looked_for_where_its_name_will_lead() throws Exception {
        RelayProbe backup = probe(RELAY);
        assertEquals("relay.backup.test.", backup.leadsTo().toString());
        assertEquals("192.0.2.58:587", backup.addresses().getFirst().endpoint().toString());
    }

    @Test
    void and_judged_by_the_name_that_applications_use() throws Exception {
        probe(RELAY);
        assertEquals("smtp.example.test", requests.getFirst().name());
        assertFalse(requests.getFirst().implicitTls());
    }

    @Test
    void port_465_speaks_tls_at_once() throws Exception {
        probe(
                new Site.Submission(
                        "smtp.${domain}", 465, Optional.empty(), Optional.empty(), "a@b.test"));
        assertTrue(requests.getFirst().implicitTls());
    }

    @Test
    void the_secret_is_resolved_here_and_a_missing_one_is_told() throws Exception {
        var relay =
                new Site.Submission(
                        "smtp.${domain}",
                        587,
                        Optional.of("news@${domain}"),
                        Optional.of("env:RELAY"),
                        "news@${domain}");
        probe(relay);
        assertEquals(List.of("env:RELAY"), resolved);
        assertEquals(
                Optional.of(new Credentials("news@example.test", "hush")),
                requests.getFirst().credentials());

        requests.clear();
        RelayProbe without =
                probe(
                        new Site.Submission(
                                "smtp.${domain}",
                                587,
                                Optional.of("news"),
                                Optional.of("env:MISSING"),
                                "news@${domain}"));
        assertEquals(Optional.empty(), requests.getFirst().credentials());
        assertEquals(
                Authentication.of(Authentication.Status.NO_SECRET, "env:MISSING is not set"),
                without.addresses().getFirst().authentication());
    }

    @Test
    void connect_to_holds_for_where_the_name_leads() throws Exception {
        RelayProbe seen =
                probe(
                                RELAY,
                                Map.of(
                                        "relay.backup.test",
                                        new ServerAddress("127.0.0.1", 2587),
                                        "smtp.example.test",
                                        new ServerAddress("127.0.0.1", 1587)),
                                SubmissionProbingTest::answer)
                        .getFirst();
        assertEquals("127.0.0.1:2587", seen.addresses().getFirst().endpoint().toString());
    }

    @Test
    void no_answer_is_not_no_address() throws Exception {
        DnsAnswers silent = key -> new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, key.toString());
        assertEquals(Resolution.FAILED, probe(RELAY, Map.of(), silent).getFirst().resolution());
        DnsAnswers empty = _ -> new DnsAnswer.NoData(60);
        assertEquals(Resolution.NO_ADDRESS, probe(RELAY, Map.of(), empty).getFirst().resolution());
        assertEquals(List.of(), requests);
    }
}
