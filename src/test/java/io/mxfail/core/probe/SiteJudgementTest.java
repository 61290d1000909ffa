package io.mxfail.core.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.profile.Probing.Limits;
import io.mxfail.core.profile.Probing.StartTls;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class SiteJudgementTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");
    private static final Name OTHER = Name.fromConstantString("other.test.");
    private static final Name MX1 = Name.fromConstantString("mx1.example.test.");
    private static final Name MX2 = Name.fromConstantString("mx2.example.test.");
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(5));
    private static final String V4 = "192.0.2.1";
    private static final String V6 = "2001:db8::1";

    private static AddressProbe address(
            String ip, Contact contact, Duration took, TlsResult tls, RecipientResult... results) {
        return new AddressProbe(
                new ServerAddress(ip, 25),
                contact,
                List.of(new StepResult(Stage.CONNECT, true, took, Reply.none(""))),
                List.of(results),
                tls,
                Optional.empty());
    }

    private static AddressProbe answering(Name domain, Verdict... verdicts) {
        return answering(V4, Duration.ofMillis(20), domain, verdicts);
    }

    private static AddressProbe answering(
            String ip, Duration took, Name domain, Verdict... verdicts) {
        List<RecipientResult> results = new ArrayList<>();
        for (int i = 0; i < verdicts.length; i++) {
            results.add(result(Recipient.declared(domain, "r" + i + "@x.test"), verdicts[i]));
        }
        return address(
                ip,
                Contact.CONNECTED,
                took,
                TlsResult.notTried(),
                results.toArray(RecipientResult[]::new));
    }

    private static RecipientResult result(Recipient recipient, Verdict verdict) {
        return new RecipientResult(
                recipient, Stage.RCPT, Reply.none("test"), verdict, Duration.ofMillis(1));
    }

    private static AddressProbe unconnected(String ip, Contact contact) {
        return address(ip, contact, Duration.ofMillis(1), TlsResult.notTried());
    }

    private static AddressProbe in(SiteState state) {
        return switch (state) {
            case READY -> answering(DOMAIN, Verdict.ACCEPTED);
            case DEGRADED -> answering(V4, Duration.ofSeconds(2), DOMAIN, Verdict.ACCEPTED);
            case UNKNOWN -> answering(DOMAIN, Verdict.REFUSED_PROBE);
            case TEMPFAIL -> answering(DOMAIN, Verdict.TEMPFAIL);
            case UNREACHABLE -> unconnected(V4, Contact.REFUSED);
            case REJECTING -> answering(DOMAIN, Verdict.REFUSED_RELAY);
        };
    }

    private static SiteState judge(SiteProbe site) {
        return SiteJudgement.judge(site, LIMITS, StartTls.REQUIRED, Set.of()).state();
    }

    private static SiteState host(AddressProbe... addresses) {
        return judge(
                new SiteProbe(
                        "primary",
                        Map.of(DOMAIN, List.of(new MailExchanger(10, MX1))),
                        List.of(HostProbe.of(MX1, List.of(addresses)))));
    }

    private static SiteState hosts(int first, SiteState mx1, int second, SiteState mx2) {
        return judge(
                new SiteProbe(
                        "primary",
                        Map.of(
                                DOMAIN,
                                List.of(
                                        new MailExchanger(first, MX1),
                                        new MailExchanger(second, MX2))),
                        List.of(
                                HostProbe.of(MX1, List.of(in(mx1))),
                                HostProbe.of(MX2, List.of(in(mx2))))));
    }

    @Test
    void one_address_decides_as_its_recipients_do() {
        for (SiteState state : SiteState.values()) {
            assertEquals(state, host(in(state)));
        }
    }

    @Test
    void every_verdict_has_a_state() {
        Map<Verdict, SiteState> expected =
                Map.of(
                        Verdict.ACCEPTED, SiteState.READY,
                        Verdict.NOT_ASKED, SiteState.UNKNOWN,
                        Verdict.INCONCLUSIVE, SiteState.UNKNOWN,
                        Verdict.REFUSED_PROBE, SiteState.UNKNOWN,
                        Verdict.GREYLISTED, SiteState.UNKNOWN,
                        Verdict.NO_ANSWER, SiteState.TEMPFAIL,
                        Verdict.TEMPFAIL, SiteState.TEMPFAIL,
                        Verdict.REFUSED, SiteState.REJECTING,
                        Verdict.REFUSED_UNKNOWN_USER, SiteState.REJECTING,
                        Verdict.REFUSED_RELAY, SiteState.REJECTING);
        for (Verdict verdict : Verdict.values()) {
            assertEquals(expected.get(verdict), host(answering(DOMAIN, verdict)), verdict.name());
        }
    }

    @Test
    void one_refused_recipient_among_accepted_ones_is_a_rejecting_site() {
        assertEquals(
                SiteState.REJECTING,
                host(answering(DOMAIN, Verdict.ACCEPTED, Verdict.REFUSED_UNKNOWN_USER)));
        assertEquals(
                SiteState.TEMPFAIL, host(answering(DOMAIN, Verdict.ACCEPTED, Verdict.TEMPFAIL)));
    }

    @Test
    void who_was_not_asked_about_is_unknown() {
        assertEquals(SiteState.UNKNOWN, host(answering(DOMAIN)));
        assertEquals(SiteState.UNKNOWN, host(answering(OTHER, Verdict.ACCEPTED)));
        assertEquals(SiteState.UNKNOWN, judge(new SiteProbe("primary", Map.of(), List.of())));
    }

    @Test
    void an_invented_recipient_changes_no_state() {
        var seen =
                address(
                        V4,
                        Contact.CONNECTED,
                        Duration.ofMillis(1),
                        TlsResult.notTried(),
                        result(Recipient.declared(DOMAIN, "a@x.test"), Verdict.ACCEPTED),
                        result(
                                Recipient.invented(DOMAIN, "q@x.test"),
                                Verdict.REFUSED_UNKNOWN_USER));
        assertEquals(SiteState.READY, host(seen));
    }

    @Test
    void one_dead_address_degrades_a_host_and_all_dead_kill_it() {
        AddressProbe alive = answering(V6, Duration.ofMillis(9), DOMAIN, Verdict.ACCEPTED);
        assertEquals(SiteState.DEGRADED, host(unconnected(V4, Contact.TIMED_OUT), alive));
        assertEquals(
                SiteState.UNREACHABLE,
                host(unconnected(V4, Contact.TIMED_OUT), unconnected(V6, Contact.UNREACHABLE)));
        assertEquals(
                SiteState.TEMPFAIL,
                host(unconnected(V4, Contact.REFUSED), answering(DOMAIN, Verdict.TEMPFAIL)));
    }

    @Test
    void one_rejecting_address_makes_its_host_reject() {
        assertEquals(
                SiteState.REJECTING,
                host(
                        in(SiteState.READY),
                        answering(V6, Duration.ZERO, DOMAIN, Verdict.REFUSED_RELAY)));
    }

    @Test
    void an_address_without_a_route_from_here_is_left_out() {
        AddressProbe noRoute = unconnected(V6, Contact.NO_ROUTE_HERE);
        assertEquals(SiteState.UNKNOWN, host(noRoute));
        for (SiteState state : SiteState.values()) {
            assertEquals(state, host(in(state), noRoute));
        }
    }

    @Test
    void an_address_that_refused_only_this_machine_takes_nothing_from_the_other() {
        AddressProbe refused = answering(V6, Duration.ZERO, DOMAIN, Verdict.REFUSED_PROBE);
        assertEquals(SiteState.READY, host(in(SiteState.READY), refused));
        assertEquals(SiteState.UNKNOWN, host(in(SiteState.UNREACHABLE), refused));
    }

    @Test
    void a_host_without_address_is_unreachable_and_one_that_dns_hides_is_unknown() {
        for (var resolution : HostProbe.Resolution.values()) {
            SiteState expected =
                    resolution == HostProbe.Resolution.NO_ADDRESS
                            ? SiteState.UNREACHABLE
                            : SiteState.UNKNOWN;
            var site =
                    new SiteProbe(
                            "primary",
                            Map.of(DOMAIN, List.of(new MailExchanger(10, MX1))),
                            List.of(HostProbe.without(MX1, resolution)));
            assertEquals(expected, judge(site), resolution.name());
        }
    }

    @Test
    void senders_go_on_to_the_next_host_after_a_failure_but_not_after_a_refusal() {
        assertEquals(SiteState.READY, hosts(10, SiteState.READY, 20, SiteState.READY));
        assertEquals(SiteState.DEGRADED, hosts(10, SiteState.UNREACHABLE, 20, SiteState.READY));
        assertEquals(SiteState.DEGRADED, hosts(10, SiteState.READY, 20, SiteState.UNREACHABLE));
        assertEquals(SiteState.DEGRADED, hosts(10, SiteState.READY, 10, SiteState.UNREACHABLE));
        assertEquals(SiteState.DEGRADED, hosts(10, SiteState.TEMPFAIL, 20, SiteState.READY));
        assertEquals(SiteState.TEMPFAIL, hosts(10, SiteState.UNREACHABLE, 20, SiteState.TEMPFAIL));
        assertEquals(
                SiteState.UNREACHABLE, hosts(10, SiteState.UNREACHABLE, 20, SiteState.UNREACHABLE));
        assertEquals(SiteState.REJECTING, hosts(10, SiteState.REJECTING, 20, SiteState.READY));
        assertEquals(SiteState.REJECTING, hosts(10, SiteState.READY, 10, SiteState.REJECTING));
        assertEquals(
                SiteState.REJECTING, hosts(10, SiteState.UNREACHABLE, 20, SiteState.REJECTING));
    }

    @Test
    void a_rejecting_host_that_senders_meet_only_later_degrades() {
        assertEquals(SiteState.DEGRADED, hosts(10, SiteState.READY, 20, SiteState.REJECTING));
    }

    @Test
    void doubt_on_the_way_to_an_accepting_host_remains_doubt() {
        assertEquals(SiteState.UNKNOWN, hosts(10, SiteState.UNKNOWN, 20, SiteState.READY));
        assertEquals(SiteState.UNKNOWN, hosts(10, SiteState.UNKNOWN, 10, SiteState.READY));
        assertEquals(SiteState.UNKNOWN, hosts(10, SiteState.UNKNOWN, 20, SiteState.REJECTING));
        assertEquals(SiteState.DEGRADED, hosts(10, SiteState.READY, 20, SiteState.UNKNOWN));
        assertEquals(SiteState.REJECTING, hosts(10, SiteState.UNKNOWN, 10, SiteState.REJECTING));
    }

    @Test
    void a_host_that_was_not_probed_is_no_evidence() {
        var site =
                new SiteProbe(
                        "primary",
                        Map.of(
                                DOMAIN,
                                List.of(new MailExchanger(10, MX1), new MailExchanger(10, MX2))),
                        List.of(HostProbe.of(MX1, List.of(in(SiteState.READY)))));
        assertEquals(SiteState.UNKNOWN, judge(site));
    }

    @Test
    void domains_are_judged_apart_and_the_site_by_the_worst() {
        var exchangers = new LinkedHashMap<Name, List<MailExchanger>>();
        exchangers.put(DOMAIN, List.of(new MailExchanger(10, MX1)));
        exchangers.put(OTHER, List.of(new MailExchanger(10, MX1)));
        var seen =
                address(
                        V4,
                        Contact.CONNECTED,
                        Duration.ofMillis(1),
                        TlsResult.notTried(),
                        result(Recipient.declared(DOMAIN, "a@example.test"), Verdict.ACCEPTED),
                        result(Recipient.declared(OTHER, "a@other.test"), Verdict.REFUSED_RELAY));
        SiteReport report =
                SiteJudgement.judge(
                        new SiteProbe(
                                "backup", exchangers, List.of(HostProbe.of(MX1, List.of(seen)))),
                        LIMITS,
                        StartTls.REQUIRED,
                        Set.of());
        assertEquals(SiteState.READY, report.domains().getFirst().state());
        assertEquals(SiteState.REJECTING, report.domains().getLast().state());
        assertEquals(SiteState.REJECTING, report.state());
        assertEquals(SiteState.REJECTING, report.hosts().getFirst().addresses().getFirst().state());
    }

    @Test
    void a_site_is_unreachable_only_if_it_is_so_for_all_domains() {
        var exchangers = new LinkedHashMap<Name, List<MailExchanger>>();
        exchangers.put(DOMAIN, List.of(new MailExchanger(10, MX1)));
        exchangers.put(OTHER, List.of(new MailExchanger(10, MX2)));
        var site =
                new SiteProbe(
                        "primary",
                        exchangers,
                        List.of(
                                HostProbe.of(MX1, List.of(in(SiteState.UNREACHABLE))),
                                HostProbe.of(MX2, List.of(answering(OTHER, Verdict.ACCEPTED)))));
        assertEquals(SiteState.TEMPFAIL, judge(site));
    }

    @Test
    void a_domain_shows_the_worst_reply_for_each_recipient() {
        AddressProbe good = in(SiteState.READY);
        AddressProbe dead =
                address(
                        V6,
                        Contact.REFUSED,
                        Duration.ZERO,
                        TlsResult.notTried(),
                        RecipientResult.notAsked(
                                Recipient.declared(DOMAIN, "r0@x.test"), "no connection"));
        SiteReport report =
                SiteJudgement.judge(
                        new SiteProbe(
                                "primary",
                                Map.of(DOMAIN, List.of(new MailExchanger(10, MX1))),
                                List.of(HostProbe.of(MX1, List.of(dead, good)))),
                        LIMITS,
                        StartTls.REQUIRED,
                        Set.of());
        assertEquals(
                List.of(Verdict.ACCEPTED),
                report.domains().getFirst().recipients().stream()
                        .map(RecipientResult::verdict)
                        .toList());
    }

    @Test
    void encryption_counts_only_where_it_is_required() {
        var session =
                new TlsSession(
                        "TLSv1.3",
                        "x",
                        new PeerCertificate(
                                "CN=x",
                                List.of("mx1.example.test"),
                                new PeerCertificate.Validity(Instant.EPOCH, Instant.EPOCH),
                                false,
                                "CN=ca",
                                "00"),
                        true,
                        true);
        for (TlsResult tls :
                List.of(
                        TlsResult.without(TlsResult.Status.NOT_OFFERED, "no"),
                        TlsResult.established(session))) {
            var site =
                    new SiteProbe(
                            "primary",
                            Map.of(DOMAIN, List.of(new MailExchanger(10, MX1))),
                            List.of(
                                    HostProbe.of(
                                            MX1,
                                            List.of(
                                                    address(
                                                            V4,
                                                            Contact.CONNECTED,
                                                            Duration.ZERO,
                                                            tls,
                                                            result(
                                                                    Recipient.declared(
                                                                            DOMAIN, "a@x.test"),
                                                                    Verdict.ACCEPTED))))));
            assertEquals(
                    SiteState.DEGRADED,
                    SiteJudgement.judge(site, LIMITS, StartTls.REQUIRED, Set.of()).state());
            assertEquals(
                    SiteState.READY,
                    SiteJudgement.judge(site, LIMITS, StartTls.WANTED, Set.of()).state());
        }
    }

    @Test
    void where_the_control_host_is_silent_too_the_port_is_blocked_here() {
        HostProbe control = HostProbe.of(MX2, List.of(unconnected("192.0.2.9", Contact.TIMED_OUT)));
        HostProbe primary = HostProbe.of(MX1, List.of(unconnected(V4, Contact.TIMED_OUT)));
        Set<Integer> blocked = SiteJudgement.blockedPorts(control, List.of(primary));
        assertEquals(Set.of(25), blocked);
        var site =
                new SiteProbe(
                        "primary",
                        Map.of(DOMAIN, List.of(new MailExchanger(10, MX1))),
                        List.of(primary));
        assertEquals(
                SiteState.UNKNOWN,
                SiteJudgement.judge(site, LIMITS, StartTls.REQUIRED, blocked).state());
    }

    @Test
    void a_port_on_which_anyone_answers_is_not_blocked() {
        HostProbe control = HostProbe.of(MX2, List.of(unconnected("192.0.2.9", Contact.TIMED_OUT)));
        HostProbe alive = HostProbe.of(MX1, List.of(in(SiteState.READY)));
        assertEquals(Set.of(), SiteJudgement.blockedPorts(control, List.of(alive)));
        assertEquals(Set.of(), SiteJudgement.blockedPorts(alive, List.of()));
    }
}
