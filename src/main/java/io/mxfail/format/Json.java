package io.mxfail.format;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON text (RFC 8259) from trees and back.
///
/// A tree to write is made of maps with text keys, lists, texts, whole numbers, [BigDecimal],
/// booleans, values that were read and [Optional], whose emptiness is `null`. What is written
/// is ASCII: everything else is escaped, so that no text can move a cursor and no terminal's
/// character set can spoil it.
public final class Json {
    private static final int DEEPEST = 32;
    private static final long LONGEST = 64L * 1024 * 1024;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxDocumentLength(LONGEST)
                                    .maxNumberLength(40)
                                    .maxNameLength(100)
                                    .maxStringLength(1024 * 1024)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .highestNonEscapedChar(127)
                    .build();

    private Json() {}

    /// The object on one line, without a final line break.
    public static String compact(Map<String, ?> object) {
        return write(object, ObjectWriteContext.empty());
    }

    /// The object for people, with a final line break.
    public static String pretty(Map<String, ?> object) {
        return write(object, new Indented()) + "\n";
    }

    /// Reads exactly one value; the text must hold nothing else.
    ///
    /// @throws JsonException where it is not JSON, names a key twice, or is longer or deeper
    ///   than any text that mxfail writes
    public static JsonValue read(String text) throws JsonException {
        if (text.length() > LONGEST) {
            throw new JsonException(0, 0, "longer than any file that mxfail writes");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new JsonException(0, 0, "the text is empty");
            }
            JsonValue value = value(parser);
            if (parser.nextToken() != null) {
                throw wrong(parser.currentTokenLocation(), "something follows the end");
            }
            return value;
        } catch (JacksonException e) {
            throw wrong(e.getLocation(), e.getOriginalMessage());
        }
    }

    private static JsonValue value(JsonParser parser) throws JsonException {
        TokenStreamLocation at = parser.currentTokenLocation();
        var place = new JsonValue.Place(at.getLineNr(), at.getColumnNr());
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, JsonValue>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield new JsonValue.Members(place, members);
            }
            case START_ARRAY -> {
                var elements = new ArrayList<JsonValue>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield new JsonValue.Elements(place, elements);
            }
            case VALUE_STRING -> new JsonValue.Text(place, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new JsonValue.Figure(place, new BigDecimal(parser.getString()));
            case VALUE_TRUE -> new JsonValue.Truth(place, true);
            case VALUE_FALSE -> new JsonValue.Truth(place, false);
            case VALUE_NULL -> new JsonValue.Nothing(place);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw wrong(at, "not a JSON value");
        };
    }

    private static JsonException wrong(TokenStreamLocation at, String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
        return at == null
                ? new JsonException(0, 0, line)
                : new JsonException(
                        Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0), line);
    }

    private static String write(Map<String, ?> object, ObjectWriteContext context) {
        var text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(context, text)) {
            put(generator, object);
        }
        // the one control character that Jackson leaves; it can only stand inside a text
        return text.toString().replace("\u007f", "\\u007f");
    }

    private static void put(JsonGenerator to, Object value) {
        switch (value) {
            case Map<?, ?> members -> {
                to.writeStartObject();
                members.forEach(
                        (name, member) -> {
                            to.writeName((String) name);
                            put(to, member);
                        });
                to.writeEndObject();
            }
            case List<?> elements -> {
                to.writeStartArray();
                elements.forEach(element -> put(to, element));
                to.writeEndArray();
            }
            case Optional<?> perhaps -> {
                if (perhaps.isPresent()) {
                    put(to, perhaps.get());
                } else {
                    to.writeNull();
                }
            }
            case JsonValue read -> put(to, tree(read));
            case String text -> to.writeString(text);
            case Boolean truth -> to.writeBoolean(truth);
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            case BigDecimal number -> to.writeNumber(number);
            default ->
                    throw new IllegalArgumentException(
                            "no JSON for a " + value.getClass().getName());
        }
    }

    /// A value that was read, as one to write.
    private static Object tree(JsonValue value) {
        return switch (value) {
            case JsonValue.Members members -> members.byName();
            case JsonValue.Elements elements -> elements.values();
            case JsonValue.Text text -> text.value();
            case JsonValue.Figure figure -> figure.value();
            case JsonValue.Truth truth -> truth.value();
            case JsonValue.Nothing _ -> Optional.empty();
        };
    }

    /// Two blanks a level and line feeds, on every machine.
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
