package io.mxfail.wire.dns;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;

import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.Optional;
import java.util.TreeSet;

/// A write as input of `nsupdate`: the same message, with the same prerequisites, so that a zone
/// that has moved refuses it.
public final class UpdateScript {
    private UpdateScript() {}

    /// The input; the key is in it by name only.
    public static String of(ZoneWrite write, ServerAddress server, Optional<DnsKey> key) {
        var text = new StringBuilder();
        text.append("; nsupdate")
                .append(key.map(k -> " -k FILE-WITH-THE-KEY-" + k).orElse(""))
                .append(" < this file\n");
        text.append("server ")
                .append(server.host())
                .append(' ')
                .append(server.port())
                .append("\nzone ")
                .append(write.zone())
                .append('\n');
        for (SetWrite set : write.sets()) {
            set.before()
                    .ifPresentOrElse(
                            before ->
                                    before.set()
                                            .records()
                                            .forEach(
                                                    record ->
                                                            text.append("prereq yxrrset ")
                                                                    .append(named(set.key()))
                                                                    .append(' ')
                                                                    .append(data(record))
                                                                    .append('\n')),
                            () ->
                                    text.append("prereq nxrrset ")
                                            .append(named(set.key()))
                                            .append('\n'));
        }
        for (RecordKey absent : new TreeSet<>(write.absent())) {
            text.append("prereq nxrrset ").append(named(absent)).append('\n');
        }
        for (SetWrite set : write.sets()) {
            if (set.before().isPresent()) {
                text.append("update delete ").append(named(set.key())).append('\n');
            }
        }
        for (SetWrite set : write.sets()) {
            set.after()
                    .ifPresent(
                            after ->
                                    after.records()
                                            .forEach(
                                                    record ->
                                                            text.append("update add ")
                                                                    .append(set.key().name())
                                                                    .append(' ')
                                                                    .append(after.ttl())
                                                                    .append(' ')
                                                                    .append(set.key().typeName())
                                                                    .append(' ')
                                                                    .append(data(record))
                                                                    .append('\n')));
        }
        return text.append("send\n").toString();
    }

    private static String named(RecordKey key) {
        return key.name() + " " + key.typeName();
    }

    private static String data(Record record) {
        return record instanceof TXTRecord txt ? TxtText.quoted(txt) : record.rdataToString();
    }
}
