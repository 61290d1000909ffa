package io.mxfail.core.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.List;

/// What a server says beside an answer of what does not exist (RFC 4035, section 3.1.3).
///
/// @param name what it is about: the name asked for, or where its aliases lead
/// @param records SOA, NSEC and NSEC3 with their signatures, as they came
public record Denial(Name name, List<Record> records) {
    public Denial {
        records = List.copyOf(records);
    }
}
