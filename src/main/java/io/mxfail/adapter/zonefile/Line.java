package io.mxfail.adapter.zonefile;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.List;
import java.util.Optional;

/// An entry of a master file and what it means where it stands.
sealed interface Line {
    /// The text as it stands.
    Entry entry();

    /// Comments, blank lines, and what is left alone.
    record Other(Entry entry) implements Line {}

    /// `$ORIGIN`
    record Origin(Entry entry, Name origin) implements Line {}

    /// `$TTL`
    record DefaultTtl(Entry entry, long seconds) implements Line {}

    /// `$INCLUDE` or `$GENERATE`: records that stand elsewhere or nowhere, for reading alone.
    ///
    /// @param where what to say of their place
    /// @param changesTtl whether servers may differ about the TTL of what follows
    record Elsewhere(Entry entry, String where, List<Found> records, boolean changesTtl)
            implements Line {
        public Elsewhere {
            records = List.copyOf(records);
        }
    }

    /// A record of this file.
    record Own(Entry entry, Words words, Found found) implements Line {}

    /// The words of a record, as written.
    ///
    /// @param owner empty: that of the record before
    /// @param kind of the record
    /// @param data those behind it
    record Words(
            Optional<Token> owner,
            Optional<Token> ttl,
            Optional<Token> dnsClass,
            Token kind,
            List<Token> data) {
        public Words {
            data = List.copyOf(data);
        }
    }

    /// A record, wherever it stands.
    ///
    /// @param type empty: one that is not known here, and left alone
    /// @param record empty: its data cannot be read here
    /// @param place file and line
    record Found(
            Name owner, Optional<Integer> type, long ttl, Optional<Record> record, String place) {
        public Found {
            owner = owner.canonicalize();
        }

        boolean isOf(RecordKey key) {
            return owner.equals(key.name()) && type.filter(t -> t == key.type()).isPresent();
        }
    }
}
