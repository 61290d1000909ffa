package io.mxfail.adapter.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a value of a profile may look like: the one declaration from which both the reader's
/// checks and the JSON Schema come.
sealed interface Shape {
    /// A text that follows a form.
    ///
    /// @param variables whether `${…}` expands in it
    record Text(Form form, Variables variables) implements Shape {}

    /// A whole number.
    record Whole(int least, int most) implements Shape {}

    /// One of a few words.
    record Choice(List<String> words) implements Shape {}

    /// A reference to a secret.
    record Secret() implements Shape {}

    /// A list.
    record Listing(Shape element, int least) implements Shape {}

    /// A mapping with known keys.
    record Group(List<Key> keys) implements Shape {
        public Group {
            keys = List.copyOf(keys);
        }
    }

    /// A mapping whose keys the author chooses.
    record Named(Form names, Shape value, int least) implements Shape {}

    /// A mapping whose other keys depend on the one named `type`.
    record Typed(Map<String, Group> types) implements Shape {
        public Typed {
            types = Map.copyOf(types);
        }
    }

    /// One of several, which differ in kind (text, list, mapping).
    record Either(List<Shape> shapes) implements Shape {}

    /// Anything, for a key whose feature comes later.
    record Later() implements Shape {}

    /// A key of a mapping.
    ///
    /// @param help one line for the schema
    record Key(String name, Shape shape, boolean required, String help) {}

    /// A form of text.
    ///
    /// @param what it is called, such as `a duration`
    /// @param right what would be right
    /// @param pattern for the whole text; empty: any text but an empty one
    record Form(String what, String right, Optional<String> pattern) {}

    /// Whether `${…}` expands in a text.
    enum Variables {
        /// it does
        EXPAND,
        /// it does not, so that one is a slip
        REFUSE,
        /// such as a comment or a program's argument, where a dollar is a dollar
        LITERAL
    }

    /// The kinds of YAML node that the shape takes.
    default Set<String> kinds() {
        return switch (this) {
            case Text _, Whole _, Choice _, Secret _ -> Set.of("a text");
            case Listing _ -> Set.of("a list");
            case Group _, Named _, Typed _ -> Set.of("a mapping");
            case Either either -> {
                var all = new java.util.TreeSet<String>();
                either.shapes().forEach(shape -> all.addAll(shape.kinds()));
                yield all;
            }
            case Later _ -> Set.of("a text", "a list", "a mapping");
        };
    }
}
