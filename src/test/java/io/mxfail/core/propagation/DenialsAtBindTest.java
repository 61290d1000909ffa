package io.mxfail.core.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.Denial;
import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Signer;
import io.mxfail.real.Zone;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/// Proofs that BIND gives, whole and with records taken away, held against dnsjava's validator.
@NeedsServer({Server.BIND, Server.BIND_SIGNER})
class DenialsAtBindTest {
    private static final Name ZONE = Name.fromConstantString("acme.test.");
    static final String TEXT =
            """
            $TTL 300
            $ORIGIN acme.test.
            @ SOA ns1 hostmaster 1 3600 600 604800 300
            @ NS ns1
            ns1 A 127.0.0.1
            @ MX 10 mx
            mx A 127.0.0.1
            alias CNAME mx
            lost CNAME nobody
            _25._tcp.other TLSA 3 1 1 %s
            other A 127.0.0.1
            *.wild A 127.0.0.1
            *.wild TXT "w"
            there.wild A 127.0.0.2
            *.lost.wild CNAME nobody
            away NS ns.elsewhere.test.
            safe NS ns.elsewhere.test.
            safe DS 12345 13 2 %s
            """
                    .formatted("a".repeat(64), "b".repeat(64));

    /// NAME TYPE; all that can be wrong with a name, and each place where it may stand.
    static final List<String> QUESTIONS =
            List.of(
                    "acme.test. TLSA",
                    "mx.acme.test. AAAA",
                    "_25._tcp.mx.acme.test. TLSA",
                    "_tcp.other.acme.test. TLSA",
                    "_25._tcp.other.acme.test. A",
                    "zzz.acme.test. A",
                    "aaa.acme.test. MX",
                    "a.b.c.d.acme.test. TXT",
                    "x.wild.acme.test. A",
                    "x.wild.acme.test. MX",
                    "y.x.wild.acme.test. TXT",
                    "y.x.wild.acme.test. AAAA",
                    "y.there.wild.acme.test. A",
                    "there.wild.acme.test. TXT",
                    "wild.acme.test. TXT",
                    "x.lost.wild.acme.test. A",
                    "alias.acme.test. AAAA",
                    "lost.acme.test. A",
                    "away.acme.test. DS",
                    "nowhere.acme.test. DS");

    @ParameterizedTest
    @ValueSource(strings = {"", "-3 -", "-3 beef -H 5", "-3 beef -A"})
    void the_same_proofs_hold_as_for_another_validator(String way) throws Exception {
        try (Signer signer = Signer.of("acme.test");
                Bind bind =
                        Bind.primary(
                                Zone.of(
                                        "acme.test",
                                        signer.sign(
                                                TEXT,
                                                way.isEmpty() ? new String[0] : way.split(" "))))) {
            Message keys = signed(bind.address(), "acme.test. DNSKEY");
            int proofs = 0;
            int broken = 0;
            for (String question : QUESTIONS) {
                Message whole = signed(bind.address(), question);
                assertTrue(whole.getHeader().getFlag(Flags.AA), question);
                boolean held = holds(question, whole, keys);
                assertEquals(validates(whole, keys), held, () -> question + "\n" + whole);
                assertTrue(held, () -> question + "\n" + whole);
                if (isAlias(whole)) {
                    continue; // the other one looks up each alias's target for itself
                }
                for (Record out : whole.getSection(Section.AUTHORITY)) {
                    if (out.getType() != Type.NSEC && out.getType() != Type.NSEC3) {
                        continue;
                    }
                    Message less = without(whole, out);
                    boolean proved = holds(question, less, keys);
                    assertEquals(
                            validates(less, keys),
                            proved,
                            () -> question + " without " + out + "\n" + whole);
                    proofs++;
                    broken += proved ? 0 : 1;
                }
            }
            assertTrue(
                    proofs > QUESTIONS.size() && broken > QUESTIONS.size(), proofs + "/" + broken);
        }
    }

    static Message signed(InetSocketAddress server, String question) throws IOException {
        String[] part = question.split(" ");
        return Ask.signed(server, part[0], Type.value(part[1]));
    }

    static boolean isAlias(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .anyMatch(record -> record.getType() == Type.CNAME);
    }

    static Message without(Message whole, Record out) {
        Message less = whole.clone();
        less.removeRecord(out, Section.AUTHORITY);
        for (Record record : whole.getSection(Section.AUTHORITY)) {
            if (record instanceof RRSIGRecord signature
                    && signature.getTypeCovered() == out.getType()
                    && signature.getName().equals(out.getName())) {
                less.removeRecord(record, Section.AUTHORITY);
            }
        }
        return less;
    }

    /// What mxfail makes of it.
    static boolean holds(String question, Message message, Message keys) throws IOException {
        return Denials.of(
                        ZONE,
                        key(question),
                        answer(question, message),
                        keys.getSection(Section.ANSWER).stream()
                                .filter(DNSKEYRecord.class::isInstance)
                                .map(DNSKEYRecord.class::cast)
                                .toList(),
                        Instant.now())
                .map(Denials.Proof.Holds.class::isInstance)
                .orElse(true);
    }

    static RecordKey key(String question) throws IOException {
        String[] part = question.split(" ");
        return new RecordKey(Name.fromString(part[0]), Type.value(part[1]));
    }

    /// As the lookup reads it.
    static SignedAnswer answer(String question, Message message) throws IOException {
        RecordKey key = key(question);
        Name end = key.name();
        var found = new ArrayList<Record>();
        var signatures = new ArrayList<RRSIGRecord>();
        for (int hop = 0; hop < 3; hop++) {
            for (Record record : message.getSection(Section.ANSWER)) {
                if (record.getType() == Type.CNAME && record.getName().equals(end)) {
                    end = ((org.xbill.DNS.CNAMERecord) record).getTarget();
                }
            }
        }
        for (Record record : message.getSection(Section.ANSWER)) {
            if (record.getName().equals(end) && record.getType() == key.type()) {
                found.add(record);
            }
            if (record instanceof RRSIGRecord signature
                    && signature.getName().equals(end)
                    && signature.getTypeCovered() == key.type()) {
                signatures.add(signature);
            }
        }
        DnsAnswer answer = new DnsAnswer.NoData(300);
        if (!found.isEmpty()) {
            answer = new DnsAnswer.Found(RecordSet.of(found), !end.equals(key.name()));
        } else if (message.getRcode() == Rcode.NXDOMAIN) {
            answer = new DnsAnswer.NxDomain(300);
        }
        return new SignedAnswer(
                answer,
                signatures,
                false,
                Optional.of(new Denial(end, message.getSection(Section.AUTHORITY))));
    }

    /// What dnsjava's validator makes of it, which sees nothing but this and the keys.
    static boolean validates(Message message, Message keys) throws Exception {
        var validator = new ValidatingResolver(new Told(message, keys), Clock.systemUTC());
        validator.loadTrustAnchors(
                new ByteArrayInputStream(
                        keys.getSection(Section.ANSWER).stream()
                                .filter(key -> key.getType() == Type.DNSKEY)
                                .map(
                                        key ->
                                                "acme.test. 300 IN DNSKEY "
                                                        + key.rdataToString()
                                                        + "\n")
                                .collect(Collectors.joining())
                                .getBytes(StandardCharsets.UTF_8)));
        Message query = Message.newQuery(message.getQuestion());
        Message answer = validator.sendAsync(query, Runnable::run).toCompletableFuture().get();
        return answer.getRcode() != Rcode.SERVFAIL;
    }

    /// Gives one answer to one question, and the keys to that for the keys.
    private record Told(Message message, Message keys) implements Resolver {
        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            Record question = query.getQuestion();
            Message answer = message;
            if (question.getType() == Type.DNSKEY && question.getName().equals(ZONE)) {
                answer = keys;
            } else if (!question.equals(message.getQuestion())) {
                answer = new Message();
                answer.addRecord(
                        Record.newRecord(question.getName(), question.getType(), DClass.IN),
                        Section.QUESTION);
                answer.getHeader().setRcode(Rcode.SERVFAIL);
            }
            Message reply = answer.clone();
            reply.getHeader().setID(query.getHeader().getID());
            return CompletableFuture.completedFuture(reply);
        }

        @Override
        public void setPort(int port) {}

        @Override
        public void setTCP(boolean flag) {}

        @Override
        public void setIgnoreTruncation(boolean flag) {}

        @Override
        public void setEDNS(
                int version, int payload, int flags, List<org.xbill.DNS.EDNSOption> options) {}

        @Override
        public void setTSIGKey(TSIG key) {}

        @Override
        public void setTimeout(Duration timeout) {}

        @Override
        public Duration getTimeout() {
            return Duration.ofSeconds(5);
        }
    }
}
