package io.mxfail.format;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
