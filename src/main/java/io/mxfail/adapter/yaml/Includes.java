package io.mxfail.adapter.yaml;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Joins a profile with the files that it includes.
///
/// `include: [_sites.yaml]` adds the file's top-level keys to the profile's, and its sites to
/// the profile's sites. Nothing is overridden: a key or site in two places is an error, so that
/// a reader who finds it in one file knows all of it. An included file includes no other.
final class Includes {
    static final int MOST_BYTES = 4 << 20;
    private static final Set<String> OWN = Set.of("version", "name", "include", "domains");

    private Includes() {}

    static boolean isInclude(String fileName) {
        return fileName.startsWith("_") || fileName.startsWith(".");
    }

    /// A file that is named in another, relative to it.
    static Optional<Source> beside(Tree.Scalar name, Problems problems) {
        try {
            Source from = name.place().source();
            Path path = Path.of(from.resolve(name.text()));
            Path folder = Path.of(from.shown()).getParent();
            Path shown = folder == null ? Path.of(name.text()) : folder.resolve(name.text());
            return Optional.of(new Source(path, shown.toString()));
        } catch (InvalidPathException e) {
            problems.error(name.place(), "not a path: " + e.getReason(), "name a file");
            return Optional.empty();
        }
    }

    static Tree.Fields join(Tree.Fields profile, Problems problems) {
        Optional<Tree> named = profile.value("include");
        if (named.isEmpty() || !(named.get() instanceof Tree.Items items)) {
            return profile;
        }
        var joined = new LinkedHashMap<String, Tree.Field>();
        profile.fields().forEach(field -> joined.put(field.key().text(), field));
        var seen = new LinkedHashSet<Path>();
        for (Tree item : items.items()) {
            if (item instanceof Tree.Scalar name && !name.isNull()) {
                included(name, seen, problems).ifPresent(fields -> add(joined, fields, problems));
            }
        }
        return new Tree.Fields(profile.place(), List.copyOf(joined.values()), joined.keySet());
    }

    private static Optional<Tree.Fields> included(
            Tree.Scalar name, Set<Path> seen, Problems problems) {
        Optional<Source> source = beside(name, problems);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        Path path = source.get().path();
        if (path.getFileName() == null || !isInclude(path.getFileName().toString())) {
            problems.error(
                    name.place(),
                    "\"" + Shown.text(name.text()) + "\" is not named like an include",
                    "let its name start with `_`, so that it is not taken for a profile");
            return Optional.empty();
        }
        if (!seen.add(path)) {
            problems.error(name.place(), "included twice", "keep one of them");
            return Optional.empty();
        }
        var inside = new Problems();
        Optional<Tree.Fields> read =
                TextFile.read(source.get(), MOST_BYTES, inside)
                        .flatMap(text -> YamlText.read(source.get(), text, inside));
        if (read.isEmpty()) {
            problems.error(
                    name.place(),
                    "cannot include \"" + Shown.text(name.text()) + "\"",
                    "see what is said of " + source.get().shown());
        }
        problems.addAll(inside);
        return read;
    }

    private static void add(
            Map<String, Tree.Field> joined, Tree.Fields included, Problems problems) {
        for (Tree.Field field : included.fields()) {
            String key = field.key().text();
            if (OWN.contains(key)) {
                problems.error(
                        field.key().place(),
                        "`" + key + "` in an included file",
                        "it belongs into the profile itself");
                continue;
            }
            Tree.Field before = joined.get(key);
            if (before == null) {
                joined.put(key, field);
            } else if (key.equals("sites")
                    && before.value() instanceof Tree.Fields old
                    && field.value() instanceof Tree.Fields more) {
                joined.put(key, new Tree.Field(before.key(), sites(old, more, problems)));
            } else {
                twice(field, before, problems);
            }
        }
    }

    private static Tree.Fields sites(Tree.Fields old, Tree.Fields more, Problems problems) {
        var sites = new LinkedHashMap<String, Tree.Field>();
        old.fields().forEach(site -> sites.put(site.key().text(), site));
        for (Tree.Field site : more.fields()) {
            Tree.Field before = sites.putIfAbsent(site.key().text(), site);
            if (before != null) {
                twice(site, before, problems);
            }
        }
        return new Tree.Fields(old.place(), new ArrayList<>(sites.values()), sites.keySet());
    }

    private static void twice(Tree.Field field, Tree.Field before, Problems problems) {
        Place first = before.key().place();
        problems.error(
                field.key().place(),
                "`"
                        + Shown.text(field.key().text())
                        + "` is given here and in "
                        + first.source().shown()
                        + ":"
                        + first.line(),
                "keep one of them: an include adds and never overrides");
    }
}
