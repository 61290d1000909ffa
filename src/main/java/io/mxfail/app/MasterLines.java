package io.mxfail.app;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;

import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.function.BiConsumer;

/// A write as lines of a master file (RFC 1035, section 5.1): those to take out as comments, those
/// to put in as they are.
final class MasterLines {
    private MasterLines() {}

    static String of(ZoneWrite write) {
        var text = new StringBuilder();
        text.append("; rndc freeze ")
                .append(write.zone())
                .append(" if it takes updates;")
                .append(" raise the serial; then rndc thaw or reload\n");
        text.append("; take out:\n");
        each(
                write,
                (set, record) -> text.append(";- ").append(line(set, record)).append('\n'),
                true);
        text.append("; put in:\n");
        each(write, (set, record) -> text.append(line(set, record)).append('\n'), false);
        return text.toString();
    }

    private static void each(ZoneWrite write, BiConsumer<RecordSet, Record> use, boolean before) {
        for (SetWrite set : write.sets()) {
            (before ? set.before().map(b -> b.set()) : set.after())
                    .ifPresent(records -> records.records().forEach(r -> use.accept(records, r)));
        }
    }

    private static String line(RecordSet set, Record record) {
        return "%s %d IN %s %s"
                .formatted(set.key().name(), set.ttl(), set.key().typeName(), data(record));
    }

    private static String data(Record record) {
        return record instanceof TXTRecord txt ? TxtText.quoted(txt) : record.rdataToString();
    }
}
