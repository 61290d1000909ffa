package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.answers;
import static io.mxfail.lab.dns.Client.ask;
import static io.mxfail.lab.dns.Client.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

class CachingResolverTest {
    private static final ZoneVersion ZONE =
            ZoneVersion.parse(
                    "example.test.",
                    """
                    @      3600 MX 10 mx1
                    mx1    300  A 192.0.2.1
                    www    60   CNAME www.other.test.
                    lost   60   CNAME no.other.test.
                    loop   60   CNAME loop.other.test.
                    child  NS ns.child
                    big    60   TXT %s
                    """
                            .formatted(("\"" + "x".repeat(200) + "\" ").repeat(10)));
    private static final ZoneVersion OTHER =
            ZoneVersion.parse("other.test.", "www 300 A 192.0.2.80\nloop CNAME loop.example.test.");

    private final FastClock clock = FastClock.standing();

    /// A resolver before a server of two zones with two addresses.
    private record Bench(AuthoritativeServer dns, CachingResolver resolver)
            implements AutoCloseable {
        Message get(String name, int type) throws IOException {
            return ask(resolver.address(), name, type);
        }

        List<String> mx() throws IOException {
            return answers(get("example.test.", Type.MX)).stream()
                    .map(t -> t.substring("example.test. MX ".length()))
                    .toList();
        }

        long ttl(String name, int type) throws IOException {
            return get(name, type).getSection(Section.ANSWER).getFirst().getTTL();
        }

        @Override
        public void close() {
            resolver.close();
            dns.close();
        }
    }

    private Bench bench() throws IOException {
        return bench(h -> h);
    }

    private Bench bench(UnaryOperator<CachingResolver.Habits> habits) throws IOException {
        var dns =
                AuthoritativeServer.start(
                        List.of(ZONE, OTHER), List.of(), Listen.primary(), Listen.secondary());
        Map<String, List<InetSocketAddress>> forwards =
                Map.of("example.test.", dns.addresses(), "other.test.", dns.addresses());
        return new Bench(
                dns,
                CachingResolver.start(
                        forwards,
                        clock,
                        habits.apply(CachingResolver.Habits.plain()),
                        Listen.loopback(0)));
    }

    private static void move(Bench bench) {
        bench.dns().edit("example.test.", z -> z.with("@ 60 MX 10 mx2"));
    }

    @Test
    void an_answer_is_kept_for_its_ttl_which_counts_down() throws IOException {
        try (Bench bench = bench()) {
            Message first = bench.get("example.test.", Type.MX);
            assertTrue(first.getHeader().getFlag(Flags.RA));
            assertFalse(first.getHeader().getFlag(Flags.AA));
            assertEquals(3600, bench.ttl("example.test.", Type.MX));
            move(bench);
            clock.advance(Duration.ofSeconds(3599));
            assertEquals(List.of("10 mx1.example.test."), bench.mx());
            assertEquals(1, bench.ttl("example.test.", Type.MX));
            assertEquals(1, bench.resolver().cached("example.test.", Type.MX).size());
            clock.advance(Duration.ofSeconds(1));
            assertTrue(bench.resolver().cached("example.test.", Type.MX).isEmpty());
            assertEquals(List.of("10 mx2.example.test."), bench.mx());
            assertEquals(60, bench.ttl("example.test.", Type.MX));
            assertEquals(2, bench.resolver().asked());
        }
    }

    @Test
    void names_are_one_whatever_their_letter_case() throws IOException {
        try (Bench bench = bench()) {
            bench.mx();
            bench.get("EXAMPLE.test.", Type.MX);
            assertEquals(1, bench.resolver().asked());
        }
    }

    @Test
    void a_missing_name_is_remembered_for_the_negative_ttl() throws IOException {
        try (Bench bench = bench()) {
            Message first = bench.get("new.example.test.", Type.A);
            assertEquals(Rcode.NXDOMAIN, first.getRcode());
            assertEquals(60, first.getSection(Section.AUTHORITY).getFirst().getTTL());
            bench.dns().edit("example.test.", z -> z.with("new A 192.0.2.9"));
            clock.advance(Duration.ofSeconds(59));
            Message kept = bench.get("new.example.test.", Type.MX); // the whole name is missing
            assertEquals(Rcode.NXDOMAIN, kept.getRcode());
            assertEquals(1, kept.getSection(Section.AUTHORITY).getFirst().getTTL());
            clock.advance(Duration.ofSeconds(1));
            assertEquals(1, answers(bench.get("new.example.test.", Type.A)).size());
        }
    }

    @Test
    void a_missing_type_is_remembered_by_itself() throws IOException {
        try (Bench bench = bench()) {
            Message first = bench.get("mx1.example.test.", Type.AAAA);
            assertEquals(Rcode.NOERROR, first.getRcode());
            assertTrue(answers(first).isEmpty());
            bench.dns().edit("example.test.", z -> z.with("mx1 AAAA 2001:db8::1"));
            assertTrue(answers(bench.get("mx1.example.test.", Type.AAAA)).isEmpty());
            assertEquals(1, answers(bench.get("mx1.example.test.", Type.A)).size());
            clock.advance(Duration.ofSeconds(60));
            assertEquals(1, answers(bench.get("mx1.example.test.", Type.AAAA)).size());
        }
    }

    @Test
    void an_alias_is_followed_into_another_zone_and_each_part_has_its_ttl() throws IOException {
        try (Bench bench = bench()) {
            assertEquals(
                    List.of(
                            "www.example.test. CNAME www.other.test.",
                            "www.other.test. A 192.0.2.80"),
                    answers(bench.get("www.example.test.", Type.A)));
            assertEquals(2, bench.resolver().asked());
            clock.advance(Duration.ofSeconds(60));
            bench.get("www.example.test.", Type.A);
            assertEquals(3, bench.resolver().asked());
            assertEquals(
                    List.of("www.example.test. CNAME www.other.test."),
                    answers(bench.get("www.example.test.", Type.CNAME)));
        }
    }

    @Test
    void an_alias_to_nothing_is_nxdomain_and_a_circle_is_servfail() throws IOException {
        try (Bench bench = bench()) {
            Message lost = bench.get("lost.example.test.", Type.A);
            assertEquals(Rcode.NXDOMAIN, lost.getRcode());
            assertEquals(1, answers(lost).size());
            assertEquals(Rcode.SERVFAIL, bench.get("loop.example.test.", Type.A).getRcode());
        }
    }

    @Test
    void a_truncated_answer_is_fetched_over_tcp_and_given_over_tcp() throws IOException {
        try (Bench bench = bench()) {
            Message question = question("big.example.test.", Type.TXT);
            assertTrue(
                    Client.udp(bench.resolver().address(), question).getHeader().getFlag(Flags.TC));
            assertEquals(1, answers(Client.tcp(bench.resolver().address(), question)).size());
        }
    }

    @Test
    void the_servers_take_turns_and_a_silent_or_failing_one_is_passed_over() throws IOException {
        try (Bench bench =
                bench(
                        h ->
                                new CachingResolver.Habits(
                                        Duration.ZERO, false, Duration.ofMillis(500)))) {
            bench.dns().listener(1).show(ZONE.with("@ 0 MX 77 old"));
            bench.dns().edit("example.test.", z -> z.with("@ 0 MX 10 mx1"));
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                seen.addAll(bench.mx());
            }
            assertEquals(2, seen.stream().filter(t -> t.startsWith("77 ")).count());
            for (Fault fault : List.of(new Fault.Drop(), Fault.servfail())) {
                bench.dns().faults(1).inject(fault);
                for (int i = 0; i < 4; i++) {
                    assertEquals(List.of("10 mx1.example.test."), bench.mx(), fault.text());
                }
                bench.dns().faults(1).clear();
            }
        }
    }

    @Test
    void a_forged_datagram_is_passed_over() throws IOException {
        try (Bench bench = bench()) {
            bench.dns().faults(0).inject(new Fault.WrongIdFirst());
            bench.dns().faults(1).inject(new Fault.WrongIdFirst());
            assertEquals(List.of("10 mx1.example.test."), bench.mx());
            assertEquals(1, bench.resolver().asked());
        }
    }

    @Test
    void without_any_server_it_fails_and_does_not_remember_that() throws IOException {
        try (Bench bench = bench()) {
            bench.dns().faults(0).inject(new Fault.Answer(Rcode.REFUSED));
            bench.dns().faults(1).inject(new Fault.Answer(Rcode.SERVFAIL));
            assertEquals(Rcode.SERVFAIL, bench.get("example.test.", Type.MX).getRcode());
            assertEquals(Rcode.SERVFAIL, bench.get("nowhere.test.", Type.MX).getRcode());
            assertEquals(Rcode.SERVFAIL, bench.get("x.child.example.test.", Type.A).getRcode());
            bench.dns().faults(0).clear();
            assertEquals(1, bench.mx().size());
        }
    }

    @Test
    void stale_answers_are_served_only_by_habit() throws IOException {
        try (Bench plain = bench();
                Bench lenient =
                        bench(h -> new CachingResolver.Habits(Duration.ZERO, true, h.patience()))) {
            for (Bench bench : List.of(plain, lenient)) {
                bench.mx();
                bench.dns().faults(0).inject(Fault.servfail());
                bench.dns().faults(1).inject(Fault.servfail());
            }
            clock.advance(Duration.ofHours(2));
            assertEquals(Rcode.SERVFAIL, plain.get("example.test.", Type.MX).getRcode());
            assertEquals(30, lenient.ttl("example.test.", Type.MX));
        }
    }

    @Test
    void a_stretching_resolver_keeps_short_ttls_longer() throws IOException {
        try (Bench bench = bench(_ -> CachingResolver.Habits.stretchingTo(Duration.ofMinutes(5)))) {
            assertEquals(300, bench.ttl("www.example.test.", Type.CNAME));
            clock.advance(Duration.ofSeconds(299));
            assertEquals(1, bench.ttl("www.example.test.", Type.CNAME));
            assertEquals(3600, bench.ttl("example.test.", Type.MX));
        }
    }

    @Test
    void flushing_forgets_all_or_a_part() throws IOException {
        try (Bench bench = bench()) {
            bench.mx();
            bench.get("www.other.test.", Type.A);
            bench.resolver().flush("example.test.");
            bench.mx();
            bench.get("www.other.test.", Type.A);
            assertEquals(3, bench.resolver().asked());
            bench.resolver().flush();
            bench.get("www.other.test.", Type.A);
            assertEquals(4, bench.resolver().asked());
        }
    }

    @Test
    void without_recursion_only_the_cache_answers() throws IOException {
        try (Bench bench = bench()) {
            Message question = question("example.test.", Type.MX);
            question.getHeader().unsetFlag(Flags.RD);
            assertEquals(
                    Rcode.REFUSED, Client.udp(bench.resolver().address(), question).getRcode());
            bench.mx();
            assertEquals(1, answers(Client.udp(bench.resolver().address(), question)).size());
        }
    }

    @Test
    void it_has_faults_of_its_own_and_takes_no_updates() throws IOException {
        try (Bench bench = bench()) {
            assertEquals(
                    Rcode.NOTIMP,
                    Client.udp(
                                    bench.resolver().address(),
                                    Message.newUpdate(Client.name("example.test.")))
                            .getRcode());
            bench.resolver().faults().inject(Fault.servfail(), 1);
            assertEquals(Rcode.SERVFAIL, bench.get("example.test.", Type.MX).getRcode());
            bench.resolver().faults().inject(new Fault.Drop());
            assertTrue(
                    Client.isSilent(
                            bench.resolver().address(), question("example.test.", Type.MX)));
        }
    }

    @Test
    void any_is_answered_and_not_remembered() throws IOException {
        try (Bench bench = bench()) {
            assertEquals(3, answers(bench.get("example.test.", Type.ANY)).size());
            bench.get("example.test.", Type.ANY);
            assertEquals(2, bench.resolver().asked());
        }
    }
}
