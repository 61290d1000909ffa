package io.mxfail.lab.mail;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The few ASN.1 values that a certificate is made of, in their distinguished encoding (X.690):
/// one byte for the type, the length, the content.
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return value(0x30, join(parts));
    }

    static byte[] set(byte[]... parts) {
        return value(0x31, join(parts));
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    static byte[] bool(boolean truth) {
        return value(0x01, (byte) (truth ? 0xff : 0));
    }

    static byte[] utf8(String text) {
        return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] octets(byte[] content) {
        return value(0x04, content);
    }

    static byte[] bits(byte[] content) {
        return value(0x03, join(new byte[] {0}, content));
    }

    /// Flags, the first one being the highest bit; unused low bits are counted, as DER demands of
    /// named bits.
    static byte[] flags(int first, int count) {
        return value(0x03, (byte) (8 - count), (byte) first);
    }

    static byte[] time(Instant instant) {
        // RFC 5280, 4.1.2.5: two-digit years up to 2049. The lab outlives no such year.
        return value(0x17, TIME.format(instant).substring(2).getBytes(StandardCharsets.US_ASCII));
    }

    /// A time with four digits for the year, written out (RFC 5280, 4.1.2.5.2).
    static byte[] generalized(String time) {
        return value(0x18, time.getBytes(StandardCharsets.US_ASCII));
    }

    /// A value with a number for its type, such as `[0]`; `constructed` if it holds others.
    static byte[] tagged(int number, boolean constructed, byte[] content) {
        return value((constructed ? 0xa0 : 0x80) | number, content);
    }

    static byte[] oid(int... arcs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            int groups = (31 - Integer.numberOfLeadingZeros(arcs[i] | 1)) / 7;
            for (int group = groups; group >= 0; group--) {
                out.write(((arcs[i] >> (7 * group)) & 0x7f) | (group > 0 ? 0x80 : 0));
            }
        }
        return value(0x06, out.toByteArray());
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] value(int type, byte... content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(type);
        byte[] length = BigInteger.valueOf(content.length).toByteArray();
        int skip = length.length > 1 && length[0] == 0 ? 1 : 0;
        if (content.length < 128) {
            out.write(content.length);
        } else {
            out.write(0x80 | length.length - skip);
            out.write(length, skip, length.length - skip);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
