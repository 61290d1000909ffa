package io.mxfail.wire.dns;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;

import org.xbill.DNS.Record;
import org.xbill.DNS.Update;

import java.util.TreeSet;

/// One write as one UPDATE message, which the server carries out as a whole or not at all (RFC
/// 2136, section 3.7).
public final class UpdateMessage {
    private UpdateMessage() {}

    /// Each set must still be what the write is based on, with all its data (section 2.4.2), or
    /// still be missing (2.4.3).
    ///
    /// All deletions come first: a server silently drops a CNAME that is added beside other data,
    /// and data that is added beside a CNAME (3.4.2.2). Nobody sees the state between.
    public static Update of(ZoneWrite write) {
        var update = new Update(write.zone());
        for (SetWrite set : write.sets()) {
            set.before()
                    .ifPresentOrElse(
                            // A prerequisite has no TTL.
                            before -> before.set().withTtl(0).records().forEach(update::present),
                            () -> update.absent(set.key().name(), set.key().type()));
        }
        for (RecordKey key : new TreeSet<>(write.absent())) {
            update.absent(key.name(), key.type());
        }
        for (SetWrite set : write.sets()) {
            if (set.before().isPresent()) {
                update.delete(set.key().name(), set.key().type());
            }
        }
        for (SetWrite set : write.sets()) {
            set.after()
                    .ifPresent(
                            after -> {
                                for (Record record : after.records()) {
                                    update.add(record);
                                }
                            });
        }
        return update;
    }
}
