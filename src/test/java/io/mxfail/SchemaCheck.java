package io.mxfail;

import io.mxfail.format.JsonValue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Holds a value against a JSON Schema; knows the keywords that mxfail writes, and fails at any
/// other, so that none is passed over.
final class SchemaCheck {
    private final Map<String, Object> root;

    @SuppressWarnings("unchecked")
    SchemaCheck(JsonValue schema) {
        this.root = (Map<String, Object>) plain(schema);
    }

    /// What does not fit, as `PATH: WHY`; empty: it fits.
    List<String> problems(Object value) {
        var problems = new ArrayList<String>();
        check(root, value, "", problems);
        return problems;
    }

    private static Object plain(JsonValue value) {
        return switch (value) {
            case JsonValue.Members members -> {
                var map = new LinkedHashMap<String, Object>();
                members.byName().forEach((name, member) -> map.put(name, plain(member)));
                yield map;
            }
            case JsonValue.Elements elements ->
                    elements.values().stream().map(SchemaCheck::plain).toList();
            case JsonValue.Text text -> text.value();
            case JsonValue.Figure figure -> figure.value();
            case JsonValue.Truth truth -> truth.value();
            case JsonValue.Nothing _ -> "null";
        };
    }

    private boolean fits(Object schema, Object value) {
        var problems = new ArrayList<String>();
        check(schema, value, "", problems);
        return problems.isEmpty();
    }

    private void check(Object rule, Object value, String at, List<String> problems) {
        if (rule.equals(Boolean.FALSE)) {
            problems.add(at + ": not allowed");
            return;
        }
        Map<?, ?> schema = (Map<?, ?>) rule;
        schema.forEach((word, given) -> keyword(schema, (String) word, given, value, at, problems));
    }

    private void keyword(
            Map<?, ?> schema,
            String word,
            Object given,
            Object value,
            String at,
            List<String> problems) {
        boolean good =
                switch (word) {
                    case "$schema", "$defs", "title", "description" -> true;
                    case "$ref" -> {
                        String name = ((String) given).substring("#/$defs/".length());
                        check(((Map<?, ?>) root.get("$defs")).get(name), value, at, problems);
                        yield true;
                    }
                    case "type" ->
                            given instanceof List<?> types
                                    ? types.stream().anyMatch(type -> is((String) type, value))
                                    : is((String) given, value);
                    case "const" -> same(given, value);
                    case "enum" -> ((List<?>) given).stream().anyMatch(one -> same(one, value));
                    case "pattern" ->
                            !(value instanceof String text)
                                    || Pattern.compile((String) given).matcher(text).find();
                    case "minimum" -> number(value).compareTo((BigDecimal) given) >= 0;
                    case "maximum" -> number(value).compareTo((BigDecimal) given) <= 0;
                    case "minItems" ->
                            !(value instanceof List<?> list)
                                    || list.size() >= ((BigDecimal) given).intValue();
                    case "minProperties" ->
                            !(value instanceof Map<?, ?> map)
                                    || map.size() >= ((BigDecimal) given).intValue();
                    case "required" ->
                            !(value instanceof Map<?, ?> map)
                                    || map.keySet().containsAll((List<?>) given);
                    case "items" -> {
                        if (value instanceof List<?> list) {
                            list.forEach(item -> check(given, item, at + "/*", problems));
                        }
                        yield true;
                    }
                    case "properties" -> {
                        if (value instanceof Map<?, ?> map) {
                            ((Map<?, ?>) given)
                                    .forEach(
                                            (key, rule) -> {
                                                if (map.containsKey(key)) {
                                                    check(
                                                            rule,
                                                            map.get(key),
                                                            at + "/" + key,
                                                            problems);
                                                }
                                            });
                        }
                        yield true;
                    }
                    case "propertyNames" -> {
                        if (value instanceof Map<?, ?> map) {
                            map.keySet()
                                    .forEach(key -> check(given, key, at + "/" + key, problems));
                        }
                        yield true;
                    }
                    case "additionalProperties" -> {
                        if (value instanceof Map<?, ?> map) {
                            Map<?, ?> known =
                                    schema.get("properties") instanceof Map<?, ?> some
                                            ? some
                                            : Map.of();
                            map.forEach(
                                    (key, member) -> {
                                        if (!known.containsKey(key)) {
                                            check(given, member, at + "/" + key, problems);
                                        }
                                    });
                        }
                        yield true;
                    }
                    case "anyOf" -> ((List<?>) given).stream().anyMatch(one -> fits(one, value));
                    case "oneOf" ->
                            ((List<?>) given).stream().filter(one -> fits(one, value)).count() == 1;
                    case "allOf" -> {
                        ((List<?>) given).forEach(one -> check(one, value, at, problems));
                        yield true;
                    }
                    case "if" -> {
                        if (fits(given, value)) {
                            check(Objects.requireNonNull(schema.get("then")), value, at, problems);
                        }
                        yield true;
                    }
                    case "then" -> true;
                    default ->
                            throw new AssertionError("a keyword this check does not know: " + word);
                };
        if (!good) {
            problems.add(at + ": " + word);
        }
    }

    private static boolean is(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value instanceof Nothing;
            case "integer", "number" -> value instanceof Number;
            default -> throw new AssertionError("no type " + type);
        };
    }

    /// A null of the value.
    enum Nothing {
        NOTHING
    }

    private static boolean same(Object one, Object other) {
        return one instanceof BigDecimal number
                ? other instanceof Number && number.compareTo(number(other)) == 0
                : one.equals(other);
    }

    private static BigDecimal number(Object value) {
        return value instanceof Number number ? new BigDecimal(number.toString()) : BigDecimal.ZERO;
    }
}
