package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The DNS queries of one evaluation of SPF, within the limits of RFC 7208, section 4.6.4.
final class SpfQueries {
    private static final int TERMS = 10;
    private static final int VOID = 2;
    private static final int HOSTS = 10;

    private final DnsAnswers answers;
    private final InetAddress client;
    private int terms;
    private int voids;

    SpfQueries(DnsAnswers answers, InetAddress client) {
        this.answers = answers;
        this.client = client;
    }

    int terms() {
        return terms;
    }

    int voids() {
        return voids;
    }

    /// Counts a term that asks DNS.
    void term(String text) throws SpfStop {
        if (++terms > TERMS) {
            throw new SpfStop(
                    SpfResult.PERMERROR,
                    "`" + text + "` is one lookup more than the " + TERMS + " that are allowed");
        }
    }

    /// The texts of a name; empty where it has none. An answer without records does not count as
    /// void here: it ends the evaluation, or is no term's.
    List<String> texts(Name name) throws SpfStop {
        return switch (answers.ask(new RecordKey(name, Type.TXT))) {
            case DnsAnswer.Found found -> SpfCheck.texts(found.set());
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> List.of();
            case DnsAnswer.Failed failed -> throw failure(name, Type.TXT, failed);
        };
    }

    /// The addresses of a name, of the client's family.
    List<byte[]> addresses(String name) throws SpfStop {
        return addresses(name, client instanceof Inet4Address ? Type.A : Type.AAAA);
    }

    /// Whether a name has an A record, as `exists` asks.
    boolean exists(String name) throws SpfStop {
        return !addresses(name, Type.A).isEmpty();
    }

    private List<byte[]> addresses(String name, int type) throws SpfStop {
        return ask(name, type).stream().map(SpfQueries::address).toList();
    }

    /// The mail hosts of a name: at most ten, more are a permanent error.
    List<String> hosts(String name) throws SpfStop {
        List<Record> records = ask(name, Type.MX);
        if (records.size() > HOSTS) {
            throw new SpfStop(
                    SpfResult.PERMERROR,
                    name + " has " + records.size() + " MX records, more than " + HOSTS);
        }
        return records.stream().map(r -> ((MXRecord) r).getTarget().toString(true)).toList();
    }

    /// The names of the client that lead back to it (section 5.5). Whatever DNS fails to tell
    /// here is passed over.
    List<String> validatedNames() {
        List<Record> pointers;
        try {
            pointers = ask(reverse(client), Type.PTR);
        } catch (SpfStop _) {
            // a failing lookup of PTR means that the mechanism does not match (section 5.5)
            return List.of();
        }
        var names = new ArrayList<String>();
        for (Record pointer : pointers.subList(0, Math.min(HOSTS, pointers.size()))) {
            String name = ((PTRRecord) pointer).getTarget().toString(true);
            try {
                byte[] wanted = client.getAddress();
                if (addresses(name).stream().anyMatch(a -> Arrays.equals(a, wanted))) {
                    names.add(name);
                }
            } catch (SpfStop _) {
                // that name is skipped (section 5.5)
            }
        }
        return names;
    }

    /// An address as the macro `i` has it: numbers of IPv4, nibbles of IPv6, with dots between.
    static String dotted(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? address.getHostAddress()
                : String.join(".", HexFormat.of().withUpperCase().formatHex(bytes).split(""));
    }

    /// The name below which an address has its PTR records.
    static String reverse(InetAddress address) {
        return reverseLabels(address)
                + (address instanceof Inet4Address ? ".in-addr.arpa" : ".ip6.arpa");
    }

    /// The parts of an address from the last to the first, as reverse zones and blocklists have
    /// them.
    static String reverseLabels(InetAddress address) {
        List<String> parts = Arrays.asList(dotted(address).split("\\."));
        return String.join(".", parts.reversed());
    }

    private List<Record> ask(String text, int type) throws SpfStop {
        Optional<Name> name = name(text);
        if (name.isEmpty()) {
            // no query can be made, and so nothing is found
            return counted(List.of(), text);
        }
        return switch (answers.ask(new RecordKey(name.get(), type))) {
            case DnsAnswer.Found found ->
                    counted(
                            found.set().records().stream()
                                    .filter(r -> r.getType() == type)
                                    .toList(),
                            text);
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> counted(List.of(), text);
            case DnsAnswer.Failed failed -> throw failure(name.get(), type, failed);
        };
    }

    private List<Record> counted(List<Record> found, String name) throws SpfStop {
        if (found.isEmpty() && ++voids > VOID) {
            throw new SpfStop(
                    SpfResult.PERMERROR,
                    name + " is one answer without records more than the " + VOID + " allowed");
        }
        return found;
    }

    /// A text as an absolute name; empty where its labels cannot be.
    static Optional<Name> name(String text) {
        try {
            return text.isEmpty() || text.indexOf('\\') >= 0
                    ? Optional.empty()
                    : Optional.of(Name.fromString(text, Name.root));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    private static byte[] address(Record record) {
        return switch (record) {
            case ARecord a -> a.getAddress().getAddress();
            case AAAARecord aaaa -> aaaa.getAddress().getAddress();
            default -> new byte[0];
        };
    }

    private static SpfStop failure(Name name, int type, DnsAnswer.Failed failed) {
        return new SpfStop(
                SpfResult.TEMPERROR,
                "no answer for "
                        + name.toString(true)
                        + " "
                        + Type.string(type)
                        + ": "
                        + failed.detail());
    }
}
