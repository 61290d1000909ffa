package io.mxfail.format;

import io.mxfail.format.JsonValue.Place;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// The members of one object, read strictly: each that is asked for must be there and be of its
/// kind, and none may be left over.
final class Fields {
    private final JsonValue.Members object;
    private final Consumer<Wrong> wrongs;
    private final Set<String> asked = new LinkedHashSet<>();

    /// @param wrongs takes what is wrong with elements of arrays, while their neighbours are read
    private Fields(JsonValue.Members object, Consumer<Wrong> wrongs) {
        this.object = object;
        this.wrongs = wrongs;
    }

    /// Reads an object whole.
    ///
    /// @throws Wrong where it is no object, lacks a member, or has one that is unknown or of
    ///   another kind
    static <T> T read(JsonValue value, Consumer<Wrong> wrongs, Function<Fields, T> reader) {
        if (!(value instanceof JsonValue.Members members)) {
            throw new Wrong(value.at(), "an object belongs here, not " + value.kind());
        }
        var fields = new Fields(members, wrongs);
        T result = guarded(value.at(), () -> reader.apply(fields));
        fields.nothingLeft();
        return result;
    }

    private void nothingLeft() {
        object.byName()
                .forEach(
                        (name, value) -> {
                            if (!asked.contains(name)) {
                                wrongs.accept(
                                        new Wrong(value.at(), "unknown member `" + name + "`"));
                            }
                        });
    }

    Place at() {
        return object.at();
    }

    Place at(String name) {
        return value(name).at();
    }

    /// Whether there is a member of that name; asking counts as reading it.
    boolean has(String name) {
        asked.add(name);
        return object.byName().containsKey(name);
    }

    String text(String name) {
        return asText(name, value(name));
    }

    /// The text of a member that may be `null`.
    Optional<String> perhapsText(String name) {
        JsonValue value = value(name);
        return value instanceof JsonValue.Nothing
                ? Optional.empty()
                : Optional.of(asText(name, value));
    }

    /// A text that stands for something else.
    <T> T parsed(String name, Function<String, T> parser) {
        String text = text(name);
        return guarded(at(name), () -> parser.apply(text));
    }

    <T> Optional<T> perhapsParsed(String name, Function<String, T> parser) {
        return perhapsText(name).map(text -> guarded(at(name), () -> parser.apply(text)));
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        return parsed(
                name,
                text ->
                        Scalars.constant(type, text)
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "unknown word `" + text + "`")));
    }

    boolean truth(String name) {
        JsonValue value = value(name);
        if (value instanceof JsonValue.Truth truth) {
            return truth.value();
        }
        throw mismatch(name, "true or false", value);
    }

    BigDecimal number(String name) {
        return asNumber(name, value(name));
    }

    Optional<BigDecimal> perhapsNumber(String name) {
        JsonValue value = value(name);
        return value instanceof JsonValue.Nothing
                ? Optional.empty()
                : Optional.of(asNumber(name, value));
    }

    /// A whole number from 0 to 2³¹-1.
    int count(String name) {
        BigDecimal number = number(name);
        try {
            int count = number.intValueExact();
            if (count >= 0) {
                return count;
            }
        } catch (ArithmeticException _) {
            // told below, with its place
        }
        throw new Wrong(at(name), "`" + name + "` must be a whole number from 0 to 2147483647");
    }

    List<String> texts(String name) {
        return elements(name).stream().map(value -> asText(name, value)).toList();
    }

    /// The elements of an array as they are.
    List<JsonValue> untouched(String name) {
        return elements(name);
    }

    /// The texts of a member that may be `null`, which counts as none.
    List<String> perhapsTexts(String name) {
        return value(name) instanceof JsonValue.Nothing ? List.of() : texts(name);
    }

    /// The elements of an array, each read by `reader`; those with errors are left out and told.
    <T> List<T> each(String name, Function<Fields, T> reader) {
        var read = new ArrayList<T>();
        for (JsonValue element : elements(name)) {
            try {
                read.add(read(element, wrongs, reader));
            } catch (Wrong e) {
                wrongs.accept(e);
            }
        }
        return List.copyOf(read);
    }

    <T> T object(String name, Function<Fields, T> reader) {
        return read(value(name), wrongs, reader);
    }

    /// An object that may be `null`.
    <T> Optional<T> perhapsObject(String name, Function<Fields, T> reader) {
        JsonValue value = value(name);
        return value instanceof JsonValue.Nothing
                ? Optional.empty()
                : Optional.of(read(value, wrongs, reader));
    }

    private List<JsonValue> elements(String name) {
        JsonValue value = value(name);
        if (value instanceof JsonValue.Elements elements) {
            return elements.values();
        }
        throw mismatch(name, "an array", value);
    }

    private JsonValue value(String name) {
        asked.add(name);
        JsonValue value = object.byName().get(name);
        if (value == null) {
            throw new Wrong(object.at(), "the member `" + name + "` is missing");
        }
        return value;
    }

    private static String asText(String name, JsonValue value) {
        if (value instanceof JsonValue.Text text) {
            return text.value();
        }
        throw mismatch(name, "a text", value);
    }

    private static BigDecimal asNumber(String name, JsonValue value) {
        if (value instanceof JsonValue.Figure figure) {
            return figure.value();
        }
        throw mismatch(name, "a number", value);
    }

    private static Wrong mismatch(String name, String wanted, JsonValue value) {
        return new Wrong(value.at(), "`" + name + "` must be " + wanted + ", not " + value.kind());
    }

    /// Values that the core refuses are wrong where they stand.
    private static <T> T guarded(Place place, java.util.function.Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new Wrong(place, String.valueOf(e.getMessage()));
        }
    }
}
