package io.mxfail.adapter.zonefile;

import io.mxfail.adapter.zonefile.Line.Found;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Generator;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a master file (RFC 1035, section 5; `$TTL` of RFC 2308; `$GENERATE` of BIND).
///
/// A record whose type or data is not known here is kept as it stands; only what changes the
/// meaning of its neighbours must be understood.
final class MasterReader {
    private static final int DEEPEST = 5;
    private static final int MOST_GENERATED = 65_536;
    private static final Pattern RANGE =
            Pattern.compile("([0-9]{1,9})-([0-9]{1,9})(?:/([0-9]{1,9}))?");

    private final String file;
    private final Includes includes;
    private final int depth;
    private final List<Line> lines = new ArrayList<>();
    private Name origin;
    private Optional<Name> owner;
    private Ttl ttl;
    private boolean changedTtl;

    private MasterReader(String file, Includes includes, int depth, Name origin) {
        this.file = file;
        this.includes = includes;
        this.depth = depth;
        this.origin = origin;
        this.owner = Optional.empty();
        this.ttl = Ttl.UNKNOWN;
    }

    /// @param file its name, for messages
    static List<Line> read(String file, String content, Name origin, Includes includes)
            throws MasterException {
        var reader = new MasterReader(file, includes, 0, origin);
        reader.read(content);
        return reader.lines;
    }

    private void read(String content) throws MasterException {
        for (Entry entry : Entry.all(content, file)) {
            lines.add(line(entry));
        }
    }

    private Line line(Entry entry) throws MasterException {
        if (entry.tokens().isEmpty()) {
            return new Line.Other(entry);
        }
        Token first = entry.tokens().getFirst();
        if (!first.text().startsWith("$")) {
            return record(entry);
        }
        if (first.start() != 0) {
            throw wrong(entry, "blanks before " + first.plain());
        }
        return switch (first.text().toUpperCase(Locale.ROOT)) {
            case "$ORIGIN" -> {
                origin = name(entry, word(entry, 1));
                yield new Line.Origin(entry, origin);
            }
            case "$TTL" -> {
                String word = word(entry, 1).text();
                long seconds = Ttl.parse(word).orElseThrow(() -> wrong(entry, word + " is no TTL"));
                ttl = ttl.withStandard(seconds);
                changedTtl = true;
                yield new Line.DefaultTtl(entry, seconds);
            }
            case "$INCLUDE" -> include(entry);
            case "$GENERATE" -> generate(entry);
            default -> throw wrong(entry, first.plain() + " is not known here");
        };
    }

    private Line.Elsewhere include(Entry entry) throws MasterException {
        if (depth >= DEEPEST) {
            throw wrong(entry, "files include each other more than " + DEEPEST + " deep");
        }
        String name = word(entry, 1).text();
        String plain =
                name.startsWith("\"") && name.length() > 1
                        ? name.substring(1, name.length() - 1)
                        : name;
        Includes.Text text = includes.read(plain, place(entry));
        Name inner = entry.tokens().size() > 2 ? name(entry, word(entry, 2)) : origin;
        var reader = new MasterReader(text.shown(), includes, depth + 1, inner);
        reader.owner = owner;
        reader.ttl = ttl;
        reader.read(text.content());
        var line =
                new Line.Elsewhere(
                        entry,
                        "in the included file " + text.shown(),
                        reader.found(),
                        reader.changedTtl);
        changedTtl |= reader.changedTtl;
        ttl = ttl.after(line);
        return line;
    }

    /// All records read so far.
    private List<Found> found() {
        return all(lines);
    }

    static List<Found> all(List<Line> lines) {
        var all = new ArrayList<Found>();
        for (Line line : lines) {
            switch (line) {
                case Line.Own own -> all.add(own.found());
                case Line.Elsewhere elsewhere -> all.addAll(elsewhere.records());
                case Line.Other _, Line.Origin _, Line.DefaultTtl _ -> {}
            }
        }
        return all;
    }

    private Line.Elsewhere generate(Entry entry) throws MasterException {
        Matcher range = RANGE.matcher(word(entry, 1).text());
        if (!range.matches()) {
            throw wrong(entry, "$GENERATE without a range such as 1-10");
        }
        long start = Long.parseLong(range.group(1));
        long end = Long.parseLong(range.group(2));
        long step = range.group(3) == null ? 1 : Long.parseLong(range.group(3));
        if (step < 1 || end < start || (end - start) / step >= MOST_GENERATED) {
            throw wrong(entry, "$GENERATE makes no records, or more than " + MOST_GENERATED);
        }
        Line.Words words = words(entry, 2);
        int type = Type.value(words.kind().text());
        if (words.data().isEmpty() || !Generator.supportedType(type)) {
            throw wrong(entry, "$GENERATE of " + words.kind().plain() + " is not known here");
        }
        long seconds = seconds(entry, words, Optional.empty());
        var generator =
                new Generator(
                        start,
                        end,
                        step,
                        words.owner().orElseThrow().text(),
                        type,
                        DClass.IN,
                        seconds,
                        String.join(" ", words.data().stream().map(Token::plain).toList()),
                        origin);
        var made = new ArrayList<Found>();
        try {
            for (Record r = generator.nextRecord(); r != null; r = generator.nextRecord()) {
                made.add(
                        new Found(
                                r.getName(),
                                Optional.of(type),
                                seconds,
                                Optional.of(r),
                                place(entry)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(entry, "$GENERATE: " + e.getMessage());
        }
        return new Line.Elsewhere(entry, "made by $GENERATE, " + place(entry), made, false);
    }

    private Line.Own record(Entry entry) throws MasterException {
        Line.Words words = words(entry, 0);
        if (words.owner().isPresent()) {
            owner = Optional.of(name(entry, words.owner().get()));
        }
        Name of = owner.orElseThrow(() -> wrong(entry, "the first record names no owner"));
        String kind = words.kind().text();
        int value = Type.value(kind);
        Optional<Integer> type = value < 0 ? Optional.empty() : Optional.of(value);
        Optional<Record> data = type.flatMap(t -> data(of, t, words));
        long seconds = seconds(entry, words, data);
        Optional<Record> record =
                data.map(
                        r ->
                                Record.newRecord(
                                        of.canonicalize(),
                                        r.getType(),
                                        DClass.IN,
                                        seconds,
                                        wire(r)));
        return new Line.Own(entry, words, new Found(of, type, seconds, record, place(entry)));
    }

    private static byte[] wire(Record record) {
        byte[] wire = record.toWire(org.xbill.DNS.Section.ANSWER);
        return java.util.Arrays.copyOfRange(wire, record.getName().length() + 10, wire.length);
    }

    private Optional<Record> data(Name of, int type, Line.Words words) {
        String text = String.join(" ", words.data().stream().map(Token::plain).toList());
        try {
            return Optional.of(Record.fromString(of, type, DClass.IN, 0, text, origin));
        } catch (IOException | RuntimeException _) {
            // told where someone asks for this set; the others do not depend on it
            return Optional.empty();
        }
    }

    /// @param from the first word that is not part of a directive
    private Line.Words words(Entry entry, int from) throws MasterException {
        List<Token> tokens = entry.tokens();
        int at = from;
        Optional<Token> named = Optional.empty();
        if (from > 0 || !entry.startsBlank()) {
            named = Optional.of(word(entry, at++));
        }
        Optional<Token> seconds = Optional.empty();
        Optional<Token> dnsClass = Optional.empty();
        while (at < tokens.size()) {
            Token token = tokens.get(at);
            if (seconds.isEmpty() && Ttl.parse(token.text()).isPresent()) {
                seconds = Optional.of(token);
            } else if (dnsClass.isEmpty() && isClass(token.text())) {
                dnsClass = Optional.of(token);
            } else {
                break;
            }
            at++;
        }
        if (dnsClass.filter(c -> !c.text().equalsIgnoreCase("IN")).isPresent()) {
            throw wrong(entry, "a record of class " + dnsClass.get().text());
        }
        Token kind = word(entry, at);
        if (!kind.text().matches("[A-Za-z][A-Za-z0-9-]*")) {
            throw wrong(entry, "`" + kind.plain() + "` where a record type belongs");
        }
        return new Line.Words(
                named, seconds, dnsClass, kind, tokens.subList(at + 1, tokens.size()));
    }

    private static boolean isClass(String word) {
        return List.of("IN", "CH", "CHAOS", "HS", "HESIOD", "CS")
                .contains(word.toUpperCase(Locale.ROOT));
    }

    private long seconds(Entry entry, Line.Words words, Optional<Record> data)
            throws MasterException {
        if (words.ttl().isPresent()) {
            String word = words.ttl().get().text();
            long named = Ttl.parse(word).orElseThrow(() -> wrong(entry, word + " is no TTL"));
            ttl = ttl.withLast(named);
            return named;
        }
        Optional<Long> implied =
                ttl.implied()
                        .or(
                                () ->
                                        data.filter(SOARecord.class::isInstance)
                                                .map(r -> ((SOARecord) r).getMinimum()));
        long seconds =
                implied.orElseThrow(
                        () ->
                                wrong(
                                        entry,
                                        "no TTL here, and no $TTL before it that servers agree"
                                                + " on"));
        ttl = ttl.withLast(seconds);
        return seconds;
    }

    private Token word(Entry entry, int at) throws MasterException {
        if (at >= entry.tokens().size()) {
            throw wrong(entry, "the entry is not complete");
        }
        return entry.tokens().get(at);
    }

    private Name name(Entry entry, Token token) throws MasterException {
        try {
            return Name.fromString(token.plain(), origin);
        } catch (TextParseException e) {
            throw wrong(entry, "not a name: " + token.plain() + " (" + e.getMessage() + ")");
        }
    }

    private String place(Entry entry) {
        return file + " line " + entry.line();
    }

    private MasterException wrong(Entry entry, String what) {
        return new MasterException(place(entry), what);
    }
}
