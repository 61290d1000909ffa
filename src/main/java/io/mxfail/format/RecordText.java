package io.mxfail.format;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Record data as zone-file text that reads back byte for byte.
///
/// That is the text that dnsjava prints; where it would not read back as the same bytes, it is
/// the generic form `\# LENGTH HEX`, which every type has (RFC 3597, section 5).
public final class RecordText {
    private RecordText() {}

    /// The data of each record of a set, in the set's order.
    public static List<String> of(RecordSet set) {
        return set.records().stream().map(RecordText::of).toList();
    }

    /// As [#of(RecordSet)], with every character-string of a TXT set in quotes: what other programs
    /// expect, and some insist on.
    public static List<String> quoted(RecordSet set) {
        return set.records().stream()
                .map(record -> record instanceof TXTRecord txt ? quoted(txt) : of(record))
                .toList();
    }

    private static String quoted(TXTRecord txt) {
        var text = new StringBuilder();
        for (byte[] string : txt.getStringsAsByteArrays()) {
            text.append(text.isEmpty() ? "\"" : " \"");
            for (byte signed : string) {
                int octet = signed & 0xff;
                if (octet == '"' || octet == '\\') {
                    text.append('\\').append((char) octet);
                } else if (octet < ' ' || octet > '~') {
                    text.append(String.format(Locale.ROOT, "\\%03d", octet));
                } else {
                    text.append((char) octet);
                }
            }
            text.append('"');
        }
        return text.toString();
    }

    static String of(Record record) {
        String text = record.rdataToString();
        byte[] data = data(record);
        try {
            if (Arrays.equals(data, data(parse(RecordKey.of(record), record.getTTL(), text)))) {
                return text;
            }
        } catch (IllegalArgumentException _) {
            // some type's text that dnsjava itself cannot read: the generic form can always be
        }
        return "\\# "
                + data.length
                + (data.length == 0 ? "" : " " + HexFormat.of().formatHex(data));
    }

    /// Reads data back.
    ///
    /// @throws IllegalArgumentException where a text is not valid data of the key's type
    public static RecordSet set(RecordKey key, long ttl, List<String> data) {
        return new RecordSet(key, ttl, data.stream().map(text -> parse(key, ttl, text)).toList());
    }

    private static Record parse(RecordKey key, long ttl, String text) {
        try {
            return Record.fromString(key.name(), key.type(), DClass.IN, ttl, text, Name.root);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "not valid %s data: %s (%s)",
                            key.typeName(),
                            text,
                            e.getMessage()),
                    e);
        }
    }

    /// The wire form of the data alone, with the case in which it was given.
    private static byte[] data(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        return Arrays.copyOfRange(wire, record.getName().length() + 10, wire.length);
    }
}
