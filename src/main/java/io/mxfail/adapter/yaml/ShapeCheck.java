package io.mxfail.adapter.yaml;

import io.mxfail.adapter.yaml.Shape.Key;
import io.mxfail.core.profile.Nearest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Holds a [Tree] against a [Shape]: reports what does not fit and leaves it out, so that
/// whoever reads on sees values of the right form only.
final class ShapeCheck {
    static final Pattern SECRET =
            Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|file:\\S.*|exec:\\s*\\S.*");
    private static final Pattern SOUNDS_SECRET =
            Pattern.compile("(?i).*(secret|password|passwd|token|api-?key).*");

    /// `scheme://user:password@…`, which a port alone is not.
    private static final Pattern HOLDS_PASSWORD =
            Pattern.compile(
                    "(?i)[a-z][a-z0-9+.-]*://[^\\s/@:\\[]*:(?!\\d{1,5}(?:[/?#]|$)).*@.*",
                    Pattern.DOTALL);

    private final Problems problems;

    ShapeCheck(Problems problems) {
        this.problems = problems;
    }

    /// The tree as far as it fits; empty where the whole of it does not.
    ///
    /// @param name the key that it belongs to, for messages
    Optional<Tree> check(String name, Tree tree, Shape shape) {
        if (tree instanceof Tree.Broken) {
            return Optional.empty();
        }
        if (!shape.kinds().contains(kindOf(tree)) || isNothing(tree)) {
            problems.error(
                    tree.place(),
                    "`" + name + "` holds " + tree.kind() + " where " + wanted(shape) + " belongs",
                    hint(tree, shape));
            return Optional.empty();
        }
        if (tree instanceof Tree.Scalar scalar && holdsControl(scalar.text())) {
            problems.error(
                    scalar.place(),
                    "`" + name + "` holds a control character",
                    "take the escape such as `\\0` or `\\x1b` out");
            return Optional.empty();
        }
        return switch (shape) {
            case Shape.Text text -> text(name, (Tree.Scalar) tree, text);
            case Shape.Whole whole -> whole(name, (Tree.Scalar) tree, whole);
            case Shape.Choice choice -> choice(name, (Tree.Scalar) tree, choice.words());
            case Shape.Secret _ -> secret(name, (Tree.Scalar) tree);
            case Shape.Listing listing -> listing(name, (Tree.Items) tree, listing);
            case Shape.Group group -> Optional.of(group((Tree.Fields) tree, group));
            case Shape.Named named -> Optional.of(named(name, (Tree.Fields) tree, named));
            case Shape.Typed typed -> typed(name, (Tree.Fields) tree, typed);
            case Shape.Either either ->
                    either.shapes().stream()
                            .filter(s -> s.kinds().contains(kindOf(tree)))
                            .findFirst()
                            .flatMap(s -> check(name, tree, s));
            case Shape.Later _ -> {
                problems.warning(
                        tree.place(),
                        "`" + name + "` is reserved for a later version and has no effect yet",
                        "take it out until `mxfail schema` describes it");
                yield Optional.empty();
            }
        };
    }

    /// Escapes in double quotes can write what the file itself may not hold.
    private static boolean holdsControl(String text) {
        return text.codePoints()
                .anyMatch(
                        c ->
                                (Character.isISOControl(c) && c != '\n' && c != '\t')
                                        || Character.getType(c) == Character.SURROGATE);
    }

    private static String kindOf(Tree tree) {
        return tree instanceof Tree.Scalar ? "a text" : tree.kind();
    }

    private static boolean isNothing(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.isNull();
    }

    private static String wanted(Shape shape) {
        return switch (shape) {
            case Shape.Text text -> text.form().what();
            case Shape.Whole _ -> "a number";
            case Shape.Choice choice -> "one of " + String.join(" ", choice.words());
            case Shape.Secret _ -> "a reference to a secret";
            default -> String.join(" or ", shape.kinds());
        };
    }

    private static String hint(Tree tree, Shape shape) {
        if (isNothing(tree)) {
            return "give it a value, or take it out";
        }
        if (shape instanceof Shape.Text && tree instanceof Tree.Fields) {
            return "quote the text: a `: ` or braces in it make a mapping of it";
        }
        return switch (shape) {
            case Shape.Listing _ -> "write `[…]`, or one entry a line after `- `";
            case Shape.Secret _ -> "write env:NAME, file:PATH or exec:COMMAND";
            case Shape.Group group ->
                    "its keys are "
                            + String.join(", ", group.keys().stream().map(Key::name).toList());
            default -> "see `mxfail schema` for the format";
        };
    }

    private Optional<Tree> text(String name, Tree.Scalar scalar, Shape.Text shape) {
        Shape.Form form = shape.form();
        String text = scalar.text();
        if (text.isBlank()) {
            problems.error(scalar.place(), "`" + name + "` is empty", form.right());
            return Optional.empty();
        }
        if (HOLDS_PASSWORD.matcher(text).matches()) {
            problems.error(
                    scalar.place(),
                    "`" + name + "` holds a password between `:` and `@`",
                    "take it out, and change it where it is used; a secret has a key of its own and"
                            + " is kept outside: env:NAME, file:PATH or exec:COMMAND");
            return Optional.empty();
        }
        if (!shape.variables().equals(Shape.Variables.LITERAL) && text.indexOf('\n') >= 0) {
            problems.error(
                    scalar.place(),
                    "`" + name + "` holds a line break",
                    "write " + form.what() + " on one line");
            return Optional.empty();
        }
        if (shape.variables() == Shape.Variables.REFUSE && text.contains("${")) {
            problems.error(
                    scalar.at(text.indexOf("${")),
                    "variables do not expand in `" + name + "`",
                    "write the value itself");
            return Optional.empty();
        }
        if (form.pattern().filter(pattern -> !text.matches(pattern)).isPresent()) {
            problems.error(
                    scalar.place(),
                    "`" + name + "`: \"" + Shown.text(text) + "\" is not " + form.what(),
                    form.right());
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    private Optional<Tree> whole(String name, Tree.Scalar scalar, Shape.Whole shape) {
        boolean fits =
                scalar.text().matches("0|[1-9][0-9]{0,8}")
                        && Integer.parseInt(scalar.text()) >= shape.least()
                        && Integer.parseInt(scalar.text()) <= shape.most();
        if (!fits) {
            problems.error(
                    scalar.place(),
                    "`" + name + "`: \"" + Shown.text(scalar.text()) + "\" is not right",
                    shape.least() == shape.most()
                            ? "write " + shape.least()
                            : "a number from " + shape.least() + " to " + shape.most());
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    private Optional<Tree> choice(String name, Tree.Scalar scalar, List<String> words) {
        if (!words.contains(scalar.text())) {
            problems.error(
                    scalar.place(),
                    "`"
                            + name
                            + "`: \""
                            + Shown.text(scalar.text())
                            + "\" is none of "
                            + String.join(", ", words),
                    words.size() == 1
                            ? "write `" + words.getFirst() + "`, or take the key out"
                            : Nearest.of(scalar.text(), words)
                                    .map(word -> "did you mean `" + word + "`?")
                                    .orElse("write one of them"));
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    /// The value is never shown: it may be the secret itself.
    private Optional<Tree> secret(String name, Tree.Scalar scalar) {
        if (!SECRET.matcher(scalar.text()).matches()) {
            problems.error(
                    scalar.place(),
                    "`" + name + "` holds a value where a reference to a secret belongs",
                    "keep the secret outside: env:NAME, file:PATH or exec:COMMAND; if this was one,"
                            + " change it where it is used");
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    private Optional<Tree> listing(String name, Tree.Items items, Shape.Listing shape) {
        var good = new ArrayList<Tree>();
        for (Tree item : items.items()) {
            check(name, item, shape.element()).ifPresent(good::add);
        }
        if (items.items().size() < shape.least()) {
            problems.error(
                    items.place(),
                    "`" + name + "` has " + items.items().size() + " entries",
                    "at least " + shape.least());
        }
        return Optional.of(new Tree.Items(items.place(), good));
    }

    private Tree.Fields group(Tree.Fields fields, Shape.Group shape) {
        Map<String, Key> known = new LinkedHashMap<>();
        shape.keys().forEach(key -> known.put(key.name(), key));
        var good = new ArrayList<Tree.Field>();
        var mentioned = new TreeSet<String>();
        for (Tree.Field field : fields.fields()) {
            Key key = known.get(field.key().text());
            if (key == null) {
                unknown(field.key(), known.keySet());
                continue;
            }
            value(field, key.shape()).ifPresent(good::add);
            if (!isNothing(field.value())) {
                mentioned.add(key.name());
            }
        }
        for (Key key : shape.keys()) {
            if (key.required() && !fields.mentioned().contains(key.name())) {
                problems.error(
                        fields.place(),
                        "`" + key.name() + "` is missing",
                        "add `"
                                + key.name()
                                + "`"
                                + (key.help().isEmpty() ? "" : ": " + key.help()));
            } else if (key.required()) {
                fields.value(key.name())
                        .filter(ShapeCheck::isNothing)
                        .filter(value -> !((Tree.Scalar) value).isEmpty())
                        .ifPresent(
                                value ->
                                        problems.error(
                                                value.place(),
                                                "`" + key.name() + "` is needed",
                                                key.help()));
            }
        }
        return new Tree.Fields(fields.place(), good, mentioned);
    }

    /// An explicit `null` says that a key is not given; an empty value says nothing.
    private Optional<Tree.Field> value(Tree.Field field, Shape shape) {
        String name = field.key().text();
        if (field.value() instanceof Tree.Scalar scalar && scalar.isNull()) {
            if (scalar.isEmpty()) {
                problems.error(
                        field.key().place(),
                        "`" + name + "` has no value",
                        "give it one (indented, if it follows on the next lines), or write `null`");
            }
            return Optional.empty();
        }
        return check(name, field.value(), shape).map(tree -> new Tree.Field(field.key(), tree));
    }

    private void unknown(Tree.Scalar key, Set<String> known) {
        problems.error(
                key.place(),
                "unknown key `" + Shown.text(key.text()) + "`",
                Nearest.of(key.text(), known)
                        .map(name -> "did you mean `" + name + "`?")
                        .orElse("known here: " + String.join(", ", known)));
    }

    private Tree.Fields named(String name, Tree.Fields fields, Shape.Named shape) {
        var good = new ArrayList<Tree.Field>();
        for (Tree.Field field : fields.fields()) {
            boolean fits =
                    text(name, field.key(), new Shape.Text(shape.names(), Shape.Variables.REFUSE))
                            .isPresent();
            Optional<Tree.Field> value = value(field, shape.value());
            if (fits && value.isPresent()) {
                good.add(value.get());
            }
        }
        if (fields.fields().size() < shape.least()) {
            problems.error(
                    fields.place(),
                    "`" + name + "` has " + fields.fields().size() + " entries",
                    "at least " + shape.least());
        }
        return new Tree.Fields(fields.place(), good, fields.mentioned());
    }

    private Optional<Tree> typed(String name, Tree.Fields fields, Shape.Typed shape) {
        Optional<Tree.Scalar> type = fields.scalar("type").filter(t -> !t.isNull());
        if (type.isEmpty()) {
            problems.error(
                    fields.place(),
                    "`" + name + "` has no `type`",
                    "one of " + String.join(", ", new TreeSet<>(shape.types().keySet())));
            return Optional.empty();
        }
        Shape.Group group = shape.types().get(type.get().text());
        if (group != null) {
            return Optional.of(group(fields, group));
        }
        problems.warning(
                type.get().place(),
                "no adapter called \"" + Shown.text(type.get().text()) + "\" comes with mxfail",
                Nearest.of(type.get().text(), shape.types().keySet())
                        .map(word -> "did you mean `" + word + "`?")
                        .orElse(
                                "put its jar into the folder of --providers-dir"
                                        + " (docs/write-a-provider.md)"));
        fields.fields().forEach(field -> undescribed(field.key().text(), field.value()));
        return Optional.of(fields);
    }

    /// Options of an adapter that nobody described: all that can be told is what must be a secret.
    private void undescribed(String name, Tree value) {
        switch (value) {
            case Tree.Scalar scalar when SOUNDS_SECRET.matcher(name).matches() ->
                    secret(name, scalar);
            case Tree.Scalar _, Tree.Broken _ -> {}
            case Tree.Items items -> items.items().forEach(item -> undescribed(name, item));
            case Tree.Fields nested ->
                    nested.fields()
                            .forEach(field -> undescribed(field.key().text(), field.value()));
        }
    }
}
