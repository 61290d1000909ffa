package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.port.Lookup;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class OneLookTest {
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final RecordKey MX = key(Type.MX);
    private static final RecordKey TXT = key(Type.TXT);

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private DnsAnswer answer = new DnsAnswer.NoData(300);
    private final Lookup look =
            OneLook.at(
                    new Lookup() {
                        @Override
                        public DnsAnswer authoritative(
                                ServerAddress server, RecordKey key, Duration timeout) {
                            asked.add(server + " " + key);
                            return answer;
                        }

                        @Override
                        public DnsAnswer recursive(
                                String resolver, RecordKey key, Duration timeout) {
                            asked.add(resolver + " " + key);
                            return answer;
                        }

                        @Override
                        public List<NameServer> delegation(
                                Name zone, String resolver, Duration timeout) {
                            return List.of();
                        }

                        @Override
                        public void close() {}
                    });

    private static RecordKey key(int type) {
        return new RecordKey(Name.fromConstantString("example.test."), type);
    }

    private static DnsAnswer failed(DnsAnswer.Reason reason) {
        return new DnsAnswer.Failed(reason, "no answer");
    }

    @Test
    void a_question_is_asked_once_and_each_place_by_itself() {
        for (int i = 0; i < 3; i++) {
            look.authoritative(Office.NS1, MX, ASK);
            look.authoritative(Office.NS2, MX, ASK);
            look.recursive(Office.RESOLVER, MX, ASK);
        }
        assertEquals(3, asked.size(), asked.toString());
        assertEquals(3, new HashSet<>(asked).size(), asked.toString());
    }

    @Test
    void who_wants_signatures_and_who_does_not_share_one_question() {
        var questions = new ArrayList<String>();
        SignedAnswer signed = SignedAnswer.bare(new DnsAnswer.NoData(300));
        Lookup both =
                OneLook.at(
                        new Lookup() {
                            @Override
                            public DnsAnswer authoritative(
                                    ServerAddress server, RecordKey key, Duration timeout) {
                                throw new AssertionError("asked without signatures");
                            }

                            @Override
                            public DnsAnswer recursive(
                                    String resolver, RecordKey key, Duration timeout) {
                                return answer;
                            }

                            @Override
                            public List<NameServer> delegation(
                                    Name zone, String resolver, Duration timeout) {
                                return List.of();
                            }

                            @Override
                            public boolean asksForSignatures() {
                                return true;
                            }

                            @Override
                            public SignedAnswer signed(
                                    ServerAddress server, RecordKey key, Duration timeout) {
                                questions.add(server + " " + key);
                                return signed;
                            }

                            @Override
                            public void close() {}
                        });
        assertEquals(signed.answer(), both.authoritative(Office.NS1, MX, ASK));
        assertEquals(signed, both.signed(Office.NS1, MX, ASK));
        assertEquals(1, questions.size(), questions.toString());
    }

    @Test
    void a_place_that_never_answered_in_time_is_not_waited_for_again() {
        answer = failed(DnsAnswer.Reason.TIMEOUT);
        assertEquals(answer, look.authoritative(Office.NS1, MX, ASK));
        assertEquals(answer, look.authoritative(Office.NS1, TXT, ASK));
        assertEquals(1, asked.size(), asked.toString());

        answer = new DnsAnswer.NoData(300);
        assertEquals(answer, look.authoritative(Office.NS2, TXT, ASK), "one by one");
    }

    @Test
    void one_that_answered_anything_is_waited_for_each_time() {
        look.authoritative(Office.NS1, MX, ASK);
        answer = failed(DnsAnswer.Reason.TIMEOUT);
        look.authoritative(Office.NS1, TXT, ASK);
        answer = new DnsAnswer.NoData(300);
        assertEquals(answer, look.authoritative(Office.NS1, key(Type.NS), ASK));
    }

    @Test
    void one_that_refuses_is_not_silent() {
        answer = failed(DnsAnswer.Reason.REFUSED);
        look.authoritative(Office.NS1, MX, ASK);
        look.authoritative(Office.NS1, TXT, ASK);
        assertEquals(2, asked.size(), asked.toString());
    }

    /// The first of them never answers before the test ends: who waits for it would hang.
    @Test
    void the_next_is_asked_where_the_one_before_is_slow() throws Exception {
        var end = new CountDownLatch(1);
        try {
            List<Optional<String>> answers =
                    Hedged.ask(
                            List.of(
                                    () -> {
                                        await(end);
                                        return Optional.of("late");
                                    },
                                    Optional::<String>empty,
                                    () -> Optional.of("soon")),
                            Optional::isPresent);
            assertEquals(Optional.of("soon"), answers.getLast());
        } finally {
            end.countDown();
        }
    }

    @Test
    void nobody_else_is_asked_where_the_first_answers() throws Exception {
        List<String> answers =
                Hedged.ask(
                        List.of(
                                () -> "good",
                                () -> {
                                    asked.add("second");
                                    return "good";
                                }),
                        "good"::equals);
        assertEquals(List.of("good"), answers);
        assertEquals(List.of(), asked);
    }

    private static void await(CountDownLatch end) {
        try {
            end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
