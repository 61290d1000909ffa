package io.mxfail.adapter.yaml;

import io.mxfail.adapter.yaml.Entries.Entry;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the records of one site at one name must be to each other.
final class NameRules {
    private final Report error;

    NameRules(Report error) {
        this.error = error;
    }

    /// Takes a problem.
    @FunctionalInterface
    interface Report {
        void say(Place place, String message, String fix);
    }

    void check(List<Entry<Record>> records) {
        Map<Name, Set<Integer>> types = new HashMap<>();
        Set<String> data = new HashSet<>();
        Set<List<Object>> tags = new HashSet<>();
        for (Entry<Record> entry : records) {
            Record record = entry.value();
            Name name = record.getName().canonicalize();
            if (!data.add(name + " " + RecordRules.data(record))) {
                error.say(entry.place(), "the same record twice", "keep one of them");
                continue;
            }
            if (record instanceof TXTRecord txt && !tags.add(List.of(name, TxtTag.of(txt)))) {
                error.say(
                        entry.place(),
                        "a second " + TxtTag.of(txt).text() + " string at " + name + " in one site",
                        "keep one of them: which one counts nobody could tell");
                continue;
            }
            Set<Integer> before = types.computeIfAbsent(name, _ -> new HashSet<>());
            alias(entry, name, before);
            before.add(record.getType());
        }
    }

    private void alias(Entry<Record> entry, Name name, Set<Integer> before) {
        boolean isAlias = entry.value().getType() == Type.CNAME;
        if (isAlias && before.contains(Type.CNAME)) {
            error.say(entry.place(), "a second CNAME at " + name, "keep one of them");
        } else if (!before.isEmpty() && isAlias != before.contains(Type.CNAME)) {
            error.say(
                    entry.place(),
                    "a CNAME and other records at " + name + " (RFC 1034, section 3.6.2)",
                    "a CNAME stands alone: keep it, or the others");
        }
    }
}
