package io.mxfail.format;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON value that was read, with the place at which it stands.
public sealed interface JsonValue {
    /// Where it begins.
    Place at();

    /// Line and column, both from 1.
    record Place(int line, int column) {}

    /// An object; its members are in the order of the text.
    record Members(Place at, Map<String, JsonValue> byName) implements JsonValue {
        public Members {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    /// An array.
    record Elements(Place at, List<JsonValue> values) implements JsonValue {
        public Elements {
            values = List.copyOf(values);
        }
    }

    /// A string.
    record Text(Place at, String value) implements JsonValue {}

    /// A number, exactly as written.
    record Figure(Place at, BigDecimal value) implements JsonValue {}

    /// `true` or `false`.
    record Truth(Place at, boolean value) implements JsonValue {}

    /// `null`.
    record Nothing(Place at) implements JsonValue {}

    /// The member of that name, where this is an object that has it and it is not `null`: for the
    /// answers of services, which hold more than anyone reads.
    default Optional<JsonValue> member(String name) {
        return this instanceof Members members
                ? Optional.ofNullable(members.byName().get(name))
                        .filter(value -> !(value instanceof Nothing))
                : Optional.empty();
    }

    /// The text in the member of that name; see [#member].
    default Optional<String> text(String name) {
        return member(name)
                .flatMap(v -> v instanceof Text t ? Optional.of(t.value()) : Optional.empty());
    }

    /// The whole number in the member of that name, where it has no fraction and fits.
    default Optional<Long> whole(String name) {
        try {
            return member(name)
                    .flatMap(
                            v ->
                                    v instanceof Figure f
                                            ? Optional.of(f.value().longValueExact())
                                            : Optional.empty());
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    /// Whether the member of that name is there and `true`.
    default boolean isTrue(String name) {
        return member(name).filter(v -> v instanceof Truth t && t.value()).isPresent();
    }

    /// The elements of the member of that name; none where it is missing or no array.
    default List<JsonValue> list(String name) {
        return member(name)
                .map(v -> v instanceof Elements e ? e.values() : List.<JsonValue>of())
                .orElse(List.of());
    }

    /// The same value as a tree that [Json] writes.
    default Object tree() {
        return switch (this) {
            case Members members -> {
                var tree = new LinkedHashMap<String, Object>();
                members.byName().forEach((name, value) -> tree.put(name, value.tree()));
                yield tree;
            }
            case Elements elements -> elements.values().stream().map(JsonValue::tree).toList();
            case Text text -> text.value();
            case Figure figure -> figure.value();
            case Truth truth -> truth.value();
            case Nothing _ -> Optional.empty();
        };
    }

    /// What kind of value it is, for messages.
    default String kind() {
        return switch (this) {
            case Members _ -> "an object";
            case Elements _ -> "an array";
            case Text _ -> "a text";
            case Figure _ -> "a number";
            case Truth _ -> "true or false";
            case Nothing _ -> "null";
        };
    }
}
