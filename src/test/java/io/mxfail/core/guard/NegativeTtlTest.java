package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.propagation.ServerView;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

final class NegativeTtlTest implements RuleCase {
    private static final RecordKey SOA = new RecordKey(Scene.DOMAIN, Type.SOA);

    @Override
    public Rule rule() {
        return new NegativeTtl();
    }

    @Override
    public Scene fine() {
        // the lower one of the two counts
        return soa(10_800, 86_400);
    }

    @Override
    public Scene wrong() {
        return soa(86_400, 86_400);
    }

    private static Scene soa(long ttl, long minimum) {
        return serving(ttl, "ns. admin. 7 3600 900 604800 " + minimum);
    }

    /// Servers that have these SOA records.
    static Scene serving(long ttl, String... soas) {
        return Scene.well()
                .servers(
                        Stream.of(soas)
                                .map(
                                        soa ->
                                                new ServerView(
                                                        "192.0.2.1",
                                                        Map.of(
                                                                SOA,
                                                                new DnsAnswer.Found(
                                                                        RecordSet.parse(
                                                                                SOA,
                                                                                ttl,
                                                                                List.of(soa)),
                                                                        false))))
                                .toArray(ServerView[]::new));
    }

    @Test
    void it_says_for_how_long() {
        assertTrue(finding().message().startsWith("resolvers remember for 86400 s"));
    }
}
