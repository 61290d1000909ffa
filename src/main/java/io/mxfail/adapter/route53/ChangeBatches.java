package io.mxfail.adapter.route53;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;

import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A write as one change batch: all old sets deleted exactly as they were listed, then all new ones
/// created. The service applies all of it or nothing, and a DELETE that does not match or a CREATE
/// of what is there refuses it, so that the batch compares and sets. UPSERT, where the last writer
/// wins, is never used.
final class ChangeBatches {
    /// Limits of the service: record elements of one batch, and characters in them.
    static final int MOST_RECORDS = 1000;

    static final int MOST_CHARACTERS = 32_000;

    private ChangeBatches() {}

    static ChangeBatch of(ZoneWrite write) {
        var changes = new ArrayList<Change>();
        for (SetWrite set : write.sets()) {
            set.before()
                    .ifPresent(
                            before ->
                                    changes.add(
                                            change(
                                                    ChangeAction.DELETE,
                                                    set.key(),
                                                    before.set().ttl(),
                                                    Listed.of(before).values())));
        }
        for (SetWrite set : write.sets()) {
            set.after()
                    .ifPresent(
                            after ->
                                    changes.add(
                                            change(
                                                    ChangeAction.CREATE,
                                                    set.key(),
                                                    after.ttl(),
                                                    Listed.after(after, set.before()))));
        }
        return ChangeBatch.builder().changes(changes).build();
    }

    private static Change change(
            ChangeAction action, RecordKey key, long ttl, List<String> values) {
        List<ResourceRecord> records =
                values.stream()
                        .map(value -> ResourceRecord.builder().value(value).build())
                        .toList();
        return Change.builder()
                .action(action)
                .resourceRecordSet(
                        set ->
                                set.name(Route53Convert.name(key.name()))
                                        .type(key.typeName())
                                        .ttl(ttl)
                                        .resourceRecords(records))
                .build();
    }

    /// Why the service would not take a batch whatever the zone holds; empty: it may.
    static Optional<String> tooMuch(ZoneWrite write, ChangeBatch batch) {
        long records = 0;
        long characters = 0;
        for (Change change : batch.changes()) {
            for (ResourceRecord record : change.resourceRecordSet().resourceRecords()) {
                records++;
                characters += record.value().length();
            }
        }
        if (records <= MOST_RECORDS && characters <= MOST_CHARACTERS) {
            return Optional.empty();
        }
        return Optional.of(
                "the write to %s needs %d records with %d characters, and one change batch of Route 53 takes %d with %d; write fewer sets at once: `prepare` first, or fewer domains with `--domain`"
                        .formatted(
                                write.zone(), records, characters, MOST_RECORDS, MOST_CHARACTERS));
    }

    /// A set of a type that the service does not have.
    static Optional<RecordKey> unsupported(ZoneWrite write) {
        return write.sets().stream()
                .map(SetWrite::key)
                .filter(key -> !Route53Description.CAPABILITIES.takes(key))
                .findFirst();
    }

    /// The same write on the basis of a newer read, where nothing but TTLs and spelling moved.
    static Optional<ZoneWrite> rebased(ZoneWrite write, Observed now) {
        var sets = new ArrayList<SetWrite>();
        for (SetWrite set : write.sets()) {
            Optional<ObservedSet> live = now.at(set.key());
            boolean same =
                    live.isPresent() == set.before().isPresent()
                            && live.stream()
                                    .allMatch(
                                            l ->
                                                    l.set()
                                                            .sameData(
                                                                    set.before()
                                                                            .orElseThrow()
                                                                            .set()));
            if (!same) {
                return Optional.empty();
            }
            sets.add(new SetWrite(set.key(), live, set.after()));
        }
        ZoneWrite rebased = new ZoneWrite(write.zone(), sets, write.absent());
        return rebased.equals(write) ? Optional.empty() : Optional.of(rebased);
    }
}
