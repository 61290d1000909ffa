package io.mxfail.lab.dns;

import org.xbill.DNS.Header;

/// What the first octets of a message say (RFC 1035, section 4.1), and how TCP bears it; for those
/// who must not trip over one that cannot be read.
final class Octets {
    private Octets() {}

    /// A message as TCP bears it, in one piece: some clients expect length and message in one
    /// segment.
    static byte[] framed(byte[] message) {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }

    /// The type that the first question asks for; 0 where it cannot be read.
    static int questionType(byte[] wire) {
        int at = Header.LENGTH;
        while (at < wire.length && wire[at] > 0) {
            at += 1 + wire[at];
        }
        return at + 2 < wire.length && wire[at] == 0
                ? (wire[at + 1] & 0xFF) << 8 | wire[at + 2] & 0xFF
                : 0;
    }

    static boolean isResponse(byte[] wire) {
        return (wire[2] & 0x80) != 0;
    }

    static byte[] withOtherId(byte[] message) {
        byte[] other = message.clone();
        other[0] ^= 0x55;
        other[1] ^= 0x55;
        return other;
    }
}
