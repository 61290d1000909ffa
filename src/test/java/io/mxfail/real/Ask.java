package io.mxfail.real;

import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Questions to one server.
public final class Ask {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration GLANCE = Duration.ofMillis(500);

    private Ask() {}

    /// The whole answer to one question.
    ///
    /// @throws UncheckedIOException when none comes within five seconds, twice: a datagram may be
    /// lost on a busy machine
    public static Message message(InetSocketAddress server, String name, int type) {
        try {
            try {
                return send(server, name, type, DClass.IN, LIMIT);
            } catch (SocketTimeoutException _) {
                return send(server, name, type, DClass.IN, LIMIT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no answer from " + server + " for " + name + " " + Type.string(type), e);
        }
    }

    /// The whole answer to one question, with signatures (DO).
    public static Message signed(InetSocketAddress server, String name, int type)
            throws IOException {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(LIMIT);
        resolver.setEDNS(0, 4096, ExtendedFlags.DO, List.of());
        return resolver.send(Message.newQuery(Record.newRecord(name(name), type, DClass.IN)));
    }

    /// The data of the answer's records of that type, as text, sorted.
    public static List<String> data(InetSocketAddress server, String name, int type) {
        return message(server, name, type).getSection(Section.ANSWER).stream()
                .filter(answer -> answer.getType() == type)
                .map(Record::rdataToString)
                .sorted()
                .toList();
    }

    /// The whole zone by transfer, a line a record with its TTL, sorted; without its SOA, whose
    /// serial tells versions apart that hold the same.
    public static List<String> zone(InetSocketAddress server, String zone) {
        try {
            var transfer = ZoneTransferIn.newAXFR(name(zone + "."), server, null);
            transfer.run();
            return transfer.getAXFR().stream()
                    .filter(record -> record.getType() != Type.SOA)
                    .map(Record::toString)
                    .sorted()
                    .toList();
        } catch (IOException | ZoneTransferException e) {
            throw new AssertionError("cannot transfer " + zone + " from " + server, e);
        }
    }

    /// Why the server does not hand over the whole zone; empty where it does.
    ///
    /// @param key who asks; nobody known where empty
    public static Optional<String> transferRefusal(
            InetSocketAddress server, String zone, Optional<Key> key) {
        try {
            var transfer =
                    ZoneTransferIn.newAXFR(
                            name(zone + "."), server, key.map(Key::tsig).orElse(null));
            transfer.run();
            return Optional.empty();
        } catch (ZoneTransferException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot ask " + server + " for " + zone, e);
        }
    }

    /// The zone's serial as this server has it.
    public static long serial(InetSocketAddress server, String zone) {
        return message(server, zone + ".", Type.SOA).getSection(Section.ANSWER).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .map(SOARecord::getSerial)
                .findFirst()
                .orElseThrow(() -> new AssertionError(server + " does not serve " + zone));
    }

    /// Whether the server answers for the zone with authority.
    static boolean serves(InetSocketAddress server, String zone) {
        return glance(server, zone + ".", Type.SOA, DClass.IN).isPresent();
    }

    /// What `id.server` is at this address: tells our server from one that took its port.
    static Optional<String> identity(InetSocketAddress server) {
        return glance(server, "id.server.", Type.TXT, DClass.CH)
                .map(TXTRecord.class::cast)
                .map(text -> String.join("", text.getStrings()));
    }

    private static Optional<Record> glance(
            InetSocketAddress server, String name, int type, int dclass) {
        try {
            Message answer = send(server, name, type, dclass, GLANCE);
            return answer.getRcode() == Rcode.NOERROR
                    ? answer.getSection(Section.ANSWER).stream()
                            .filter(found -> found.getType() == type)
                            .findFirst()
                    : Optional.empty();
        } catch (IOException _) {
            // Not up yet: the caller asks again.
            return Optional.empty();
        }
    }

    private static Message send(
            InetSocketAddress server, String name, int type, int dclass, Duration limit)
            throws IOException {
        var resolver = new SimpleResolver(server);
        resolver.setTimeout(limit);
        return resolver.send(Message.newQuery(Record.newRecord(name(name), type, dclass)));
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
