package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Turns changes into the whole sets that a provider writes, against a fresh read: owned
/// strings go into the TXT set as it is now, so that a neighbour added since the plan is
/// kept.
public final class ZoneWrites {
    private ZoneWrites() {}

    /// What a fresh read makes of some changes.
    ///
    /// @param write the sets to write; empty: nothing is left to do
    /// @param pending the changes that the write carries out
    /// @param stale the changes whose data someone else changed; where there are any,
    ///   nothing may be written
    public record Prepared(
            Optional<ZoneWrite> write, List<Change> pending, Map<Change, ChangeState.Stale> stale) {
        public Prepared {
            pending = List.copyOf(pending);
            stale = java.util.Collections.unmodifiableMap(new TreeMap<>(stale));
        }
    }

    /// Compares changes of one zone with a fresh read of it.
    public static Prepared prepare(Observed fresh, List<Change> changes) {
        var pending = new ArrayList<Change>();
        var stale = new TreeMap<Change, ChangeState.Stale>();
        for (Change change : changes) {
            switch (ChangeState.of(change, fresh)) {
                case ChangeState.Done _ -> {}
                case ChangeState.Pending _ -> pending.add(change);
                case ChangeState.Stale state -> stale.put(change, state);
            }
        }
        if (!stale.isEmpty() || pending.isEmpty()) {
            return new Prepared(Optional.empty(), List.of(), stale);
        }
        return new Prepared(Optional.of(write(fresh, pending)), pending, Map.of());
    }

    private static ZoneWrite write(Observed fresh, List<Change> pending) {
        var after = new TreeMap<RecordKey, Optional<RecordSet>>();
        for (Change change : pending) {
            Optional<RecordSet> now = after.getOrDefault(change.key(), fresh.set(change.key()));
            after.put(change.key(), applied(change, now));
        }
        var sets = new ArrayList<SetWrite>();
        after.forEach((key, set) -> sets.add(new SetWrite(key, fresh.at(key), set)));
        sets.sort(MakeBeforeBreak.of(sets));
        return new ZoneWrite(fresh.zone(), sets, absent(fresh, sets));
    }

    /// What a change leaves of a set.
    static Optional<RecordSet> applied(Change change, Optional<RecordSet> now) {
        if (change.tag().isEmpty()) {
            return change.after();
        }
        TxtTag tag = change.tag().get();
        var records = new ArrayList<Record>();
        now.ifPresent(
                set ->
                        set.records().stream()
                                .filter(
                                        r ->
                                                !(r instanceof TXTRecord t
                                                        && TxtTag.of(t).equals(tag)))
                                .forEach(records::add));
        change.after().ifPresent(set -> records.addAll(set.records()));
        if (records.isEmpty()) {
            return Optional.empty();
        }
        boolean alone = records.size() == change.after().map(s -> s.records().size()).orElse(0);
        long ttl =
                alone
                        ? change.after().orElseThrow().ttl()
                        : now.map(RecordSet::ttl)
                                .orElseGet(() -> change.after().orElseThrow().ttl());
        return Optional.of(new RecordSet(change.key(), ttl, records));
    }

    private static Set<RecordKey> absent(Observed fresh, List<SetWrite> sets) {
        var absent = new HashSet<RecordKey>();
        for (SetWrite write : sets) {
            if (write.after().isEmpty()) {
                continue;
            }
            Name name = write.key().name();
            boolean alias = write.key().type() == Type.CNAME;
            if (alias) {
                DomainView.COMMON_TYPES.forEach(type -> absent.add(new RecordKey(name, type)));
            } else {
                absent.add(new RecordKey(name, Type.CNAME));
            }
        }
        sets.forEach(write -> absent.remove(write.key()));
        absent.removeIf(key -> !fresh.asked().contains(key));
        return absent;
    }
}
