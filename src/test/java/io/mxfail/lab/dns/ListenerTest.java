package io.mxfail.lab.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

class ListenerTest {
    private static AuthoritativeServer start() throws IOException {
        return AuthoritativeServer.start(
                List.of(
                        ZoneVersion.parse("example.test.", "@ MX 10 mx1"),
                        ZoneVersion.parse("other.test.", "@ MX 10 mx1")),
                List.of(),
                Listen.primary(),
                Listen.secondary());
    }

    private static void change(AuthoritativeServer dns, int preference) {
        dns.edit("example.test.", z -> z.with("@ MX %d mx1".formatted(preference)));
    }

    /// The serials that the two listeners answer with.
    private static List<Long> serials(AuthoritativeServer dns) throws IOException {
        return List.of(serial(dns, 0), serial(dns, 1));
    }

    private static long serial(AuthoritativeServer dns, int listener) throws IOException {
        var answer = Client.ask(dns.address(listener), "example.test.", Type.SOA);
        return ((SOARecord) answer.getSection(Section.ANSWER).getFirst()).getSerial();
    }

    @Test
    void a_secondary_lags_until_it_catches_up() throws IOException {
        try (var dns = start()) {
            change(dns, 20);
            assertEquals(List.of(2L, 2L), serials(dns));
            dns.listener(1).lag();
            change(dns, 30);
            change(dns, 40);
            assertEquals(List.of(4L, 2L), serials(dns));
            dns.listener(1).catchUp();
            assertEquals(List.of(4L, 4L), serials(dns));
            change(dns, 50);
            assertEquals(List.of(5L, 5L), serials(dns));
        }
    }

    @Test
    void it_lags_until_a_time() throws IOException {
        var clock = FastClock.standing();
        try (var dns = start()) {
            dns.listener(1).lagUntil(clock.instant().plusSeconds(10), clock);
            change(dns, 20);
            clock.advance(Duration.ofSeconds(9));
            assertEquals(List.of(2L, 1L), serials(dns));
            clock.advance(Duration.ofSeconds(1));
            assertEquals(List.of(2L, 2L), serials(dns));
        }
    }

    @Test
    void it_follows_each_change_by_so_much_later() throws IOException {
        var clock = FastClock.standing();
        try (var dns = start()) {
            dns.listener(1).lagBehind(Duration.ofSeconds(10), clock);
            change(dns, 20);
            clock.advance(Duration.ofSeconds(5));
            change(dns, 30);
            assertEquals(List.of(3L, 1L), serials(dns));
            clock.advance(Duration.ofSeconds(5));
            assertEquals(List.of(3L, 2L), serials(dns));
            clock.advance(Duration.ofSeconds(5));
            assertEquals(List.of(3L, 3L), serials(dns));
        }
    }

    @Test
    void it_may_show_what_nobody_else_does() throws IOException {
        try (var dns = start()) {
            dns.listener(1).show(dns.zone("example.test.").withSerial(99));
            assertEquals(List.of(1L, 99L), serials(dns));
            assertEquals(
                    1, Client.answers(Client.ask(dns.address(1), "other.test.", Type.MX)).size());
            dns.listener(1).catchUp();
            assertEquals(List.of(1L, 1L), serials(dns));
        }
    }
}
