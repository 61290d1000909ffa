package io.mxfail.core.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// All records of one name and type, with their one TTL in seconds (RFC 2181, section 5.2).
///
/// Never empty: a set without records does not exist in DNS. Records are kept once each, in
/// canonical order, and carry the key's name and the set's TTL; the order in which a server
/// sent them therefore never makes two sets differ. Record data keeps the case in which it
/// was given but compares without it (RFC 4343).
public record RecordSet(RecordKey key, long ttl, List<Record> records) {
    public RecordSet {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("an empty record set: " + key);
        }
        if (ttl < 0 || ttl > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("TTL out of range (RFC 2181, section 8): " + ttl);
        }
        RecordKey owner = key;
        long lifetime = ttl;
        records =
                records.stream()
                        .map(r -> withOwner(r, owner, lifetime))
                        .distinct()
                        .sorted()
                        .toList();
    }

    /// Groups `records`, which must all be of one name and type.
    public static RecordSet of(Collection<Record> records) {
        Record first = records.iterator().next();
        return new RecordSet(RecordKey.of(first), first.getTTL(), List.copyOf(records));
    }

    /// Reads record data in zone-file text, with absolute names.
    ///
    /// @throws IllegalArgumentException where a text is not valid data of the key's type
    public static RecordSet parse(RecordKey key, long ttl, List<String> data) {
        return new RecordSet(key, ttl, data.stream().map(text -> parse(key, ttl, text)).toList());
    }

    private static Record parse(RecordKey key, long ttl, String text) {
        try {
            return Record.fromString(key.name(), key.type(), DClass.IN, ttl, text, Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "not valid " + key.typeName() + " data: " + text + " (" + e.getMessage() + ")",
                    e);
        }
    }

    private static Record withOwner(Record record, RecordKey key, long ttl) {
        if (!RecordKey.of(record).equals(key)) {
            throw new IllegalArgumentException(record + " does not belong to " + key);
        }
        return Record.newRecord(key.name(), key.type(), DClass.IN, ttl, rdata(record));
    }

    /// The data in wire form, with the case in which it was given: dnsjava only offers the
    /// lower-cased form on its own, so it is cut from the whole record, behind name, type,
    /// class, TTL and length.
    private static byte[] rdata(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        return Arrays.copyOfRange(wire, record.getName().length() + 10, wire.length);
    }

    /// The data of each record in zone-file text, in the set's order.
    public List<String> data() {
        return records.stream().map(Record::rdataToString).toList();
    }

    /// Whether the other set holds the same records; TTLs are not compared.
    public boolean sameData(RecordSet other) {
        return key.equals(other.key) && records.equals(other.records);
    }

    /// The same records with another TTL, in seconds.
    public RecordSet withTtl(long seconds) {
        return new RecordSet(key, seconds, records);
    }

    @Override
    public String toString() {
        return key + " " + ttl + " " + data();
    }
}
