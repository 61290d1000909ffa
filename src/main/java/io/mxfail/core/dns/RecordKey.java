package io.mxfail.core.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.Comparator;

/// The owner name and type that identify one record set (RFC 2181, section 5).
///
/// The name is absolute and in lower case, so that two keys of the same set are equal. The
/// class is always IN.
public record RecordKey(Name name, int type) implements Comparable<RecordKey> {
    private static final Comparator<RecordKey> ORDER =
            Comparator.comparing(RecordKey::name).thenComparingInt(RecordKey::type);

    public RecordKey {
        if (!name.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute name: " + name);
        }
        name = name.canonicalize();
    }

    /// The key of the set that `record` is part of.
    public static RecordKey of(Record record) {
        return new RecordKey(record.getName(), record.getType());
    }

    /// The type as zone files write it, such as `MX`.
    public String typeName() {
        return Type.string(type);
    }

    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name + " " + typeName();
    }
}
