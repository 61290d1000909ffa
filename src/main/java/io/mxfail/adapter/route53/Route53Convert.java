package io.mxfail.adapter.route53;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Between Route 53's text and dnsjava's.
///
/// Both are zone-file text (RFC 1035, section 5.1) with one difference that bites: a backslash and
/// three digits is the octet in octal there and in decimal here.
final class Route53Convert {
    private static final int ESCAPE = 4;

    private Route53Convert() {}

    /// A name as the service lists it: lower case, everything but `a-z 0-9 - _` as an octal escape,
    /// so that two spellings of one name are one text.
    static String name(Name name) {
        var text = new StringBuilder();
        Name lower = name.canonicalize();
        for (int i = 0; i < lower.labels() - 1; i++) {
            byte[] label = lower.getLabel(i);
            for (int at = 1; at <= label[0]; at++) {
                append(text, Byte.toUnsignedInt(label[at]));
            }
            text.append('.');
        }
        return text.isEmpty() ? "." : text.toString();
    }

    private static void append(StringBuilder text, int octet) {
        boolean plain =
                (octet >= 'a' && octet <= 'z')
                        || (octet >= '0' && octet <= '9')
                        || octet == '-'
                        || octet == '_';
        if (plain) {
            text.append((char) octet);
        } else {
            text.append(octal(octet));
        }
    }

    /// A listed name.
    ///
    /// @throws IllegalArgumentException where the text is no name
    static Name name(String listed) {
        try {
            return Name.fromString(toDecimal(listed), Name.root).canonicalize();
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a name: " + listed, e);
        }
    }

    /// A listed set. Hosts come as they were once entered, perhaps without the final dot; they are
    /// absolute all the same.
    ///
    /// @throws IllegalArgumentException where a value is not data of that type
    static RecordSet set(RecordKey key, long ttl, List<String> values) {
        var records = new ArrayList<Record>();
        for (String value : values) {
            records.add(record(key, ttl, value));
        }
        return new RecordSet(key, ttl, records);
    }

    /// One listed value.
    static Record record(RecordKey key, long ttl, String value) {
        try {
            return Record.fromString(
                    key.name(), key.type(), DClass.IN, ttl, toDecimal(value), Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "not valid " + key.typeName() + " data: " + value + " (" + e.getMessage() + ")",
                    e);
        }
    }

    /// Record data as the service takes it. It wants every string of a TXT record in quotation
    /// marks, where dnsjava spares them.
    static String value(Record record) {
        return switch (record) {
            case TXTRecord text -> toOctal(TxtText.quoted(text));
            default -> toOctal(record.rdataToString());
        };
    }

    /// Escapes of three octal digits become decimal ones, and octets that stand for themselves
    /// beyond ASCII are escaped, since dnsjava reads characters and DNS has octets.
    static String toDecimal(String octal) {
        var text = new StringBuilder();
        for (int i = 0; i < octal.length(); i++) {
            char c = octal.charAt(i);
            if (c == '\\' && isOctal(octal, i + 1)) {
                text.append(decimal(Integer.parseInt(octal, i + 1, i + ESCAPE, 8)));
                i += ESCAPE - 1;
            } else if (c == '\\' && i + 1 < octal.length()) {
                text.append(c).append(octal.charAt(++i));
            } else if (c > '~') {
                int end = octal.offsetByCodePoints(i, 1);
                for (byte octet : octal.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                    text.append(decimal(Byte.toUnsignedInt(octet)));
                }
                i = end - 1;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /// Escapes of three decimal digits become octal ones.
    static String toOctal(String decimal) {
        var text = new StringBuilder();
        for (int i = 0; i < decimal.length(); i++) {
            char c = decimal.charAt(i);
            if (c == '\\' && i + 1 < decimal.length() && isDigit(decimal.charAt(i + 1))) {
                text.append(octal(Integer.parseInt(decimal, i + 1, i + ESCAPE, 10)));
                i += ESCAPE - 1;
            } else if (c == '\\' && i + 1 < decimal.length()) {
                text.append(c).append(decimal.charAt(++i));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean isOctal(String text, int from) {
        return from + 3 <= text.length()
                && text.charAt(from) >= '0'
                && text.charAt(from) <= '3'
                && text.substring(from, from + 3).chars().allMatch(c -> c >= '0' && c <= '7');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String octal(int octet) {
        return "\\%03o".formatted(octet);
    }

    private static String decimal(int octet) {
        return "\\%03d".formatted(octet);
    }
}
