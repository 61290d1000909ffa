package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a service does not take of the types that it has, so that it is known before a write.
///
/// @param maximumTtl the longest TTL in seconds
/// @param longestText characters of one TXT record as zone files have it, with quotes and escapes
/// @param lacks what it cannot hold at all
/// @param batch what one request may hold
public record Limits(long maximumTtl, int longestText, Set<Lack> lacks, Batch batch) {
    private static final long LONGEST_TTL = 0x7fff_ffffL;
    private static final int PRINTABLE_FROM = 0x20;
    private static final int PRINTABLE_TO = 0x7e;

    /// Everything that DNS itself allows (RFC 2181, section 8).
    public static final Limits NONE =
            new Limits(LONGEST_TTL, Integer.MAX_VALUE, Set.of(), Batch.NONE);

    public Limits {
        lacks = Set.copyOf(lacks);
    }

    /// Content that some service cannot hold.
    public enum Lack {
        /// `0 .`, which says that a domain takes no mail (RFC 7505)
        NULL_MX,
        /// a TXT record without a character
        EMPTY_TEXT,
        /// a TXT record with octets outside printable ASCII
        NON_ASCII_TEXT
    }

    /// What one request may hold, beside a number of sets.
    ///
    /// @param records single records: those that go and those that come
    /// @param characters in the text of these
    /// @param paired a record that goes and one that comes count as one
    public record Batch(int records, int characters, boolean paired) {
        /// As much as one likes.
        public static final Batch NONE = new Batch(Integer.MAX_VALUE, Integer.MAX_VALUE, false);

        /// Why a write is too large; empty: it is not.
        public Optional<String> against(ZoneWrite write) {
            long count = 0;
            long text = 0;
            for (SetWrite set : write.sets()) {
                List<Record> going = records(set.before().map(ObservedSet::set));
                List<Record> coming = records(set.after());
                count +=
                        paired
                                ? Math.max(going.size(), coming.size())
                                : going.size() + coming.size();
                text += characters(going) + characters(coming);
            }
            if (count > records) {
                return Optional.of("%d single records, and %d are taken".formatted(count, records));
            }
            return text > characters
                    ? Optional.of("%d characters, and %d are taken".formatted(text, characters))
                    : Optional.empty();
        }

        private static List<Record> records(Optional<RecordSet> set) {
            return set.map(RecordSet::records).orElseGet(List::of);
        }

        private static long characters(List<Record> records) {
            return records.stream().mapToLong(Batch::characters).sum();
        }

        private static long characters(Record record) {
            return record instanceof TXTRecord text
                    ? TxtText.quoted(text).length()
                    : record.rdataToString().length();
        }
    }

    /// What of a set the service would not take, in words that complete "it takes no …".
    public List<String> against(RecordSet set) {
        var refused = new ArrayList<String>();
        if (set.ttl() > maximumTtl) {
            refused.add("TTL of %d s, only up to %d s".formatted(set.ttl(), maximumTtl));
        }
        for (Record record : set.records()) {
            switch (record) {
                case MXRecord mx when lacks(Lack.NULL_MX) && mx.getTarget().equals(Name.root) ->
                        refused.add("null MX");
                case TXTRecord text -> against(text, refused);
                default -> {}
            }
        }
        return refused.stream().distinct().toList();
    }

    private boolean lacks(Lack lack) {
        return lacks.contains(lack);
    }

    private void against(TXTRecord text, List<String> refused) {
        int octets = 0;
        boolean plain = true;
        for (byte[] string : text.getStringsAsByteArrays()) {
            octets += string.length;
            for (byte octet : string) {
                plain &= octet >= PRINTABLE_FROM && octet <= PRINTABLE_TO;
            }
        }
        if (octets == 0 && lacks(Lack.EMPTY_TEXT)) {
            refused.add("empty TXT record");
        }
        if (!plain && lacks(Lack.NON_ASCII_TEXT)) {
            refused.add("TXT record with more than printable ASCII");
        }
        int characters = TxtText.quoted(text).length();
        if (characters > longestText) {
            refused.add(
                    "TXT record of %d characters, only up to %d"
                            .formatted(characters, longestText));
        }
    }
}
