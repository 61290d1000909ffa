package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Map;

@NeedsServer({Server.UNBOUND, Server.BIND})
class UnboundTest {
    private static final Key KEY = Key.random("key");

    private static Bind primary() {
        return Bind.primary(Zone.sample("example.test", Grant.wholeZone(KEY)));
    }

    @Test
    void a_resolver_keeps_the_old_mx_until_it_is_flushed() {
        try (Bind bind = primary();
                Unbound unbound = Unbound.of(bind)) {
            assertEquals(List.of("10 mx1.example.test."), mx(unbound));
            Nsupdate.signed(bind.address(), KEY)
                    .send(
                            "example.test",
                            "update delete example.test. MX",
                            "update add example.test. 30 MX 10 mx2.example.test.");
            assertEquals(List.of("10 mx1.example.test."), mx(unbound));
            unbound.flush("example.test");
            assertEquals(List.of("10 mx2.example.test."), mx(unbound));
        }
    }

    @Test
    void a_cached_set_is_gone_when_its_ttl_is_over() {
        try (Bind bind = primary();
                Unbound unbound = Unbound.of(bind)) {
            var nsupdate = Nsupdate.signed(bind.address(), KEY);
            nsupdate.send("example.test", "update add a.example.test. 1 A 192.0.2.8");
            assertEquals(List.of("192.0.2.8"), a(unbound));
            nsupdate.send(
                    "example.test",
                    "update delete a.example.test. A",
                    "update add a.example.test. 1 A 192.0.2.9");
            Await.until(
                    "the cache forgets",
                    Duration.ofSeconds(30),
                    () -> a(unbound).equals(List.of("192.0.2.9")));
        }
    }

    @Test
    void a_resolver_may_stretch_ttls() {
        try (Bind bind = primary();
                Unbound unbound =
                        Unbound.of(
                                Map.of("example.test", List.of(bind.address())),
                                "cache-min-ttl: 60")) {
            Message answer = Ask.message(unbound.address(), "example.test.", Type.MX);
            assertTrue(answer.getSection(Section.ANSWER).getFirst().getTTL() > 30);
        }
    }

    @Test
    void a_name_of_no_known_zone_is_refused() {
        try (Unbound unbound = Unbound.of()) {
            assertEquals(
                    Rcode.REFUSED,
                    Ask.message(unbound.address(), "example.org.", Type.MX).getRcode());
        }
    }

    private static List<String> mx(Unbound unbound) {
        return Ask.data(unbound.address(), "example.test.", Type.MX);
    }

    private static List<String> a(Unbound unbound) {
        return Ask.data(unbound.address(), "a.example.test.", Type.A);
    }
}
