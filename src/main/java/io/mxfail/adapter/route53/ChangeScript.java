package io.mxfail.adapter.route53;

import io.mxfail.format.Json;

import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A change batch as a command of the AWS command line: the same elements, so that the service
/// refuses it where the zone has moved.
final class ChangeScript {
    private static final String END = "MXFAIL_CHANGE_BATCH";

    private ChangeScript() {}

    static String of(String zoneId, ChangeBatch batch) {
        return """
        aws route53 change-resource-record-sets --hosted-zone-id %s \\
          --change-batch file:///dev/stdin <<'%s'
        %s
        %s
        """
                .formatted(zoneId, END, Json.pretty(json(batch)), END);
    }

    private static Map<String, Object> json(ChangeBatch batch) {
        var changes = new ArrayList<Map<String, Object>>();
        for (Change change : batch.changes()) {
            var set = new LinkedHashMap<String, Object>();
            set.put("Name", change.resourceRecordSet().name());
            set.put("Type", change.resourceRecordSet().typeAsString());
            set.put("TTL", change.resourceRecordSet().ttl());
            List<Map<String, String>> values =
                    change.resourceRecordSet().resourceRecords().stream()
                            .map(ResourceRecord::value)
                            .map(value -> Map.of("Value", value))
                            .toList();
            set.put("ResourceRecords", values);
            var element = new LinkedHashMap<String, Object>();
            element.put("Action", change.actionAsString());
            element.put("ResourceRecordSet", set);
            changes.add(element);
        }
        return Map.of("Changes", changes);
    }
}
