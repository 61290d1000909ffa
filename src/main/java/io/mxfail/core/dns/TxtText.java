package io.mxfail.core.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The text of a TXT record: its character-strings joined without a blank, as SPF, DKIM and
/// their kin read it (RFC 7208, section 3.3).
///
/// Text stands for octets, one `char` from U+0000 to U+00FF each (ISO 8859-1), so that any
/// record survives the way to text and back byte for byte.
public final class TxtText {
    private static final int LONGEST_STRING = 255;

    private TxtText() {}

    /// The joined octets of a TXT record.
    public static String of(TXTRecord record) {
        var joined = new StringBuilder();
        for (byte[] string : record.getStringsAsByteArrays()) {
            joined.append(new String(string, StandardCharsets.ISO_8859_1));
        }
        return joined.toString();
    }

    /// The strings of a TXT record in zone-file text, each in quotes: many services take no other
    /// form, although master files do (RFC 1035, section 5.1).
    public static String quoted(TXTRecord record) {
        return record.getStringsAsByteArrays().stream()
                .map(TxtText::quoted)
                .collect(Collectors.joining(" "));
    }

    private static String quoted(byte[] string) {
        var text = new StringBuilder("\"");
        for (byte octet : string) {
            int value = octet & 0xff;
            if (value == '"' || value == '\\') {
                text.append('\\').append((char) value);
            } else if (value < ' ' || value > '~') {
                text.append('\\').append(Integer.toString(1000 + value), 1, 4);
            } else {
                text.append((char) value);
            }
        }
        return text.append('"').toString();
    }

    /// A TXT record of that text, split into character-strings of at most 255 octets.
    public static TXTRecord record(Name name, long ttl, String octets) {
        byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
        var rdata = new DNSOutput();
        int from = 0;
        do {
            int to = Math.min(from + LONGEST_STRING, bytes.length);
            rdata.writeU8(to - from);
            rdata.writeByteArray(Arrays.copyOfRange(bytes, from, to));
            from = to;
        } while (from < bytes.length);
        return (TXTRecord) Record.newRecord(name, Type.TXT, DClass.IN, ttl, rdata.toByteArray());
    }

    /// Whether two TXT records say the same, however they are cut into strings.
    public static boolean sameText(TXTRecord one, TXTRecord other) {
        return of(one).equals(of(other));
    }
}
