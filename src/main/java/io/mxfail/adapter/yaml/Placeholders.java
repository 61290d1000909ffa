package io.mxfail.adapter.yaml;

import java.util.Locale;

/// What `init` could not know and marks to be replaced: a profile with such a mark is whole, so it
/// lints clean, but mail must not be moved to a host that nobody named.
final class Placeholders {
    /// What the marked values hold, in any case.
    static final String MARK = "replace-me";

    private Placeholders() {}

    /// Whether a value is still to be filled in.
    static boolean marks(String value) {
        return value.toLowerCase(Locale.ROOT).contains(MARK);
    }

    static void check(Tree tree, Problems problems) {
        switch (tree) {
            case Tree.Scalar scalar -> {
                int at = scalar.text().toLowerCase(Locale.ROOT).indexOf(MARK);
                if (at >= 0) {
                    problems.placeholder(
                            scalar.at(at),
                            "still to be filled in: " + Shown.text(scalar.text()),
                            "put what is true in place of `" + MARK + "`");
                }
            }
            case Tree.Items items -> items.items().forEach(item -> check(item, problems));
            case Tree.Fields fields ->
                    fields.fields().forEach(field -> check(field.value(), problems));
            case Tree.Broken _ -> {}
        }
    }
}
