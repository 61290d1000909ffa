package io.mxfail;

import io.mxfail.format.JsonValue;

/// Finds its way through a JSON value that a command printed.
record Seen(JsonValue value) {
    Seen at(String name) {
        if (value instanceof JsonValue.Members members && members.byName().containsKey(name)) {
            return new Seen(members.byName().get(name));
        }
        throw new AssertionError("no member " + name + " in " + value);
    }

    Seen at(String name, int index) {
        return new Seen(at(name).elements().get(index));
    }

    java.util.List<JsonValue> elements() {
        if (value instanceof JsonValue.Elements elements) {
            return elements.values();
        }
        throw new AssertionError("no array: " + value);
    }

    String text() {
        if (value instanceof JsonValue.Text text) {
            return text.value();
        }
        throw new AssertionError("no text: " + value);
    }

    int number() {
        if (value instanceof JsonValue.Figure figure) {
            return figure.value().intValue();
        }
        throw new AssertionError("no number: " + value);
    }
}
