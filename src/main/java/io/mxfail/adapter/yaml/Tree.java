package io.mxfail.adapter.yaml;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a YAML file says, with the place of everything.
sealed interface Tree {
    Place place();

    /// What it is, in words, for messages.
    String kind();

    /// A text, a number or nothing: YAML's own guesses about types are never asked.
    ///
    /// @param plain whether it stands there without quotes
    /// @param inset columns from the place to the first character of the text; -1 where text
    ///   and file do not run in step (escapes, several lines)
    record Scalar(Place place, String text, boolean plain, int inset) implements Tree {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        /// The place of a character of the text, as near as it can be told.
        Place at(int index) {
            return inset < 0 ? place : place.right(inset + text.codePointCount(0, index));
        }

        boolean isNull() {
            return plain && NULLS.contains(text);
        }

        boolean isEmpty() {
            return plain && text.isEmpty();
        }

        Scalar with(String other) {
            return new Scalar(place, other, plain, other.equals(text) ? inset : -1);
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "a text";
        }
    }

    /// A list.
    record Items(Place place, List<Tree> items) implements Tree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /// A mapping, in the order of the file.
    ///
    /// @param mentioned every key that was written, also those whose value was wrong
    record Fields(Place place, List<Field> fields, Set<String> mentioned) implements Tree {
        public Fields {
            fields = List.copyOf(fields);
            mentioned = Set.copyOf(mentioned);
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        Optional<Field> field(String key) {
            return fields.stream().filter(f -> f.key().text().equals(key)).findFirst();
        }

        Optional<Tree> value(String key) {
            return field(key).map(Field::value);
        }

        Optional<Scalar> scalar(String key) {
            return value(key).filter(Scalar.class::isInstance).map(Scalar.class::cast);
        }

        Optional<String> text(String key) {
            return scalar(key).map(Scalar::text);
        }

        Optional<Fields> group(String key) {
            return value(key).filter(Fields.class::isInstance).map(Fields.class::cast);
        }

        List<Tree> list(String key) {
            return value(key)
                    .filter(Items.class::isInstance)
                    .map(Items.class::cast)
                    .map(Items::items)
                    .orElse(List.of());
        }

        List<Scalar> scalars(String key) {
            return list(key).stream()
                    .filter(Scalar.class::isInstance)
                    .map(Scalar.class::cast)
                    .toList();
        }

        List<String> texts(String key) {
            return scalars(key).stream().map(Scalar::text).toList();
        }
    }

    /// A value that was wrong in a way that is reported already.
    record Broken(Place place) implements Tree {
        @Override
        public String kind() {
            return "something else";
        }
    }

    /// A key with its value.
    record Field(Scalar key, Tree value) {}
}
