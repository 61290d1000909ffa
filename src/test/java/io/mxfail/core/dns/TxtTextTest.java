package io.mxfail.core.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.SplittableRandom;

class TxtTextTest {
    private static final Name NAME = Name.fromConstantString("txt.example.test.");

    @Test
    void every_string_is_quoted() {
        assertEquals("\"a\"", TxtText.quoted(TxtText.record(NAME, 60, "a")));
        assertEquals("\"\"", TxtText.quoted(TxtText.record(NAME, 60, "")));
        assertEquals(
                "\"" + "k".repeat(255) + "\" \"k\"",
                TxtText.quoted(TxtText.record(NAME, 60, "k".repeat(256))));
    }

    @Test
    void quotes_backslashes_and_octets_are_escaped() {
        assertEquals(
                "\"\\\"\\\\\\000\\031 ~\\127\\255;\"",
                TxtText.quoted(TxtText.record(NAME, 60, "\"\\\u0000\u001f ~\u007f\u00ff;")));
    }

    @Test
    void any_octets_survive_being_quoted_and_read() throws IOException {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            var octets = new StringBuilder();
            int length = random.nextInt(600);
            for (int j = 0; j < length; j++) {
                octets.append((char) random.nextInt(256));
            }
            TXTRecord record = TxtText.record(NAME, 60, octets.toString());
            assertEquals(
                    record,
                    Record.fromString(
                            NAME, Type.TXT, DClass.IN, 60, TxtText.quoted(record), Name.root));
        }
    }
}
