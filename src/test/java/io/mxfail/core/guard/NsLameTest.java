package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswer.Reason;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.propagation.ServerView;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;

final class NsLameTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NsLame();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .servers(
                        Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                        failing("192.0.2.2", Reason.SERVFAIL, "it answers SERVFAIL"));
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .servers(
                        Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                        failing("192.0.2.2", Reason.LAME, "it is not authoritative"),
                        failing("192.0.2.3", Reason.REFUSED, "it answers REFUSED"));
    }

    private static ServerView failing(String server, Reason reason, String detail) {
        return new ServerView(
                server,
                Map.of(
                        new RecordKey(Scene.DOMAIN, Type.SOA),
                        new DnsAnswer.Failed(reason, detail)));
    }

    @Test
    void it_names_who_answers_what() {
        assertTrue(
                finding()
                        .message()
                        .endsWith(
                                "192.0.2.2 (it is not authoritative), 192.0.2.3 (it answers"
                                        + " REFUSED)"),
                finding().message());
    }

    @Test
    void a_lame_server_is_told_once_and_a_failing_one_elsewhere() {
        assertEquals(List.of(), new NsUnreachable().judge(wrong().situation()));
        assertEquals(1, new NsUnreachable().judge(fine().situation()).size());
    }
}
