package io.mxfail.adapter.yaml;

import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.EspKnowledge.Care;
import io.mxfail.core.mail.EspKnowledge.Fact;
import io.mxfail.core.mail.EspKnowledge.Gap;
import io.mxfail.core.mail.EspKnowledge.Most;
import io.mxfail.core.mail.EspKnowledge.Note;
import io.mxfail.core.mail.EspKnowledge.Topic;
import io.mxfail.core.mail.EspKnowledge.Wanted;
import io.mxfail.core.mail.HostPattern;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what is known of email services: from the data files that come with mxfail, `esp/*.yaml`
/// as listed in `esp/INDEX`, and from those that users keep in the folder `esp` beside their
/// profiles; as strict as profiles are.
public final class EspFiles {
    /// Lets the 31st of a month with 30 days be its last.
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.SMART);

    /// Many times what the longest of those that come with mxfail needs.
    private static final int MOST_BYTES = 256 << 10;

    private EspFiles() {}

    /// What comes with mxfail, in the order of the file names.
    ///
    /// @throws IllegalStateException where a file has an error: mxfail was built wrongly
    public static List<EspKnowledge> all() {
        var all = new ArrayList<EspKnowledge>();
        var problems = new Problems();
        resource("INDEX")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(
                        name ->
                                read(
                                                new Source(Path.of("esp", name), "esp/" + name),
                                                resource(name),
                                                problems)
                                        .ifPresent(all::add));
        if (problems.hasErrors()) {
            throw new IllegalStateException(
                    "what is known of email services cannot be read: " + problems.sorted());
        }
        return List.copyOf(all);
    }

    private static String resource(String name) {
        try (InputStream stream = EspFiles.class.getResourceAsStream("/esp/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("mxfail was built without esp/" + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read esp/" + name, e);
        }
    }

    /// What users know themselves comes first and replaces the file on the same service that comes
    /// with mxfail.
    static List<EspKnowledge> over(List<EspKnowledge> own, List<EspKnowledge> shipped) {
        return Stream.concat(
                        own.stream(),
                        shipped.stream()
                                .filter(
                                        known ->
                                                own.stream()
                                                        .map(EspKnowledge::service)
                                                        .noneMatch(
                                                                known.service()::equalsIgnoreCase)))
                .toList();
    }

    /// The files of a user, in the order of their names. One with mistakes is left out, and they
    /// are only warnings: what is known of a service keeps no company's mail down.
    ///
    /// @param folder of profiles, and how the user would name it
    static List<EspKnowledge> own(Source folder, Problems problems) {
        Path path = folder.path().resolve("esp");
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        var all = new ArrayList<EspKnowledge>();
        try (Stream<Path> files = Files.list(path)) {
            files.filter(file -> isOurs(file.getFileName().toString()))
                    .sorted()
                    .forEach(file -> own(file, folder, problems).ifPresent(all::add));
        } catch (IOException | UncheckedIOException e) {
            problems.warning(
                    folder.start(),
                    "cannot list " + shown(folder, path) + ": " + e.getMessage(),
                    "let mxfail read it, or take it away");
        }
        return List.copyOf(all);
    }

    private static boolean isOurs(String file) {
        return !Includes.isInclude(file) && (file.endsWith(".yaml") || file.endsWith(".yml"));
    }

    private static Optional<EspKnowledge> own(Path file, Source folder, Problems problems) {
        var source = new Source(file, shown(folder, file));
        var found = new Problems();
        Optional<EspKnowledge> known =
                TextFile.read(source, MOST_BYTES, found).flatMap(text -> read(source, text, found));
        problems.addAllAsWarnings(found, "; the file is left out");
        return known;
    }

    private static String shown(Source folder, Path path) {
        return Path.of(folder.shown()).resolve(folder.path().relativize(path)).toString();
    }

    /// Reads one file; what is wrong is among the problems.
    static Optional<EspKnowledge> read(Source source, String text, Problems problems) {
        var found = new Problems();
        Optional<Tree.Fields> file =
                YamlText.read(source, text, found)
                        .flatMap(
                                fields ->
                                        new ShapeCheck(found).check("file", fields, EspFormat.FILE))
                        .map(Tree.Fields.class::cast);
        file.ifPresent(fields -> EspFormat.check(fields, found));
        problems.addAll(found);
        return file.filter(_ -> !found.hasErrors()).map(EspFiles::knowledge);
    }

    private static EspKnowledge knowledge(Tree.Fields fields) {
        return new EspKnowledge(
                fields.text("service").orElseThrow(),
                groups(fields, "records").map(EspFiles::wanted).toList(),
                groups(fields, "facts").map(EspFiles::note).toList(),
                fields.group("envelope")
                        .map(
                                group ->
                                        new EspKnowledge.Envelope(
                                                group.text("domain").orElseThrow(), fact(group))),
                groups(fields, "unknown")
                        .map(gap -> new Gap(topic(gap), gap.text("says").orElseThrow()))
                        .toList());
    }

    private static Stream<Tree.Fields> groups(Tree.Fields fields, String key) {
        return fields.list(key).stream().map(Tree.Fields.class::cast);
    }

    private static Fact fact(Tree.Fields fields) {
        return new Fact(
                fields.text("says").orElseThrow(),
                fields.text("source").orElseThrow(),
                LocalDate.parse(fields.text("read").orElseThrow(), DAY));
    }

    private static Note note(Tree.Fields fields) {
        return new Note(
                topic(fields),
                fact(fields),
                Values.duration(fields, "per")
                        .map(
                                per ->
                                        new Most(
                                                Values.number(fields, "messages", 1),
                                                per,
                                                fields.text("through").map(HostPattern::new))));
    }

    private static Topic topic(Tree.Fields fields) {
        return Topic.valueOf(fields.text("about").orElseThrow().toUpperCase(Locale.ROOT));
    }

    private static Wanted wanted(Tree.Fields fields) {
        Fact fact = fact(fields);
        return new Wanted(
                EspKnowledge.Purpose.valueOf(
                        fields.text("purpose").orElseThrow().toUpperCase(Locale.ROOT)),
                EspKnowledge.Kind.valueOf(fields.text("type").orElseThrow()),
                new HostPattern(fields.text("value").orElseThrow()),
                new Care(
                        fields.text("alone").filter("yes"::equals).isPresent(),
                        fields.text("moves").filter("no"::equals).isEmpty(),
                        Values.duration(fields, "takes"),
                        fields.text("takes-source").orElse(fact.source())),
                fact);
    }
}
