package io.mxfail.lab.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

class SignedUpdateTest {
    private static final String SECRET =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes());
    private static final UpdateKey KEY = UpdateKey.of("mxfail.", "hmac-sha256", SECRET);
    private static final ZoneVersion ZONE =
            ZoneVersion.parse(
                    "example.test.", "ns1 A 192.0.2.53\n@ MX 10 mx1\nmx1 A 192.0.2.1\n@ TXT \"x\"");

    /// An answer and what its own signature is worth.
    private record Signed(Message message, int verdict) {
        TSIGRecord record() {
            return Objects.requireNonNull(message.getTSIG());
        }
    }

    private static Signed send(AuthoritativeServer dns, UpdateKey key, Message message)
            throws IOException {
        TSIG tsig = key.tsig(Clock.systemUTC());
        message.setTSIG(tsig, Rcode.NOERROR, null);
        byte[] wire = message.toWire(65535);
        byte[] reply = Client.udp(dns.address(0), wire);
        Message answer = new Message(reply);
        return new Signed(answer, tsig.verify(answer, reply, new Message(wire).getTSIG()));
    }

    private static Message update(String text) throws IOException {
        return new UpdateText(text).message();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hmac-md5",
                "hmac-sha1",
                "hmac-sha224",
                "hmac-sha256",
                "hmac-sha384",
                "hmac-sha512",
                "hmac-sha256-128",
                "hmac-sha384-192",
                "hmac-sha512-256"
            })
    void each_algorithm_signs_both_ways(String algorithm) throws IOException {
        UpdateKey key = UpdateKey.of("k.", algorithm, SECRET);
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(key))) {
            Signed answer = send(dns, key, update("add new TXT 60 \"x\""));
            assertEquals(Rcode.NOERROR, answer.message().getRcode());
            assertEquals(Rcode.NOERROR, answer.verdict());
            assertEquals(1, dns.zone("example.test.").set("new", Type.TXT).size());
        }
    }

    @Test
    void an_unknown_algorithm_is_refused_at_once() {
        assertThrows(IllegalArgumentException.class, () -> UpdateKey.of("k.", "hmac-sha3", SECRET));
    }

    @Test
    void an_unsigned_update_is_refused_where_there_are_keys() throws IOException {
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(KEY))) {
            Message answer = Client.udp(dns.address(0), update("add new TXT 60 \"x\""));
            assertEquals(Rcode.REFUSED, answer.getRcode());
            assertFalse(
                    answer.getSection(Section.ADDITIONAL).stream()
                            .anyMatch(TSIGRecord.class::isInstance));
            assertEquals(1, dns.zone("example.test.").serial());
        }
    }

    @Test
    void an_unknown_key_another_algorithm_and_a_wrong_secret_are_not_authorised()
            throws IOException {
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(KEY))) {
            for (UpdateKey stranger :
                    List.of(
                            UpdateKey.of("who.", "hmac-sha256", SECRET),
                            UpdateKey.of("mxfail.", "hmac-sha512", SECRET),
                            UpdateKey.of("mxfail.", "hmac-sha256", other))) {
                Signed answer = send(dns, stranger, update("add new TXT 60 \"x\""));
                assertEquals(Rcode.NOTAUTH, answer.message().getRcode());
                boolean forged = stranger.equals(UpdateKey.of("mxfail.", "hmac-sha256", other));
                assertEquals(forged ? Rcode.BADSIG : Rcode.BADKEY, answer.record().getError());
                assertEquals(0, answer.record().getSignature().length);
            }
            assertEquals(1, dns.zone("example.test.").serial());
        }
    }

    @Test
    void a_clock_that_is_wrong_is_told_the_right_time_under_a_good_signature() throws IOException {
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(KEY))) {
            dns.faults(0).inject(new Fault.ClockSkew(Duration.ofMinutes(10)));
            Signed answer = send(dns, KEY, update("add new TXT 60 \"x\""));
            assertEquals(Rcode.NOTAUTH, answer.message().getRcode());
            assertEquals(Rcode.BADTIME, answer.record().getError());
            assertEquals(Rcode.NOERROR, answer.verdict());
            assertEquals(6, answer.record().getOther().length);
            assertEquals(1, dns.zone("example.test.").serial());
            dns.faults(0).clear();
            assertEquals(
                    Rcode.NOERROR,
                    send(dns, KEY, update("add new TXT 60 \"x\"")).message().getRcode());
        }
    }

    @Test
    void a_limited_key_changes_its_names_and_types_only() throws IOException {
        UpdateKey limited =
                KEY.limitedTo(
                        UpdateKey.Grant.at("example.test.", "MX", "TXT"),
                        UpdateKey.Grant.below("sub.example.test."));
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(limited))) {
            for (String refused :
                    List.of(
                            "add www TXT 60 \"x\"",
                            "add @ A 60 192.0.2.1",
                            "delset mx1 A",
                            "delname @",
                            "add sub A 60 192.0.2.1; add mx1 A 60 192.0.2.9",
                            "add notsub A 60 192.0.2.1")) {
                Signed answer = send(dns, limited, update(refused));
                assertEquals(Rcode.REFUSED, answer.message().getRcode(), refused);
                assertEquals(Rcode.NOERROR, answer.verdict(), refused);
            }
            assertEquals(1, dns.zone("example.test.").serial());
            for (String taken :
                    List.of(
                            "delset @ TXT; add @ TXT 60 \"y\"",
                            "delset @ MX",
                            "add sub A 60 192.0.2.1; add x.sub AAAA 60 2001:db8::1",
                            "yxname mx1")) {
                assertEquals(
                        Rcode.NOERROR,
                        send(dns, limited, update(taken)).message().getRcode(),
                        taken);
            }
        }
    }

    @Test
    void a_signed_question_gets_a_signed_answer_after_its_edns() throws IOException {
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(KEY))) {
            Message question = Client.question("example.test.", Type.MX);
            question.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
            Signed answer = send(dns, KEY, question);
            assertEquals(Rcode.NOERROR, answer.verdict());
            assertTrue(answer.message().getHeader().getFlag(Flags.AA));
            assertEquals(
                    Type.TSIG, answer.message().getSection(Section.ADDITIONAL).getLast().getType());
        }
    }

    @Test
    void an_error_that_is_forced_is_signed_too() throws IOException {
        try (var dns = AuthoritativeServer.start(List.of(ZONE), List.of(KEY))) {
            dns.faults(0).inject(Fault.servfail());
            Signed answer = send(dns, KEY, update("add new TXT 60 \"x\""));
            assertEquals(Rcode.SERVFAIL, answer.message().getRcode());
            assertEquals(Rcode.NOERROR, answer.verdict());
        }
    }

    @Test
    void a_key_never_prints_its_secret() {
        assertEquals("mxfail. (hmac-sha256.)", KEY.toString());
    }
}
