package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.propagation.ServerView;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;

final class SplitHorizonTest implements RuleCase {
    private static final RecordKey NS = new RecordKey(Scene.DOMAIN, Type.NS);

    @Override
    public Rule rule() {
        return new SplitHorizon();
    }

    @Override
    public Scene fine() {
        return seen(
                answering(new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer")),
                naming("ns1.example.test.", "ns3.example.test."));
    }

    @Override
    public Scene wrong() {
        return seen(naming("ns1.example.test."), naming("dc1.corp.test."));
    }

    private static Scene seen(ServerView... resolvers) {
        return Scene.well()
                .servers(
                        Scene.naming(
                                Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                                "ns1.example.test."))
                .resolversSee(resolvers);
    }

    private static ServerView naming(String... names) {
        return Scene.naming(new ServerView("system", Map.of()), names);
    }

    private static ServerView answering(DnsAnswer answer) {
        return new ServerView("system", Map.of(NS, answer));
    }

    @Test
    void it_says_what_the_resolver_is_told() {
        assertTrue(finding().message().endsWith("system is told dc1.corp.test"));
    }

    @Test
    void a_zone_that_a_resolver_does_not_know_is_another_view_too() {
        Finding finding = only(seen(answering(new DnsAnswer.NxDomain(300))));
        assertTrue(finding.message().endsWith("system knows no such zone"), finding.message());
    }

    @Test
    void nothing_is_known_of_a_zone_whose_servers_name_none() {
        Scene scene = Scene.well().resolversSee(naming("dc1.corp.test."));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
