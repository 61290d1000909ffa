package io.mxfail.adapter.yaml;

import io.mxfail.adapter.yaml.Shape.Choice;
import io.mxfail.adapter.yaml.Shape.Form;
import io.mxfail.adapter.yaml.Shape.Group;
import io.mxfail.adapter.yaml.Shape.Key;
import io.mxfail.adapter.yaml.Shape.Listing;
import io.mxfail.adapter.yaml.Shape.Text;
import io.mxfail.adapter.yaml.Shape.Variables;
import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.EspKnowledge.Care;
import io.mxfail.core.mail.EspKnowledge.Fact;
import io.mxfail.core.mail.EspKnowledge.Wanted;
import io.mxfail.core.mail.HostPattern;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what is known of email services from the data files that come with mxfail, `esp/*.yaml`
/// as listed in `esp/INDEX`; as strict as profiles are.
public final class EspFiles {
    private static final Form SENTENCE = new Form("a sentence", "write one", Optional.empty());
    private static final Form PATTERN =
            new Form(
                    "host names",
                    "small letters, with `*` for what varies: feedback-smtp.*.amazonses.com",
                    Optional.of("[a-z0-9_*-]+(\\.[a-z0-9_*-]+)+"));
    private static final Form SOURCE =
            new Form(
                    "a source",
                    "the https address of the page that says so",
                    Optional.of("https://[^\\s]+"));
    private static final Shape YES_OR_NO = new Choice(List.of("yes", "no"));

    /// The format of a file.
    static final Group FORMAT =
            new Group(
                    List.of(
                            new Key("service", text(SENTENCE), true, "its name"),
                            new Key(
                                    "records",
                                    new Listing(
                                            new Group(
                                                    List.of(
                                                            key("purpose", purposes()),
                                                            key("type", kinds()),
                                                            key("value", text(PATTERN)),
                                                            key("says", text(SENTENCE)),
                                                            key("source", text(SOURCE)),
                                                            perhaps("alone", YES_OR_NO),
                                                            perhaps("moves", YES_OR_NO),
                                                            perhaps(
                                                                    "takes",
                                                                    text(ProfileFormat.DURATION)),
                                                            perhaps("takes-source", text(SOURCE)))),
                                            1),
                                    false,
                                    "records that lead to it"),
                            new Key(
                                    "envelope",
                                    new Group(
                                            List.of(
                                                    key("domain", text(PATTERN)),
                                                    key("says", text(SENTENCE)),
                                                    key("source", text(SOURCE)))),
                                    false,
                                    "the sender in its envelopes, where nothing else was set up"),
                            new Key(
                                    "facts",
                                    new Listing(
                                            new Group(
                                                    List.of(
                                                            key("says", text(SENTENCE)),
                                                            key("source", text(SOURCE)))),
                                            1),
                                    false,
                                    "what else is known")));

    private EspFiles() {}

    private static Key key(String name, Shape shape) {
        return new Key(name, shape, true, "");
    }

    private static Key perhaps(String name, Shape shape) {
        return new Key(name, shape, false, "");
    }

    private static Text text(Form form) {
        return new Text(form, Variables.LITERAL);
    }

    private static Choice purposes() {
        return new Choice(words(EspKnowledge.Purpose.values()));
    }

    private static Choice kinds() {
        return new Choice(List.of("CNAME", "MX", "SPF"));
    }

    private static List<String> words(Enum<?>[] values) {
        return java.util.Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /// What comes with mxfail, in the order of the file names.
    ///
    /// @throws IllegalStateException where a file has an error: mxfail was built wrongly
    public static List<EspKnowledge> all() {
        var all = new ArrayList<EspKnowledge>();
        var problems = new Problems();
        resource("INDEX")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(name -> read(name, resource(name), problems).ifPresent(all::add));
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

    /// Reads one file; what is wrong is among the problems.
    static Optional<EspKnowledge> read(String name, String text, Problems problems) {
        var source = new Source(Path.of("esp", name), "esp/" + name);
        return YamlText.read(source, text, problems)
                .flatMap(fields -> new ShapeCheck(problems).check("file", fields, FORMAT))
                .filter(_ -> !problems.hasErrors())
                .map(Tree.Fields.class::cast)
                .map(EspFiles::knowledge);
    }

    private static EspKnowledge knowledge(Tree.Fields fields) {
        return new EspKnowledge(
                fields.text("service").orElseThrow(),
                groups(fields, "records").stream().map(EspFiles::wanted).toList(),
                groups(fields, "facts").stream().map(EspFiles::fact).toList(),
                fields.group("envelope")
                        .map(
                                group ->
                                        new EspKnowledge.Envelope(
                                                group.text("domain").orElseThrow(), fact(group))));
    }

    private static List<Tree.Fields> groups(Tree.Fields fields, String key) {
        return fields.list(key).stream()
                .filter(Tree.Fields.class::isInstance)
                .map(Tree.Fields.class::cast)
                .toList();
    }

    private static Fact fact(Tree.Fields fields) {
        return new Fact(fields.text("says").orElseThrow(), fields.text("source").orElseThrow());
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
