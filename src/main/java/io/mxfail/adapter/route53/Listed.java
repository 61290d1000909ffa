package io.mxfail.adapter.route53;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;

import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values of a set exactly as the service lists them: a DELETE must repeat them so, and strings
/// of others in a TXT set go back as they came.
record Listed(List<String> values) {
    Listed {
        values = List.copyOf(values);
    }

    /// As the mark of this version of the set.
    String revision() {
        return Json.compact(Map.of("values", values));
    }

    /// What a read has noted; without a note, the set in this adapter's own spelling.
    static Listed of(ObservedSet observed) {
        if (observed.revision().isEmpty()) {
            return new Listed(spelled(observed.set()));
        }
        try {
            var values = new ArrayList<String>();
            if (Json.read(observed.revision()) instanceof JsonValue.Members members
                    && members.byName().get("values") instanceof JsonValue.Elements elements) {
                for (JsonValue value : elements.values()) {
                    if (value instanceof JsonValue.Text text) {
                        values.add(text.value());
                    }
                }
            }
            return new Listed(values);
        } catch (JsonException e) {
            throw new IllegalArgumentException("a revision of another adapter", e);
        }
    }

    /// The values to publish: records that were there before in their old spelling.
    static List<String> after(RecordSet after, Optional<ObservedSet> before) {
        var old = new HashMap<Record, String>();
        before.ifPresent(
                observed -> {
                    for (String value : of(observed).values()) {
                        Record record =
                                Route53Convert.record(after.key(), observed.set().ttl(), value);
                        old.put(record, value);
                    }
                });
        return after.records().stream()
                .map(record -> old.getOrDefault(record, Route53Convert.value(record)))
                .toList();
    }

    private static List<String> spelled(RecordSet set) {
        return set.records().stream().map(Route53Convert::value).toList();
    }
}
