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

final class NsDisagreeTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NsDisagree();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .servers(
                        Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                        Scene.server("192.0.2.2", 6, "10 mx.backup.test."));
    }

    @Test
    void it_warns_who_says_what() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("192.0.2.2 says 10 mx.backup.test."));
    }

    @Test
    void a_lagging_serial_alone_is_told_too() {
        Finding finding =
                only(
                        Scene.well()
                                .servers(
                                        Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                                        Scene.server("192.0.2.2", 6, "10 mx1.example.test.")));
        assertEquals("example.test. SOA", finding.where().subject());
    }

    @Test
    void a_silent_server_does_not_disagree() {
        Scene scene =
                Scene.well()
                        .servers(
                                Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                                Scene.silentServer("192.0.2.2"));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void each_kind_of_no_is_a_group_of_its_own() {
        ServerView third = Scene.server("192.0.2.3", 7);
        RecordKey mx = new RecordKey(Scene.DOMAIN, Type.MX);
        Finding finding =
                only(
                        Scene.well()
                                .servers(
                                        Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                                        Scene.server("192.0.2.2", 7),
                                        with(third, mx, new DnsAnswer.NxDomain(300)),
                                        with(
                                                third,
                                                mx,
                                                new DnsAnswer.Failed(
                                                        DnsAnswer.Reason.SERVFAIL,
                                                        "it answers SERVFAIL"))));
        for (String group :
                List.of(
                        "192.0.2.1 says 10 mx1.example.test.",
                        "192.0.2.2 says no MX",
                        "192.0.2.3 says that the name does not exist",
                        "192.0.2.3 gives no answer (it answers SERVFAIL)")) {
            assertTrue(finding.message().contains(group), finding.message());
        }
    }

    private static ServerView with(ServerView server, RecordKey key, DnsAnswer answer) {
        var answers = new HashMap<>(server.answers());
        answers.put(key, answer);
        return new ServerView(server.server(), answers);
    }
}
