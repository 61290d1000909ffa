package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.name;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferIn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/// The embedded server and a real BIND get the same zones and the same messages; what they answer
/// and what their zones hold afterwards must be equal.
@NeedsServer(Server.BIND)
class LabAnswersLikeBindTest {
    private static final String TEXT =
            """
            $TTL 300
            @      SOA ns1 hostmaster 7 3600 600 604800 60
            @      NS  ns1
            @      MX  10 mx1
            @      TXT "v=spf1 -all"
            @      TXT "site=1"
            ns1    A   192.0.2.53
            mx1    A   192.0.2.1
            mx1    AAAA 2001:db8::1
            relay  CNAME smtp
            smtp   A   192.0.2.2
            away   CNAME mx.elsewhere.test.
            over   CNAME www.other.test.
            overno CNAME no.other.test.
            lost   CNAME nothing
            below  CNAME x.child
            loop1  CNAME loop2
            loop2  CNAME loop1
            a.b.c  A   192.0.2.3
            *.wild A   192.0.2.4
            host.sub.wild TXT "there"
            *.alias CNAME smtp
            child  NS  ns.child
            ns.child A 192.0.2.54
            multi  MX  10 mx1
            multi  MX  20 smtp
            _srv._tcp SRV 0 1 587 smtp
            *.mw   MX  5 mx1
            wa.mw  A   192.0.2.77
            limited TXT "x"
            big    TXT %s
            """
                    .formatted(("\"" + "x".repeat(20) + "\" ").repeat(70));
    private static final String OTHER =
            """
            $TTL 60
            @ 300 SOA ns1.example.test. h.example.test. 1 3600 600 604800 900
            @     NS ns1.example.test.
            www   A 192.0.2.80
            """;
    private static final Key FULL = Key.random("full-key");
    private static final Key LIMITED = Key.random("limited-key");
    private static final Key UNKNOWN = Key.random("unknown-key");

    /// Both servers, with the same zones.
    private record Both(Bind bind, AuthoritativeServer lab) implements AutoCloseable {
        static Both start() throws IOException {
            var bind =
                    Bind.primary(
                            List.of(
                                    Zone.of(
                                            "example.test",
                                            "$ORIGIN example.test.\n" + TEXT,
                                            Grant.wholeZone(FULL),
                                            Grant.only(
                                                    LIMITED, "limited.example.test.", "MX", "TXT")),
                                    Zone.of("other.test", OTHER, Grant.wholeZone(FULL))),
                            "minimal-responses no-auth;");
            var lab =
                    AuthoritativeServer.start(
                            List.of(
                                    ZoneVersion.parse("example.test.", TEXT),
                                    ZoneVersion.parse("other.test.", OTHER)),
                            List.of(
                                    ofKey(FULL),
                                    ofKey(LIMITED)
                                            .limitedTo(
                                                    UpdateKey.Grant.at(
                                                            "limited.example.test.",
                                                            "MX",
                                                            "TXT"))));
            return new Both(bind, lab);
        }

        private static UpdateKey ofKey(Key key) {
            return UpdateKey.of(key.name() + ".", key.algorithm(), key.secret());
        }

        @Override
        public void close() {
            lab.close();
            bind.close();
        }
    }

    @Test
    void to_questions_of_all_kinds() throws IOException {
        String questions =
                """
                example.test. MX,TXT,ANY,SOA,NS,DS,A,IXFR,AXFR,TYPE65280,RRSIG,DNSKEY,MAILB
                no.example.test. A
                relay.example.test. A,CNAME,MX,ANY
                away.example.test. A
                over.example.test. A,MX
                overno.example.test. A
                lost.example.test. A
                below.example.test. A
                loop1.example.test. A,CNAME
                c.example.test. TXT
                b.c.example.test. A
                x.c.example.test. A
                wild.example.test. A
                *.wild.example.test. A
                x.wild.example.test. A,MX,ANY
                x.y.wild.example.test. A
                sub.wild.example.test. A
                x.sub.wild.example.test. A
                host.sub.wild.example.test. TXT
                x.host.sub.wild.example.test. A
                alias.example.test. A
                x.alias.example.test. A,CNAME,MX
                child.example.test. A,NS,DS,SOA,ANY
                x.child.example.test. A
                ns.child.example.test. A
                multi.example.test. MX
                _srv._tcp.example.test. SRV
                _tcp.example.test. A
                mw.example.test. MX
                x.mw.example.test. MX
                wa.mw.example.test. MX
                y.wa.mw.example.test. MX
                EXAMPLE.TEST. MX
                other.test. MX
                no.other.test. A
                nowhere.test. A
                test. SOA
                . NS
                """;
        try (Both both = Both.start()) {
            List<Executable> checks = new ArrayList<>();
            for (String line : questions.lines().toList()) {
                String[] words = line.split(" ");
                for (String type : words[1].split(",")) {
                    for (boolean edns : List.of(true, false)) {
                        Message query = Client.question(words[0], Type.value(type, true));
                        query.getHeader().unsetFlag(Flags.RD);
                        if (edns) {
                            query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
                        }
                        String what = words[0] + " " + type + (edns ? " with EDNS" : "");
                        checks.add(
                                () ->
                                        assertEquals(
                                                picture(Client.udp(both.bind().address(), query)),
                                                picture(Client.udp(both.lab().address(0), query)),
                                                what));
                    }
                }
            }
            assertAll(checks);
        }
    }

    @Test
    void to_messages_that_are_out_of_order() throws IOException {
        List<Message> odd = new ArrayList<>();
        odd.add(new Message()); // no question
        Message two = Client.question("example.test.", Type.MX);
        two.addRecord(
                Record.newRecord(name("example.test."), Type.TXT, DClass.IN), Section.QUESTION);
        odd.add(two);
        Message edns1 = Client.question("example.test.", Type.MX);
        edns1.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        odd.add(edns1);
        Message status = Client.question("example.test.", Type.MX);
        status.getHeader().setOpcode(Opcode.STATUS);
        odd.add(status);
        Message long1 = Client.question("big.example.test.", Type.TXT);
        odd.add(long1);
        try (Both both = Both.start()) {
            assertAll(
                    odd.stream()
                            .map(
                                    m ->
                                            (Executable)
                                                    () ->
                                                            assertEquals(
                                                                    oddPicture(
                                                                            both.bind().address(),
                                                                            m),
                                                                    oddPicture(
                                                                            both.lab().address(0),
                                                                            m),
                                                                    m.toString())));
        }
    }

    private static String oddPicture(InetSocketAddress at, Message message) throws IOException {
        Message answer = Client.udp(at, message);
        Header header = answer.getHeader();
        return "%s tc=%s aa=%s"
                .formatted(
                        Rcode.string(answer.getRcode()),
                        header.getFlag(Flags.TC),
                        header.getFlag(Flags.AA));
    }

    /// Rcode, flags and records, without order.
    private static String picture(Message answer) {
        Header header = answer.getHeader();
        var text = new StringBuilder(Rcode.string(answer.getRcode()));
        for (int flag : new int[] {Flags.AA, Flags.TC, Flags.RA}) {
            text.append(' ').append(Flags.string(flag)).append('=').append(header.getFlag(flag));
        }
        for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
            text.append('\n').append(Section.string(section));
            lines(answer.getSection(section)).forEach(l -> text.append("\n  ").append(l));
        }
        return text.toString();
    }

    private static List<String> lines(List<Record> records) {
        return records.stream()
                .filter(r -> r.getType() != Type.OPT && r.getType() != Type.TSIG)
                .map(
                        r ->
                                "%s %d %s %s"
                                        .formatted(
                                                r.getName(),
                                                r.getTTL(),
                                                Type.string(r.getType()),
                                                r.rdataToString())
                                        .toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    /// Sends an update and tells what came of it: the rcode, and the zone afterwards.
    private static String outcome(InetSocketAddress at, UpdateText text, Key key)
            throws IOException {
        Message update = text.message();
        TSIG tsig = key.tsig();
        update.setTSIG(tsig, Rcode.NOERROR, null);
        byte[] wire = update.toWire(65535);
        byte[] reply = Client.udp(at, wire);
        Message answer = new Message(reply);
        int verified = tsig.verify(answer, reply, new Message(wire).getTSIG());
        String signature =
                answer.getTSIG() == null
                        ? "none"
                        : "%s, error %s"
                                .formatted(
                                        Rcode.TSIGstring(verified),
                                        Rcode.TSIGstring(answer.getTSIG().getError()));
        // BIND cannot sign its answer to a message that it could not read; ours reads more.
        return "%s, signature %s%n%s"
                .formatted(
                        Rcode.string(answer.getRcode()),
                        answer.getRcode() == Rcode.FORMERR ? "or not" : signature,
                        String.join("\n", zone(at)));
    }

    private static List<String> zone(InetSocketAddress at) throws IOException {
        try {
            var transfer =
                    ZoneTransferIn.newAXFR(
                            name("example.test."),
                            at.getAddress().getHostAddress(),
                            at.getPort(),
                            null);
            transfer.run();
            return lines(transfer.getAXFR());
        } catch (org.xbill.DNS.ZoneTransferException e) {
            throw new IOException(e);
        }
    }

    @Test
    void to_updates_one_after_the_other() throws IOException {
        List<UpdateText> updates =
                Stream.of(
                                "add new A 60 192.0.2.9",
                                "add new A 60 192.0.2.9", // no change
                                "add new A 90 192.0.2.10", // the set takes the TTL
                                "add new A 30 192.0.2.10",
                                "add new CNAME 60 smtp", // ignored
                                "add relay A 60 192.0.2.9", // ignored
                                "add relay CNAME 60 mx1", // replaces
                                "delrr relay CNAME mx1; add relay A 60 192.0.2.9",
                                "delset relay A; add relay CNAME 300 smtp",
                                "add @ MX 300 20 nothing", // has no address
                                "add @ MX 300 20 relay", // is an alias
                                "add @ MX 300 20 a.b.c; add @ MX 300 20 x.child; add @ MX 60 1"
                                        + " x.wild",
                                "add @ MX 300 20 mx2; add mx2 AAAA 300 2001:db8::2",
                                "delset mx2 AAAA", // leaves an MX without address
                                "add @ MX 60 20 mx2", // a TTL alone
                                "delrr @ MX 10 MX1.example.test.",
                                "delset @ MX",
                                "delset @ NS",
                                "delset @ SOA",
                                "delrr @ NS ns1",
                                "add @ NS 300 nothing", // has no address
                                "add @ NS 300 relay", // is an alias
                                "add ns2 A 300 192.0.2.54; add @ NS 300 ns2; delrr @ NS ns1",
                                "delset ns1 A; delset ns2 A", // a name server loses its address
                                "delset ns1 A",
                                "add @ NS 300 ns.elsewhere.test.",
                                "delname @",
                                "delname new; delname nothing",
                                "delname ns.child",
                                "add @ TXT 60 \"v=spf1 -all\"",
                                "delrr @ TXT \"v=spf1 -all\"",
                                "delrr @ TXT \"none such\"",
                                "add x TXT 60 \"a\"; delrr x TXT \"a\"", // no change in the end
                                "delset multi MX; add multi MX 300 10 mx1; add multi MX 300 20"
                                        + " smtp",
                                "add @ SOA 300 ns1 hostmaster 5 3600 600 604800 60", // older
                                "add @ SOA 300 ns1 hostmaster 500 3600 600 604800 60",
                                "add @ SOA 300 ns1 hostmaster 501 3600 600 604800 61; add y A 60"
                                        + " 192.0.2.1",
                                "add not SOA 300 ns1 hostmaster 900 3600 600 604800 60",
                                "add child A 60 192.0.2.4; add deep.child TXT 60 \"below the cut\"",
                                "add *.wild TXT 60 \"w\"",
                                "add other.test. A 60 192.0.2.4",
                                "add z A 60 192.0.2.4; add other.test. A 60 192.0.2.4",
                                "yxname @; add p1 TXT 60 \"1\"",
                                "yxname c; add p2 TXT 60 \"1\"",
                                "yxname none; add p3 TXT 60 \"1\"",
                                "yxname x.wild; add p4 TXT 60 \"1\"",
                                "nxname c; add p5 TXT 60 \"1\"",
                                "nxname mx1; add p6 TXT 60 \"1\"",
                                "yxset mx1 A; add p7 TXT 60 \"1\"",
                                "yxset mx1 MX; add p8 TXT 60 \"1\"",
                                "nxset mx1 A; add p9 TXT 60 \"1\"",
                                "nxset mx1 MX; add p10 TXT 60 \"1\"",
                                "nxset x.wild A; add p11 TXT 60 \"1\"",
                                "value multi MX 10 mx1; value multi MX 20 smtp; add p12 TXT 60"
                                        + " \"1\"",
                                "value multi MX 20 SMTP.EXAMPLE.test.; value MULTI MX 10 mx1; add"
                                        + " p13 TXT 60 \"1\"",
                                "value multi MX 20 smtp; add p14 TXT 60 \"1\"",
                                "value multi MX 10 mx1; value multi MX 20 smtp; value multi MX 30"
                                        + " ns1; add p15 TXT 60 \"1\"",
                                "value multi MX 10 mx1; value multi MX 10 mx1; value multi MX 20"
                                        + " smtp; add p16 TXT 60 \"1\"",
                                "value limited TXT \"x\"; value mx1 A 192.0.2.1; add p17 TXT 60"
                                        + " \"1\"",
                                "value limited TXT \"X\"; add p18 TXT 60 \"1\"",
                                "value limited TXT \"x\" \"\"; add p19 TXT 60 \"1\"",
                                "value other.test. TXT \"x\"; add p20 TXT 60 \"1\"",
                                "yxname other.test.; add p21 TXT 60 \"1\"",
                                "value none A 192.0.2.1; yxname other.test.; add p22 TXT 60 \"1\"",
                                "yxname none; yxname other.test.; add p23 TXT 60 \"1\"",
                                "raw 1 mx1 A IN 5 192.0.2.1", // TTL in a prerequisite
                                "raw 1 mx1 A ANY 5",
                                "raw 1 mx1 A NONE 5",
                                "raw 1 mx1 A ANY 0 192.0.2.1", // data where none belongs
                                "raw 1 mx1 A NONE 0 192.0.2.1",
                                "raw 1 mx1 A CH 0",
                                "raw 1 mx1 AXFR ANY 0",
                                "raw 1 mx1 A IN 0",
                                "raw 2 mx1 A IN 60",
                                "raw 2 mx1 A ANY 5",
                                "raw 2 mx1 A ANY 0 192.0.2.1",
                                "raw 2 mx1 A NONE 5 192.0.2.1",
                                "raw 2 mx1 A CH 5",
                                "raw 2 mx1 ANY NONE 0",
                                "raw 2 mx1 ANY IN 0",
                                "raw 2 mx1 AXFR ANY 0",
                                "raw 2 mx1 MAILB ANY 0",
                                "raw 2 mx1 AXFR IN 60",
                                "raw 2 mx1 A NONE 0",
                                "add *.r9 NS 60 ns1",
                                "add *.r9 NS 60 ns1; add r9 A 60 192.0.2.9",
                                "yxname none; add *.r9 NS 60 ns1",
                                "yxname none; raw 2 mx1 A ANY 5", // which error comes first
                                "yxname none; add other.test. A 60 192.0.2.4",
                                "")
                        .map(UpdateText::new)
                        .toList();
        try (Both both = Both.start()) {
            List<Executable> checks = new ArrayList<>();
            for (UpdateText update : updates) {
                String expected = outcome(both.bind().address(), update, FULL);
                String actual = outcome(both.lab().address(0), update, FULL);
                checks.add(() -> assertEquals(expected, actual, update.text()));
            }
            assertAll(checks);
        }
    }

    @Test
    void to_keys_that_may_not() throws IOException {
        try (Both both = Both.start()) {
            List<Executable> checks = new ArrayList<>();
            for (Key key : List.of(FULL, LIMITED, UNKNOWN, FULL.forged())) {
                for (String text :
                        List.of(
                                "add limited MX 60 10 mx1",
                                "add limited TXT 60 \"y\"",
                                "add limited A 60 192.0.2.1",
                                "add @ MX 60 30 mx1",
                                "add limited MX 60 40 mx1; add @ MX 60 50 mx1",
                                "delset limited MX",
                                "delname limited",
                                "delset @ MX",
                                "yxname none; add @ MX 60 30 mx1",
                                "yxname none; add limited MX 60 30 mx1",
                                "yxname none")) {
                    var update = new UpdateText(text);
                    String expected = outcome(both.bind().address(), update, key);
                    String actual = outcome(both.lab().address(0), update, key);
                    checks.add(() -> assertEquals(expected, actual, key.name() + ": " + text));
                }
            }
            assertAll(checks);
        }
    }

    @Test
    void to_updates_made_by_chance() throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        try (Both both = Both.start()) {
            for (int i = 0; i < 150; i++) {
                var update = new UpdateText(anyUpdate(random));
                assertEquals(
                        outcome(both.bind().address(), update, FULL),
                        outcome(both.lab().address(0), update, FULL),
                        "seed %d, update %d: %s".formatted(seed, i, update.text()));
            }
        }
    }

    private static String anyUpdate(Random random) {
        List<String> parts = new ArrayList<>();
        for (int n = random.nextInt(3) - 1; n > 0; n--) {
            parts.add(
                    switch (random.nextInt(5)) {
                        case 0 -> "yxname " + anyName(random);
                        case 1 -> "nxname " + anyName(random);
                        case 2 -> "yxset %s %s".formatted(anyName(random), anyType(random));
                        case 3 -> "nxset %s %s".formatted(anyName(random), anyType(random));
                        default -> "value %s %s".formatted(anyName(random), anyData(random, ""));
                    });
        }
        for (int n = random.nextInt(5); n >= 0; n--) {
            parts.add(
                    switch (random.nextInt(7)) {
                        case 0 -> "delname " + anyName(random);
                        case 1 -> "delset %s %s".formatted(anyName(random), anyType(random));
                        case 2, 3 -> "delrr %s %s".formatted(anyName(random), anyData(random, ""));
                        default ->
                                "add %s %s"
                                        .formatted(
                                                anyName(random),
                                                anyData(
                                                        random,
                                                        random.nextBoolean() ? "60 " : "90 "));
                    });
        }
        return String.join("; ", parts);
    }

    private static String anyName(Random random) {
        return List.of("@", "r1", "R2", "x.r1", "*.r3", "relay").get(random.nextInt(6));
    }

    private static String anyType(Random random) {
        return List.of("A", "MX", "TXT", "CNAME", "NS").get(random.nextInt(5));
    }

    private static String anyData(Random random, String ttl) {
        int n = random.nextInt(3);
        return switch (random.nextInt(5)) {
            case 0 -> "A %s192.0.2.%d".formatted(ttl, n);
            case 1 -> "MX %s10 mx%d".formatted(ttl, n);
            case 2 -> "TXT %s\"text %d\"".formatted(ttl, n);
            case 3 -> "CNAME %starget%d".formatted(ttl, n);
            default -> "NS %sns%d".formatted(ttl, n);
        };
    }

    @Test
    void to_an_unsigned_update() throws IOException {
        try (Both both = Both.start()) {
            Message update = new UpdateText("add u A 60 192.0.2.1").message();
            assertEquals(
                    oddPicture(both.bind().address(), update),
                    oddPicture(both.lab().address(0), update));
            Message stranger = Message.newUpdate(name("nowhere.test."));
            assertEquals(
                    oddPicture(both.bind().address(), stranger),
                    oddPicture(both.lab().address(0), stranger));
            assertTrue(both.lab().zone("example.test.").set("u", Type.A).isEmpty());
        }
    }
}
