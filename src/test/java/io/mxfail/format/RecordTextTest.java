package io.mxfail.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;

class RecordTextTest {
    @Test
    void records_of_every_type_come_back_byte_for_byte() {
        var some = new Some(new SplittableRandom(2));
        for (int type : Some.TYPES) {
            for (int i = 0; i < 400; i++) {
                RecordSet set = some.set(new RecordKey(some.name(), type));
                RecordSet back = RecordText.set(set.key(), set.ttl(), RecordText.of(set));
                assertEquals(Some.bytes(set), Some.bytes(back), () -> set.toString());
            }
        }
    }

    @Test
    void txt_with_every_octet_stays_readable_text() {
        var some = new Some(new SplittableRandom(3));
        for (int i = 0; i < 1000; i++) {
            RecordSet set = some.set(new RecordKey(some.name(), Type.TXT));
            RecordText.of(set).forEach(text -> assertFalse(text.startsWith("\\#"), text));
        }
    }

    @Test
    void usual_data_is_what_dnsjava_prints() {
        Name name = Scalars.name("example.test.");
        var expected = new HashMap<Integer, List<String>>();
        expected.put(Type.MX, List.of("10 mx1.example.test.", "20 MX2.example.test."));
        expected.put(Type.TXT, List.of("\"a \\\"b\\\" \\\\ ;c\" \\000\\255"));
        expected.put(Type.CNAME, List.of("a\\.b.example.test."));
        expected.put(Type.A, List.of("192.0.2.1"));
        expected.forEach(
                (type, data) -> {
                    RecordSet set = RecordSet.parse(new RecordKey(name, type), 60, data);
                    assertEquals(List.copyOf(set.data()), RecordText.of(set));
                    assertEquals(data, RecordText.of(set));
                });
    }
}
