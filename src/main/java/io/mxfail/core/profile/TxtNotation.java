package io.mxfail.core.profile;

import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// TXT data by zone-file rules: quoted strings, `\"`, `\\` and `\DDD`; a string of more than
/// 255 bytes is cut where it must be, as its author meant. Characters beyond ASCII stand for
/// their UTF-8 bytes.
final class TxtNotation {
    private TxtNotation() {}

    static TXTRecord record(Name name, String data) {
        List<byte[]> strings = strings(data);
        if (strings.stream().allMatch(s -> s.length <= 255)) {
            var escaped = new ArrayList<String>();
            strings.forEach(s -> escaped.add(escape(s)));
            try {
                return new TXTRecord(name, DClass.IN, 0, escaped);
            } catch (IllegalArgumentException e) {
                throw wrong(data, String.valueOf(e.getMessage()));
            }
        }
        var joined = new StringBuilder();
        strings.forEach(s -> joined.append(new String(s, StandardCharsets.ISO_8859_1)));
        return TxtText.record(name, 0, joined.toString());
    }

    private static List<byte[]> strings(String data) {
        var strings = new ArrayList<byte[]>();
        int i = 0;
        while (i < data.length()) {
            if (data.charAt(i) == ' ' || data.charAt(i) == '\t') {
                i++;
                continue;
            }
            boolean quoted = data.charAt(i) == '"';
            var bytes = new DNSOutput();
            i = quoted ? i + 1 : i;
            boolean closed = !quoted;
            while (i < data.length()) {
                char c = data.charAt(i);
                if (quoted && c == '"') {
                    closed = true;
                    i++;
                    break;
                }
                if (!quoted && (c == ' ' || c == '\t')) {
                    break;
                }
                if (c == '\\') {
                    i = escaped(data, i, bytes);
                } else {
                    int point = data.codePointAt(i);
                    bytes.writeByteArray(
                            Character.toString(point).getBytes(StandardCharsets.UTF_8));
                    i += Character.charCount(point);
                }
            }
            if (!closed) {
                throw wrong(data, "a quote is not closed");
            }
            strings.add(bytes.toByteArray());
        }
        if (strings.isEmpty()) {
            throw wrong(data, "no text");
        }
        return strings;
    }

    private static int escaped(String data, int at, DNSOutput bytes) {
        String rest = data.substring(at + 1);
        if (rest.matches("(?s)[0-9]{3}.*")) {
            int value = Integer.parseInt(rest.substring(0, 3));
            if (value > 255) {
                throw wrong(data, "\\" + value + " is no byte");
            }
            bytes.writeU8(value);
            return at + 4;
        }
        if (rest.isEmpty()) {
            throw wrong(data, "a backslash at the end");
        }
        bytes.writeByteArray(rest.substring(0, 1).getBytes(StandardCharsets.UTF_8));
        return at + 2;
    }

    private static String escape(byte[] string) {
        var text = new StringBuilder();
        for (byte b : string) {
            text.append(String.format("\\%03d", b & 0xff));
        }
        return text.toString();
    }

    private static NotationException wrong(String data, String why) {
        return new NotationException(
                "not valid TXT data: " + data + " (" + why + ")",
                "quote the text, with `\\\"` for a quote and `\\\\` for a backslash inside");
    }
}
