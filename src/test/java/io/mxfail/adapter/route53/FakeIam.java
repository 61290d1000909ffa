package io.mxfail.adapter.route53;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;

import java.util.ArrayList;
import java.util.List;

/// Decides by an IAM policy, as far as one for Route 53 goes: actions, resources and the three
/// conditions on changes.
final class FakeIam {
    private final List<JsonValue.Members> statements = new ArrayList<>();

    FakeIam(String policy) throws JsonException {
        JsonValue.Members root = (JsonValue.Members) Json.read(policy);
        for (JsonValue statement : list(root, "Statement")) {
            statements.add((JsonValue.Members) statement);
        }
    }

    boolean allows(String action, String arn, List<FakeZone.Change> changes) {
        return statements.stream()
                .anyMatch(
                        statement ->
                                texts(statement, "Action").contains("route53:" + action)
                                        && texts(statement, "Resource").stream()
                                                .anyMatch(pattern -> matches(pattern, arn))
                                        && conditions(statement, changes));
    }

    private static boolean matches(String pattern, String arn) {
        return pattern.endsWith("*")
                ? arn.startsWith(pattern.substring(0, pattern.length() - 1))
                : arn.equals(pattern);
    }

    private static boolean conditions(JsonValue.Members statement, List<FakeZone.Change> changes) {
        if (!(statement.byName().get("Condition") instanceof JsonValue.Members condition)) {
            return true;
        }
        var equal = (JsonValue.Members) condition.byName().get("ForAllValues:StringEquals");
        String prefix = "route53:ChangeResourceRecordSets";
        List<String> names = texts(equal, prefix + "NormalizedRecordNames");
        List<String> types = texts(equal, prefix + "RecordTypes");
        List<String> actions = texts(equal, prefix + "Actions");
        return changes.stream()
                .allMatch(
                        change ->
                                names.contains(change.id().name().replaceFirst("\\.$", ""))
                                        && types.contains(change.id().type())
                                        && actions.contains(change.action()));
    }

    private static List<String> texts(JsonValue.Members members, String name) {
        return list(members, name).stream().map(value -> ((JsonValue.Text) value).value()).toList();
    }

    private static List<JsonValue> list(JsonValue.Members members, String name) {
        return ((JsonValue.Elements) members.byName().get(name)).values();
    }
}
