package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// One record that a provider changes, where single records are all it changes at once.
///
/// Records are changed in place as long as there is one to change, so that no moment has an empty
/// set, an alias beside another, or two SPF records; what is new beyond that is added before what
/// is left over goes. An adapter whose unit is the record follows this order.
///
/// @param before the record to change or remove; empty: the edit adds one
/// @param after what to leave there; empty: the edit removes one
public record RecordEdit(Optional<Record> before, Optional<Record> after) {

    /// The edits that carry out the write of one set, in order.
    public static List<RecordEdit> of(SetWrite write) {
        var old = new ArrayList<Record>();
        write.before().ifPresent(set -> old.addAll(set.set().records()));
        var wanted = new ArrayList<Record>();
        write.after().ifPresent(set -> wanted.addAll(set.records()));
        var edits = new ArrayList<RecordEdit>();
        boolean sameTtl =
                write.before()
                        .map(set -> set.set().ttl())
                        .equals(write.after().map(RecordSet::ttl));
        for (Record record : List.copyOf(old)) {
            if (wanted.remove(record)) {
                old.remove(record);
                if (!sameTtl) {
                    edits.add(inPlace(record, record));
                }
            }
        }
        // one string with a tag takes the place of the other: two SPF records are an error to all
        for (Record record : List.copyOf(old)) {
            wanted.stream()
                    .filter(other -> sameTag(record, other))
                    .findFirst()
                    .ifPresent(
                            other -> {
                                edits.add(inPlace(record, other));
                                old.remove(record);
                                wanted.remove(other);
                            });
        }
        Iterator<Record> rest = List.copyOf(old).iterator();
        for (Record record : wanted) {
            if (rest.hasNext()) {
                Record place = rest.next();
                old.remove(place);
                edits.add(inPlace(place, record));
            } else {
                edits.add(new RecordEdit(Optional.empty(), Optional.of(record)));
            }
        }
        old.forEach(record -> edits.add(new RecordEdit(Optional.of(record), Optional.empty())));
        return List.copyOf(edits);
    }

    /// The content of the set after each of the edits.
    public static List<Optional<RecordSet>> states(SetWrite write) {
        var now = new ArrayList<Record>();
        write.before().ifPresent(set -> now.addAll(set.set().records()));
        long ttl =
                write.after()
                        .map(RecordSet::ttl)
                        .orElseGet(() -> write.before().orElseThrow().set().ttl());
        var states = new ArrayList<Optional<RecordSet>>();
        for (RecordEdit edit : of(write)) {
            edit.before().ifPresent(now::remove);
            edit.after().ifPresent(now::add);
            states.add(
                    now.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new RecordSet(write.key(), ttl, now)));
        }
        return List.copyOf(states);
    }

    private static RecordEdit inPlace(Record before, Record after) {
        return new RecordEdit(Optional.of(before), Optional.of(after));
    }

    private static boolean sameTag(Record one, Record other) {
        return one instanceof TXTRecord a
                && other instanceof TXTRecord b
                && TxtTag.of(a).equals(TxtTag.of(b));
    }
}
