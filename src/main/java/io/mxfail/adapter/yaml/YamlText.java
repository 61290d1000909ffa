package io.mxfail.adapter.yaml;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads YAML from its events into a [Tree], and refuses what makes YAML say other than it
/// looks: anchors, aliases, tags, merge keys, duplicate keys, numbers with a leading zero,
/// further documents.
final class YamlText {
    private static final int DEEPEST = 24;
    private static final Pattern LEADING_ZERO =
            Pattern.compile("[-+]?0[0-9_]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?");

    private final Source source;
    private final Problems problems;
    private final Iterator<Event> events;

    private YamlText(Source source, Iterator<Event> events, Problems problems) {
        this.source = source;
        this.events = events;
        this.problems = problems;
    }

    /// The mapping that the text holds, or nothing where it cannot be read as one.
    static Optional<Tree.Fields> read(Source source, String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(text.length() + 1).build();
        try {
            var events = new Parse(settings).parseString(text).iterator();
            return new YamlText(source, events, problems).document();
        } catch (MarkedYamlEngineException e) {
            problems.error(
                    e.getProblemMark()
                            .or(e::getContextMark)
                            .map(mark -> place(source, mark))
                            .orElse(source.start()),
                    "not valid YAML: " + message(e),
                    "indent with blanks, and quote texts that hold `: `, ` #` or start with one of"
                            + " []{},&*!|>'\"%@`");
        } catch (YamlEngineException | IndexOutOfBoundsException | NumberFormatException e) {
            problems.error(
                    source.start(), "not valid YAML: " + e.getMessage(), "look at its quotes");
        }
        return Optional.empty();
    }

    private static String message(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        return e.getContext() == null || e.getContext().isBlank()
                ? problem
                : e.getContext() + ", " + problem;
    }

    private static Place place(Source source, Mark mark) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Place place(Event event) {
        return event.getStartMark().map(mark -> place(source, mark)).orElse(source.start());
    }

    private Optional<Tree.Fields> document() {
        Optional<Tree> root = Optional.empty();
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent start) {
                documents++;
                directives(start);
                if (documents == 2) {
                    problems.error(
                            place(event),
                            "a second document in one file",
                            "give each a file of its own; take out the `---`");
                }
            } else if (event instanceof NodeEvent node && documents == 1 && root.isEmpty()) {
                root = Optional.of(tree(node, 0));
            }
        }
        if (root.isEmpty() || (root.get() instanceof Tree.Scalar scalar && scalar.isNull())) {
            problems.error(
                    new Place(source, 1, 1),
                    "the file is empty",
                    "fill it, or take it away; in a folder of profiles, one whose name starts"
                            + " with `_` is read only where it is included");
            return Optional.empty();
        }
        if (root.get() instanceof Tree.Fields fields) {
            return Optional.of(fields);
        }
        if (!(root.get() instanceof Tree.Broken)) {
            problems.error(
                    root.get().place(),
                    "the file holds " + root.get().kind() + " where a mapping belongs",
                    "write keys with their values, one a line: `name: …`");
        }
        return Optional.empty();
    }

    private void directives(DocumentStartEvent start) {
        boolean other =
                start.getSpecVersion()
                        .filter(v -> v.getMajor() != 1 || v.getMinor() != 2)
                        .isPresent();
        if (other || !start.getTags().isEmpty()) {
            problems.error(
                    place(start),
                    "a directive that profiles do not have",
                    "take the line that starts with `%` out; profiles are YAML 1.2 without tags");
        }
    }

    private Tree tree(NodeEvent event, int depth) {
        if (event instanceof AliasEvent) {
            problems.error(
                    place(event),
                    "an alias, which hides what a profile says",
                    "write the value out; what several profiles share goes into a file named by"
                            + " `include`");
            return new Tree.Broken(place(event));
        }
        event.getAnchor()
                .ifPresent(
                        anchor ->
                                problems.error(
                                        place(event),
                                        "an anchor `&" + anchor + "`",
                                        "take it out: profiles have no aliases"));
        if (depth > DEEPEST) {
            problems.error(place(event), "nested too deeply", "see `mxfail schema` for the format");
            skip(event);
            return new Tree.Broken(place(event));
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent start -> mapping(start, depth);
            case SequenceStartEvent start -> sequence(start, depth);
            default -> new Tree.Broken(place(event));
        };
    }

    /// Leaves a node out, with everything in it.
    private void skip(NodeEvent event) {
        int open = event instanceof CollectionStartEvent ? 1 : 0;
        while (open > 0 && events.hasNext()) {
            Event next = events.next();
            if (next instanceof CollectionStartEvent) {
                open++;
            } else if (next instanceof MappingEndEvent || next instanceof SequenceEndEvent) {
                open--;
            }
        }
    }

    private boolean tagged(NodeEvent event, Optional<String> tag) {
        tag.ifPresent(
                name ->
                        problems.error(
                                place(event),
                                "a tag `" + name.replace("tag:yaml.org,2002:", "!!") + "`",
                                "take it out: every value of a profile is a text, a list or a"
                                        + " mapping; quote it where it looks like something else"));
        return tag.isPresent();
    }

    private Tree scalar(ScalarEvent event) {
        Place place = place(event);
        if (tagged(event, event.getTag())) {
            return new Tree.Broken(place);
        }
        if (event.isPlain() && LEADING_ZERO.matcher(event.getValue()).matches()) {
            problems.error(
                    place,
                    "a number with a leading zero: " + event.getValue(),
                    "leave the zero out, or quote it where it is a text: some read such numbers as"
                            + " octal");
            return new Tree.Broken(place);
        }
        return new Tree.Scalar(place, event.getValue(), event.isPlain(), inset(event));
    }

    private static int inset(ScalarEvent event) {
        int quotes = event.isPlain() ? 0 : 1;
        if (event.isLiteral()
                || event.isFolded()
                || event.getStartMark().isEmpty()
                || event.getEndMark().isEmpty()) {
            return -1;
        }
        Mark start = event.getStartMark().get();
        Mark end = event.getEndMark().get();
        int length = event.getValue().codePointCount(0, event.getValue().length());
        boolean inStep =
                start.getLine() == end.getLine()
                        && end.getColumn() - start.getColumn() == length + 2 * quotes;
        return inStep ? quotes : -1;
    }

    private Tree sequence(SequenceStartEvent start, int depth) {
        boolean broken = tagged(start, start.getTag());
        var items = new ArrayList<Tree>();
        while (events.next() instanceof NodeEvent event) {
            items.add(tree(event, depth + 1));
        }
        return broken ? new Tree.Broken(place(start)) : new Tree.Items(place(start), items);
    }

    private Tree mapping(MappingStartEvent start, int depth) {
        boolean broken = tagged(start, start.getTag());
        var fields = new LinkedHashMap<String, Tree.Field>();
        while (events.next() instanceof NodeEvent event) {
            Tree key = tree(event, depth + 1);
            Tree value = events.next() instanceof NodeEvent v ? tree(v, depth + 1) : key;
            add(fields, key, value);
        }
        return broken
                ? new Tree.Broken(place(start))
                : new Tree.Fields(place(start), List.copyOf(fields.values()), fields.keySet());
    }

    private void add(LinkedHashMap<String, Tree.Field> fields, Tree key, Tree value) {
        switch (key) {
            case Tree.Scalar scalar when scalar.plain() && scalar.text().equals("<<") ->
                    problems.error(
                            scalar.place(),
                            "a merge key `<<`",
                            "write the keys out; what several profiles share goes into a file named"
                                    + " by `include`");
            case Tree.Scalar scalar when scalar.isNull() ->
                    problems.error(scalar.place(), "a key without a name", "name it");
            case Tree.Scalar scalar -> {
                Tree.Field before =
                        fields.putIfAbsent(scalar.text(), new Tree.Field(scalar, value));
                if (before != null) {
                    problems.error(
                            scalar.place(),
                            "`"
                                    + scalar.text()
                                    + "` is there twice, first in line "
                                    + before.key().place().line(),
                            "keep one of them");
                }
            }
            case Tree.Items _, Tree.Fields _ ->
                    problems.error(
                            key.place(),
                            key.kind() + " where a key belongs",
                            "quote a text that starts with `[` or `{`");
            case Tree.Broken _ -> {}
        }
    }
}
