package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.propagation.ServerView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        assertTrue(
                finding.message()
                        .endsWith(
                                "; a secondary that was not notified asks its primary again within"
                                        + " 3600 s (SOA refresh), by "
                                        + Scene.NOW.plusSeconds(3600)
                                        + " at the latest"),
                finding::message);
    }

    @Test
    void a_secondary_that_lags_is_told_from_one_whose_serial_went_round() {
        Finding finding =
                only(
                        Scene.well()
                                .servers(
                                        Scene.server(
                                                "192.0.2.1", 4294967295L, "10 mx1.example.test."),
                                        refreshing(60, 1)));
        assertTrue(finding.message().contains("within 3600 s"), finding::message);
    }

    /// One that knows a shorter refresh time than the others.
    private static ServerView refreshing(int seconds, long serial) {
        RecordKey soa = new RecordKey(Scene.DOMAIN, Type.SOA);
        ServerView server = Scene.server("192.0.2.2", serial, "10 mx1.example.test.");
        return with(
                server,
                soa,
                found(
                        soa,
                        "ns1.example.test. hostmaster.example.test. %d %d 900 604800 300"
                                .formatted(serial, seconds)));
    }

    @Test
    void spf_records_are_compared_without_case_and_other_texts_not_at_all() {
        assertEquals(
                List.of(),
                rule().judge(
                                texts(
                                                "\"v=spf1 include:A.test -all\"",
                                                "\"V=SPF1 include:a.test\" \" -all\"")
                                        .situation()));
        Finding finding = only(texts("\"v=spf1 -all\"", "\"hello\""));
        assertEquals("example.test. TXT", finding.where().subject());
        assertTrue(
                finding.message().endsWith("192.0.2.1 says \"v=spf1 -all\"; 192.0.2.2 says no SPF"),
                finding.message());
    }

    private static Scene texts(String first, String second) {
        RecordKey txt = new RecordKey(Scene.DOMAIN, Type.TXT);
        return Scene.well()
                .servers(
                        with(Scene.server("192.0.2.1", 7), txt, found(txt, first)),
                        with(Scene.server("192.0.2.2", 7), txt, found(txt, second)));
    }

    private static DnsAnswer found(RecordKey key, String data) {
        return new DnsAnswer.Found(RecordSet.parse(key, 300, List.of(data)), false);
    }

    @Test
    void name_server_sets_are_compared() {
        Finding finding =
                only(
                        Scene.well()
                                .servers(
                                        Scene.naming(Scene.server("192.0.2.1", 7), "ns1.test."),
                                        Scene.naming(
                                                Scene.server("192.0.2.2", 7),
                                                "ns1.test.",
                                                "ns2.test.")));
        assertEquals("example.test. NS", finding.where().subject());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ns2. admin. 7 3600 900 604800 300",
                "ns. root. 7 3600 900 604800 300",
                "ns. admin. 7 7200 900 604800 300",
                "ns. admin. 7 3600 600 604800 300",
                "ns. admin. 7 3600 900 864000 300",
                "ns. admin. 7 3600 900 604800 600"
            })
    void one_serial_and_another_soa_is_told_unless_providers_write_their_own(String other) {
        RecordKey soa = new RecordKey(Scene.DOMAIN, Type.SOA);
        Scene scene =
                Scene.well()
                        .servers(
                                Scene.server("192.0.2.1", 7),
                                with(Scene.server("192.0.2.2", 7), soa, found(soa, other)));
        assertEquals("example.test. SOA", only(scene).where().subject());
        var one =
                Services.ProviderFact.of("one", Scene.capable(Capabilities.Atomicity.ZONE, 0, 100));
        var two =
                Services.ProviderFact.of("two", Scene.capable(Capabilities.Atomicity.ZONE, 0, 100));
        assertEquals(List.of(), rule().judge(scene.providers(one, two).situation()));
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
