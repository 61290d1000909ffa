package io.mxfail.core.dns;

import org.xbill.DNS.Record;

/// How long the answer to a question for TXT is: all strings of a name are in it, wanted or not
/// (RFC 7208, section 3.4).
public final class TxtAnswer {
    /// What fits one datagram to those who do not say that they take more (RFC 1035, section
    /// 2.3.4). Most say so by EDNS, and take 1232 octets or more.
    public static final int PLAIN = 512;

    private static final int HEADER = 12;
    private static final int TYPE_AND_CLASS = 4;
    // a pointer to the name in the question, type, class, TTL and length of the data
    private static final int BEFORE_DATA = 2 + 2 + 2 + 4 + 2;

    private TxtAnswer() {}

    /// Octets of the message: header, question and the records, whose owner is a pointer to the
    /// question. Without authority and additional data, which servers may leave out, and without
    /// signatures, which only those get who ask by EDNS.
    public static int octets(RecordSet txt) {
        return HEADER
                + txt.key().name().length()
                + TYPE_AND_CLASS
                + txt.records().stream().mapToInt(TxtAnswer::octets).sum();
    }

    private static int octets(Record record) {
        return BEFORE_DATA + record.rdataToWireCanonical().length;
    }
}
