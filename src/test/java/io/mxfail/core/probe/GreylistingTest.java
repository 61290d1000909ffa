package io.mxfail.core.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class GreylistingTest {
    private static final Recipient BILLING =
            Recipient.declared(Name.fromConstantString("example.test."), "billing@example.test");

    private static RecipientResult result(Stage stage, int code, String text) {
        Reply reply = Reply.of(code, List.of(text));
        return new RecipientResult(
                BILLING,
                stage,
                reply,
                Verdict.of(stage, reply, BILLING.address()),
                Duration.ofMillis(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4.7.1 Greylisting in action, please come back in 00:05:00 | 300
                    4.2.0 <a5s@example.test>: Recipient address rejected: Greylisted for 5 minutes | 300
                    4.7.1 greylisted, try again in 42 seconds | 42
                    4.7.0 Try again in 120s | 120
                    4.2.0 Greylisted, see http://postgrey.example/help/3m.example.test.html | 300
                    4.7.1 Greylisted; retry in 1 hour | 3600
                    4.2.2 graylisted, wait 4 min | 240
                    4.7.1 you were seen at 10:15:30.123 | 300
                    """)
    void the_delay_is_what_the_host_tells_else_the_usual_one(String text, long seconds) {
        assertEquals(
                Duration.ofSeconds(seconds + 1), Greylisting.delay(Reply.of(451, List.of(text))));
    }

    @Test
    void a_host_that_tells_when_to_come_again_greylists_whatever_it_calls_it() {
        assertEquals(
                Verdict.GREYLISTED,
                result(Stage.RCPT, 450, "4.7.1 deferred, try again in 300 seconds").verdict());
        assertEquals(
                Verdict.TEMPFAIL,
                result(Stage.RCPT, 451, "4.7.1 Service unavailable - try again later").verdict());
        assertEquals(
                Verdict.TEMPFAIL,
                result(Stage.GREETING, 421, "4.7.0 try again in 60 seconds").verdict());
    }

    @Test
    void what_reads_like_it_is_worth_a_second_question() {
        for (String text :
                List.of(
                        "4.7.1 Service unavailable - try again later",
                        "4.7.1 not yet",
                        "4.2.0 Greylisted",
                        "please come back later")) {
            assertTrue(Greylisting.isPutOff(result(Stage.RCPT, 450, text)), text);
        }
        assertFalse(Greylisting.isPutOff(result(Stage.RCPT, 451, "4.3.0 lookup failure")));
        assertFalse(Greylisting.isPutOff(result(Stage.RCPT, 452, "4.5.3 try again later")));
        assertFalse(Greylisting.isPutOff(result(Stage.RCPT, 550, "5.1.1 try again never")));
        assertFalse(Greylisting.isPutOff(result(Stage.RCPT, 250, "2.1.5 again")));
    }

    @Test
    void the_longest_delay_of_several_is_waited_for() {
        assertEquals(
                Optional.of(Duration.ofSeconds(61)),
                Greylisting.delay(
                        List.of(
                                result(Stage.RCPT, 450, "4.7.1 greylisted, again in 10 s"),
                                result(Stage.RCPT, 450, "4.7.1 greylisted, again in 1 min"),
                                result(Stage.RCPT, 250, "2.1.5 fine"))));
        assertEquals(
                Optional.empty(),
                Greylisting.delay(List.of(result(Stage.RCPT, 250, "2.1.5 fine"))));
    }
}
