package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.List;
import java.util.Optional;

/// Where a change stands, judged by data alone: TTLs and foreign TXT strings never make it
/// stale.
public sealed interface ChangeState {
    /// What is served is what the change leaves.
    record Done() implements ChangeState {}

    /// What is served is what the change was made from.
    record Pending() implements ChangeState {}

    /// Neither: someone else changed it.
    ///
    /// @param live the set, or the owned strings of it, now served; empty: none
    record Stale(Optional<RecordSet> live) implements ChangeState {}

    /// Judges a change against a fresh read.
    static ChangeState of(Change change, Observed observed) {
        Optional<RecordSet> live = owned(change, observed);
        if (change.ttlOnly()) {
            return ttlOnly(change, live);
        }
        if (same(change, live, change.after())) {
            return new Done();
        }
        return same(change, live, change.before()) ? new Pending() : new Stale(live);
    }

    private static ChangeState ttlOnly(Change change, Optional<RecordSet> live) {
        if (!same(change, live, change.after())) {
            return new Stale(live);
        }
        long wanted = change.after().orElseThrow().ttl();
        return live.orElseThrow().ttl() == wanted ? new Done() : new Pending();
    }

    /// The part of the live set that the change is about: the whole set, or the strings with
    /// its tag.
    static Optional<RecordSet> owned(Change change, Observed observed) {
        Optional<RecordSet> set = observed.set(change.key());
        return change.tag().isEmpty() ? set : set.flatMap(s -> tagged(s, change.tag().get()));
    }

    /// The strings of a TXT set that carry a tag.
    static Optional<RecordSet> tagged(RecordSet set, TxtTag tag) {
        List<Record> owned =
                set.records().stream()
                        .filter(r -> r instanceof TXTRecord txt && TxtTag.of(txt).equals(tag))
                        .toList();
        return owned.isEmpty()
                ? Optional.empty()
                : Optional.of(new RecordSet(set.key(), set.ttl(), owned));
    }

    /// Whether the data served is what the change found, whatever the TTL.
    static boolean isFormer(Change change, Observed observed) {
        return same(change, owned(change, observed), change.before());
    }

    /// Whether what is served may be cached for less time than what the change found.
    static boolean isShorter(Change change, Observed observed) {
        return owned(change, observed)
                .flatMap(now -> change.before().filter(before -> now.ttl() < before.ttl()))
                .isPresent();
    }

    private static boolean same(Change change, Optional<RecordSet> one, Optional<RecordSet> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return change.tag().isPresent()
                ? sameStrings(one.get(), other.get())
                : one.get().sameData(other.get());
    }

    /// An owned string that another tool cut into other pieces still says the same.
    static boolean sameStrings(RecordSet one, RecordSet other) {
        return texts(one).equals(texts(other));
    }

    private static List<String> texts(RecordSet set) {
        return set.records().stream().map(r -> TxtText.of((TXTRecord) r)).sorted().toList();
    }
}
