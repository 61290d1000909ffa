package io.mxfail.lab.dns;

import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/// What dnsjava's records lack: copies with one field changed, and comparison of whole sets.
final class Records {
    /// Type, class, TTL and length of the data stand between the owner name and the data.
    private static final int FIXED_PART = 10;

    private Records() {}

    /// The data in wire form, uncompressed, letter case kept.
    static byte[] data(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        return Arrays.copyOfRange(wire, record.getName().length() + FIXED_PART, wire.length);
    }

    /// Whether a record of an update bears no data: it then names a set or a name.
    static boolean isEmpty(Record record) {
        return record.rdataToWireCanonical().length == 0;
    }

    static Record withTtl(Record record, long ttl) {
        return record.getTTL() == ttl
                ? record
                : Record.newRecord(
                        record.getName(), record.getType(), record.getDClass(), ttl, data(record));
    }

    static List<Record> withTtl(List<Record> records, long ttl) {
        return records.stream().map(r -> withTtl(r, ttl)).toList();
    }

    static SOARecord withSerial(SOARecord soa, long serial) {
        return new SOARecord(
                soa.getName(),
                soa.getDClass(),
                soa.getTTL(),
                soa.getHost(),
                soa.getAdmin(),
                serial,
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }

    /// The SOA as a negative answer carries it: its TTL says how long the "no" may be kept (RFC
    /// 2308, section 3).
    static Record forNegativeAnswer(SOARecord soa) {
        return withTtl(soa, Math.min(soa.getTTL(), soa.getMinimum()));
    }

    /// Whether two sets hold the same data, TTL, order and the letter case of names aside.
    static boolean sameData(List<Record> left, List<Record> right) {
        return new HashSet<>(left).equals(new HashSet<>(right));
    }

    static boolean sameDataAndTtl(List<Record> left, List<Record> right) {
        return sameData(left, right)
                && (left.isEmpty() || left.getFirst().getTTL() == right.getFirst().getTTL());
    }

    /// Whether two versions of a zone hold the same, serials aside.
    static boolean sameZone(ZoneVersion left, ZoneVersion right) {
        List<Record> l = left.withSerial(0).records();
        List<Record> r = right.withSerial(0).records();
        return sameData(l, r)
                && l.stream()
                        .allMatch(
                                a ->
                                        right.set(a.getName(), a.getType()).stream()
                                                .allMatch(b -> a.getTTL() == b.getTTL()));
    }
}
