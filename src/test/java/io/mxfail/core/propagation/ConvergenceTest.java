package io.mxfail.core.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.propagation.VerifyReport.Delivery;
import io.mxfail.core.propagation.VerifyReport.ResolverState;
import io.mxfail.core.propagation.VerifyReport.ServerState;
import io.mxfail.core.propagation.VerifyReport.Smtp;
import io.mxfail.core.propagation.VerifyReport.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConvergenceTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(DOMAIN, Type.MX);
    private static final RecordKey SMTP =
            new RecordKey(Name.fromConstantString("smtp.example.test."), Type.CNAME);
    private static final RecordSet OLD_MX = RecordSet.parse(MX, 3600, List.of("10 old.example."));
    private static final RecordSet NEW_MX = RecordSet.parse(MX, 60, List.of("10 new.example."));
    private static final RecordSet OLD_SMTP = RecordSet.parse(SMTP, 7200, List.of("old.example."));
    private static final RecordSet NEW_SMTP = RecordSet.parse(SMTP, 60, List.of("new.example."));
    private static final Goal GOAL =
            new Goal(
                    DOMAIN,
                    DOMAIN,
                    "backup",
                    List.of(
                            new Goal.Wanted(MX, Optional.of(NEW_MX), Optional.of(OLD_MX)),
                            new Goal.Wanted(SMTP, Optional.of(NEW_SMTP), Optional.of(OLD_SMTP))));
    private static final Instant ARRIVED = Instant.parse("2026-11-24T03:05:00Z");

    private static DnsAnswer answer(String word, RecordKey key) {
        RecordSet old = key.equals(MX) ? OLD_MX : OLD_SMTP;
        RecordSet now = key.equals(MX) ? NEW_MX : NEW_SMTP;
        return switch (word) {
            case "old" -> new DnsAnswer.Found(old, false);
            case "new" -> new DnsAnswer.Found(now.withTtl(17), false);
            case "other" ->
                    new DnsAnswer.Found(
                            RecordSet.parse(
                                    key,
                                    60,
                                    List.of(key.equals(MX) ? "10 x.example." : "x.example.")),
                            false);
            case "none" -> new DnsAnswer.NoData(300);
            case "no-name" -> new DnsAnswer.NxDomain(300);
            default -> new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer");
        };
    }

    @ParameterizedTest(name = "MX {0}, smtp {1}: {2}")
    @CsvSource({
        "new,    new,    NEW",
        "old,    old,    OLD",
        "new,    old,    OTHER",
        "old,    new,    OTHER",
        "other,  new,    OTHER",
        "none,   new,    OTHER",
        "no-name,no-name,OTHER",
        "silent, new,    FAILED",
        "new,    silent, FAILED",
        "old,    silent, FAILED"
    })
    void a_server_is_new_or_old_as_a_whole(String mx, String smtp, ServerState state) {
        var answers = new HashMap<>(Map.of(MX, answer(mx, MX), SMTP, answer(smtp, SMTP)));
        assertEquals(state, Convergence.server(GOAL, answers));
    }

    @Test
    void a_question_that_nobody_answered_is_no_answer() {
        assertEquals(
                ServerState.FAILED,
                Convergence.server(GOAL, Map.of(MX, new DnsAnswer.Found(NEW_MX, false))));
    }

    @Test
    void a_set_that_must_be_gone_is_new_where_it_is_gone_or_hidden_by_an_alias() {
        var goal =
                new Goal(
                        DOMAIN,
                        DOMAIN,
                        "backup",
                        List.of(new Goal.Wanted(SMTP, Optional.empty(), Optional.of(OLD_SMTP))));
        RecordSet elsewhere =
                RecordSet.parse(
                        new RecordKey(Name.fromConstantString("x.example."), Type.CNAME),
                        60,
                        List.of("y.example."));
        for (DnsAnswer answer :
                List.of(
                        new DnsAnswer.NoData(300),
                        new DnsAnswer.NxDomain(300),
                        new DnsAnswer.Found(elsewhere, true))) {
            assertEquals(ServerState.NEW, Convergence.server(goal, Map.of(SMTP, answer)));
        }
        assertEquals(
                ServerState.OLD,
                Convergence.server(goal, Map.of(SMTP, new DnsAnswer.Found(OLD_SMTP, false))));
    }

    @ParameterizedTest(name = "{0} after {1} s: {2}, old for {3} s")
    @CsvSource({
        "new,    1,    NEW,    ",
        "old,    1,    OLD,    3600",
        "old,    7200, OLD,    3600",
        "old,    7201, STALE,  ",
        "other,  1,    OLD,    60",
        "none,   1,    OLD,    300",
        "other,  7201, STALE,  ",
        "silent, 1,    FAILED, "
    })
    void a_resolver_may_hold_the_old_answer_for_as_long_as_the_longest_old_ttl(
            String word, long seconds, ResolverState state, Long oldFor) {
        assertEquals(
                new Convergence.Cached(state, Optional.ofNullable(oldFor).map(Duration::ofSeconds)),
                Convergence.resolver(
                        GOAL,
                        answer(word, MX),
                        ARRIVED.plusSeconds(seconds),
                        Optional.of(ARRIVED)));
    }

    @Test
    void nobody_is_stale_before_the_last_server_has_the_new_data() {
        assertEquals(
                ResolverState.OLD,
                Convergence.resolver(
                                GOAL,
                                answer("old", MX),
                                ARRIVED.plusSeconds(99999),
                                Optional.empty())
                        .state());
    }

    @Test
    void where_there_was_nothing_before_any_other_answer_is_old() {
        var first =
                new Goal(
                        DOMAIN,
                        DOMAIN,
                        "backup",
                        List.of(new Goal.Wanted(MX, Optional.of(NEW_MX), Optional.empty())));
        assertEquals(
                new Convergence.Cached(ResolverState.OLD, Optional.of(Duration.ofSeconds(300))),
                Convergence.resolver(
                        first, new DnsAnswer.NoData(300), ARRIVED, Optional.of(ARRIVED)));
    }

    @Test
    void the_mx_decides_and_the_longest_ttl_counts() {
        assertEquals(MX, GOAL.deciding().key());
        assertEquals(Optional.of(Duration.ofSeconds(7200)), GOAL.oldTtl());
    }

    @ParameterizedTest(name = "servers {0}, panel {1}, smtp {2}, delivery {3}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # servers    | panel         | smtp      | delivery | verdict
                    NEW NEW      | NEW NEW       | ACCEPTED  | OFF      | VERIFIED
                    NEW NEW      |               | ACCEPTED  | OFF      | VERIFIED
                    NEW NEW      | NEW FAILED    | ACCEPTED  | OFF      | VERIFIED
                    NEW NEW      | NEW           | ACCEPTED  | ARRIVED  | VERIFIED
                    NEW NEW      | NEW           | ACCEPTED  | PENDING  | PENDING
                    NEW NEW      | NEW           | ACCEPTED  | FAILED   | FAILED
                    NEW NEW      | NEW OLD       | ACCEPTED  | OFF      | PENDING
                    NEW NEW      | NEW STALE     | ACCEPTED  | OFF      | PENDING
                    NEW NEW      | FAILED FAILED | ACCEPTED  | OFF      | PENDING
                    NEW NEW      | NEW           | DEFERRED  | OFF      | PENDING
                    NEW NEW      | NEW           | UNKNOWN   | OFF      | PENDING
                    NEW NEW      | NEW           | NOT_ASKED | OFF      | PENDING
                    NEW NEW      | NEW           | REJECTED  | OFF      | FAILED
                    NEW OLD      | NEW           | ACCEPTED  | OFF      | PENDING
                    NEW FAILED   | NEW           | ACCEPTED  | OFF      | PENDING
                    NEW UNSIGNED | NEW           | ACCEPTED  | OFF      | PENDING
                    UNSIGNED OLD | OLD           | NOT_ASKED | OFF      | PENDING
                    NEW OTHER    | NEW           | ACCEPTED  | OFF      | FAILED
                    OLD OLD      | OLD           | NOT_ASKED | OFF      | FAILED
                    OLD FAILED   | OLD           | NOT_ASKED | OFF      | FAILED
                    FAILED FAILED|               | NOT_ASKED | OFF      | PENDING
                                 |               | NOT_ASKED | OFF      | PENDING
                    """)
    void the_verdict_needs_every_server_and_mail_that_gets_in(
            String servers, String panel, Smtp smtp, Delivery delivery, Verdict verdict) {
        assertEquals(
                verdict,
                Convergence.verdict(
                        words(servers).stream()
                                .map(
                                        s ->
                                                new VerifyReport.Authoritative(
                                                        new ServerAddress("192.0.2.1", 53),
                                                        Optional.empty(),
                                                        ServerState.valueOf(s),
                                                        ""))
                                .toList(),
                        words(panel).stream()
                                .map(
                                        s ->
                                                new VerifyReport.Resolver(
                                                        "192.0.2.53",
                                                        ResolverState.valueOf(s),
                                                        Optional.empty(),
                                                        ""))
                                .toList(),
                        new VerifyReport.Mail(smtp, delivery, "")));
    }

    private static List<String> words(String text) {
        return text == null || text.isBlank() ? List.of() : Arrays.asList(text.split(" ", -1));
    }
}
