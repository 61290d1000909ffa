package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.propagation.ServerView;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.HashMap;
import java.util.List;

final class NsUnreachableTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NsUnreachable();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().servers(Scene.server("192.0.2.1", 7), Scene.silentServer("192.0.2.2"));
    }

    @Test
    void a_set_that_nobody_answers_for_is_told() {
        Finding finding = only(Scene.well().servers(mute("192.0.2.1"), mute("192.0.2.2")));
        assertEquals("example.test. MX", finding.where().subject());
        assertTrue(
                finding.message()
                        .startsWith(
                                "no name server answers for example.test. MX: 192.0.2.1 (it"
                                        + " answers SERVFAIL)"),
                finding.message());
    }

    @Test
    void a_set_that_one_answers_for_is_no_matter_of_this_rule() {
        Scene scene = Scene.well().servers(mute("192.0.2.1"), Scene.server("192.0.2.2", 7));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    private static ServerView mute(String address) {
        var answers = new HashMap<>(Scene.server(address, 7).answers());
        answers.put(
                new RecordKey(Scene.DOMAIN, Type.MX),
                new DnsAnswer.Failed(DnsAnswer.Reason.SERVFAIL, "it answers SERVFAIL"));
        return new ServerView(address, answers);
    }

    @Test
    void it_warns_and_names_the_silent_one() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .startsWith(
                                "1 of 2 name servers of example.test. give no answer: 192.0.2.2"));
    }

    @Test
    void all_silent_is_said_so() {
        Finding finding = only(Scene.well().servers(Scene.silentServer("192.0.2.2")));
        assertTrue(finding.message().startsWith("no name server of example.test. answers"));
        assertTrue(finding.message().contains("DNS cannot move mail now"), finding::message);
        assertTrue(finding.message().contains("for one to three days (RFC 8767)"));
        assertTrue(finding.fix().contains("plan --export bind"), finding::fix);
        assertTrue(finding.fix().contains("registrar"), finding::fix);
        assertTrue(only(Scene.well().servers()).message().contains("could be found"));
    }
}
