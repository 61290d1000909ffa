package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The order of the sets of one write, for providers that change them one after the other: what
/// mail needs exists before mail is sent there, and goes after it is sent elsewhere.
///
/// - What is new comes first, then what replaces, then the MX sets, and what is deleted last: an MX
///   never points to a host that has no address yet, or none any more (RFC 5321, section 5.1).
/// - A CNAME that swaps with other types is no such pair: old and new may not coexist, so the
///   name's old sets go right before its new ones. Where mail leaves that name, the swap waits
///   until the MX no longer points there; else it comes before the MX.
final class MakeBeforeBreak implements Comparator<SetWrite> {
    private final Set<Name> swapped = new HashSet<>();
    private final Set<Name> left = new HashSet<>();

    private MakeBeforeBreak() {}

    static Comparator<SetWrite> of(List<SetWrite> sets) {
        var order = new MakeBeforeBreak();
        var created = new HashSet<Name>();
        var deleted = new HashSet<Name>();
        var arrived = new HashSet<Name>();
        for (SetWrite write : sets) {
            boolean alias = write.key().type() == Type.CNAME;
            if (write.before().isEmpty()) {
                created.add(write.key().name());
            } else if (write.after().isEmpty()) {
                deleted.add(write.key().name());
            }
            if (alias && (write.before().isEmpty() || write.after().isEmpty())) {
                order.swapped.add(write.key().name());
            }
            order.left.addAll(targets(write.before().map(ObservedSet::set)));
            arrived.addAll(targets(write.after()));
        }
        order.swapped.retainAll(created);
        order.swapped.retainAll(deleted);
        order.left.removeAll(arrived);
        return order;
    }

    @Override
    public int compare(SetWrite one, SetWrite other) {
        int byRank = Integer.compare(rank(one), rank(other));
        if (byRank != 0) {
            return byRank;
        }
        if (swapped.contains(one.key().name())) {
            int byName = one.key().name().compareTo(other.key().name());
            if (byName != 0) {
                return byName;
            }
            int goneFirst = Boolean.compare(one.after().isPresent(), other.after().isPresent());
            if (goneFirst != 0) {
                return goneFirst;
            }
        }
        return one.key().compareTo(other.key());
    }

    private int rank(SetWrite write) {
        Name name = write.key().name();
        if (swapped.contains(name)) {
            return left.contains(name) ? 4 : 1;
        }
        if (write.key().type() == Type.MX) {
            return 3;
        }
        if (write.after().isEmpty()) {
            return 5;
        }
        return write.before().isEmpty() ? 0 : 2;
    }

    private static List<Name> targets(Optional<RecordSet> set) {
        return set.filter(s -> s.key().type() == Type.MX).stream()
                .flatMap(s -> s.records().stream())
                .map(r -> ((MXRecord) r).getTarget().canonicalize())
                .toList();
    }
}
