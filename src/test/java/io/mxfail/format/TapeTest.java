package io.mxfail.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.TlsResult;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class TapeTest {
    private static final Name NAME = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(NAME, Type.MX);
    private static final RecordSet SET =
            RecordSet.parse(MX, 300, List.of("10 mx1.example.test.", "20 mx2.example.test."));

    /// Everything that answers are made of.
    record All(
            SignedAnswer signed,
            DnsAnswer failed,
            Observed observed,
            MtaStsFetched policy,
            RelayAddress relay,
            Map<Name, Optional<Boolean>> map,
            Instant at) {}

    private static All all() {
        var signature =
                new RRSIGRecord(
                        NAME,
                        DClass.IN,
                        300,
                        Type.MX,
                        13,
                        300,
                        Instant.parse("2026-12-24T00:00:00Z"),
                        Instant.parse("2026-11-24T00:00:00Z"),
                        4711,
                        NAME,
                        new byte[] {1, 2, 3});
        return new All(
                new SignedAnswer(new DnsAnswer.Found(SET, true), List.of(signature), true),
                new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer within 3 s"),
                Observed.of(NAME, 900, List.of(SET), Set.of(MX, new RecordKey(NAME, Type.TXT))),
                new MtaStsFetched.Served("version: STSv1\nmode: none\nmax_age: 1\n"),
                new RelayAddress(
                        new ServerAddress("192.0.2.1", 587),
                        Contact.CONNECTED,
                        List.of(
                                new StepResult(
                                        Stage.GREETING,
                                        true,
                                        Duration.ofMillis(17),
                                        new Reply(220, "", "relay.example.test"))),
                        TlsResult.notTried(),
                        new Authentication(Authentication.Status.NOT_REACHED, "")),
                Map.of(NAME, Optional.of(true), Name.root, Optional.empty()),
                Instant.parse("2026-11-24T03:00:00.123Z"));
    }

    private static Tape read(Tape tape) throws JsonException {
        String text = Json.pretty(Map.of("calls", tape.tree()));
        return Tape.read(Json.read(text).list("calls"));
    }

    @Test
    void every_answer_comes_back_as_it_was() throws Exception {
        Tape tape = Tape.empty();
        assertEquals(all(), tape.keep("everything", all()));
        assertEquals(Optional.of(all()), read(tape).answer("everything", All.class));
        assertEquals(Optional.empty(), read(tape).answer("something else", All.class));
    }

    @Test
    void of_two_answers_to_one_question_the_first_stays() throws Exception {
        Tape tape = Tape.empty();
        tape.keep("when", new Reply(250, "", "first"));
        tape.keep("when", new Reply(250, "", "second"));
        assertEquals("first", read(tape).answer("when", Reply.class).orElseThrow().text());
    }

    @Test
    void an_answer_of_another_kind_is_told_with_its_line() throws Exception {
        Tape tape = Tape.empty();
        tape.keep("policy", new MtaStsFetched.Failed("answers 404"));
        Tape back = read(tape);
        String message =
                assertThrows(Tape.UnusableException.class, () -> back.answer("policy", Reply.class))
                        .getMessage();
        assertTrue(message.matches("line \\d+: `code` is missing"), message);
    }
}
