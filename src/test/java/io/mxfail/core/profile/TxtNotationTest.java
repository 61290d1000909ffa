package io.mxfail.core.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.TxtText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How others write the data of TXT records, and how it reads then.
class TxtNotationTest {
    private static final Name NAME = Name.fromConstantString("example.test.");

    static List<String> others() {
        try (InputStream in =
                TxtNotationTest.class.getResourceAsStream("/third-party/miekg-dns/txt.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("others")
    void it_reads_as_for_others(String line) {
        String[] sides = line.split(" => ", -1);
        assertEquals(sides[1], read(characters(sides[0])));
    }

    @Test
    void the_table_is_whole() {
        assertEquals(28, others().size());
    }

    private static String read(String data) {
        return TxtText.quoted(TxtNotation.record(NAME, data));
    }

    /// `{0A}` is the character of that number.
    private static String characters(String text) {
        return Pattern.compile("\\{([0-9A-F]{2})}")
                .matcher(text)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    @ParameterizedTest
    @ValueSource(ints = {'.', '(', ')', ';', ' ', '@', '"', '\\', 9, 13, 10, 0, 255})
    void every_octet_survives_as_text(int octet) {
        byte[] wire = {1, (byte) octet};
        var record = (TXTRecord) Record.newRecord(NAME, Type.TXT, DClass.IN, 1, wire);
        String text = TxtText.quoted(record);
        assertArrayEquals(wire, TxtNotation.record(NAME, text).rdataToWireCanonical());
    }

    @Test
    void a_string_that_is_too_long_is_cut_where_it_must_be() {
        String text = "\"\\;\\\\\\120" + "a".repeat(255) + "b\"";
        assertEquals("\";\\\\x" + "a".repeat(252) + "\" \"aaab\"", read(text));
    }

    @Test
    void strings_that_are_cut_already_stay_as_they_are() {
        String text =
                "\"%s\" \"%s\" \"%s\" \"\" \"e\" \"%s\""
                        .formatted(
                                "a".repeat(255), "b".repeat(255), "c".repeat(255), "f".repeat(123));
        assertEquals(text, read(text));
    }
}
