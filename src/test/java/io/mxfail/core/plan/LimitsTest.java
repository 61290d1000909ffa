package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Limits.Batch;
import io.mxfail.core.plan.Limits.Lack;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class LimitsTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Limits STRICT = new Limits(3600, 20, Set.of(Lack.values()), Batch.NONE);

    private static RecordSet set(int type, long ttl, String... data) {
        return RecordSet.parse(new RecordKey(ZONE, type), ttl, List.of(data));
    }

    @Test
    void what_a_service_lacks_is_said_in_words() {
        assertEquals(List.of("null MX"), STRICT.against(set(Type.MX, 60, "0 .")));
        assertEquals(List.of("empty TXT record"), STRICT.against(set(Type.TXT, 60, "\"\"")));
        for (String text : List.of("\"caf\\233\"", "\"a\\009b\"", "\"\\127\"")) {
            assertEquals(
                    List.of("TXT record with more than printable ASCII"),
                    STRICT.against(set(Type.TXT, 60, text)));
        }
        assertEquals(
                List.of("TXT record of 21 characters, only up to 20"),
                STRICT.against(set(Type.TXT, 60, '"' + "a".repeat(19) + '"')));
        assertEquals(
                List.of("TTL of 3601 s, only up to 3600 s"),
                STRICT.against(set(Type.A, 3601, "192.0.2.1")));
    }

    @Test
    void what_it_takes_is_nothing_to_talk_about() {
        for (RecordSet fine :
                List.of(
                        set(Type.MX, 3600, "0 mx1.example.test.", "10 mx2.example.test."),
                        set(Type.TXT, 60, "\"v=spf1 ~all ~}\"", "\"\" \"b\""),
                        set(Type.TXT, 60, '"' + "a".repeat(18) + '"'))) {
            assertEquals(List.of(), STRICT.against(fine));
        }
        for (RecordSet odd :
                List.of(
                        set(Type.MX, Integer.MAX_VALUE, "0 ."),
                        set(Type.TXT, 0, "\"\"", "\"\\000\"", '"' + "a".repeat(255) + '"'))) {
            assertEquals(List.of(), Limits.NONE.against(odd));
        }
    }

    @Test
    void a_batch_counts_what_goes_and_what_comes_or_both_as_one() {
        var replaced =
                new SetWrite(
                        new RecordKey(ZONE, Type.MX),
                        Optional.of(
                                ObservedSet.of(
                                        set(
                                                Type.MX,
                                                60,
                                                "10 a.test.",
                                                "20 b.test.",
                                                "30 c.test."))),
                        Optional.of(set(Type.MX, 60, "10 d.test.", "20 e.test.")));
        var write = new ZoneWrite(ZONE, List.of(replaced), Set.of());
        int many = Integer.MAX_VALUE;
        assertTrue(new Batch(5, many, false).against(write).isEmpty());
        assertEquals(
                Optional.of("5 single records, and 4 are taken"),
                new Batch(4, many, false).against(write));
        assertTrue(new Batch(3, many, true).against(write).isEmpty());
        assertEquals(
                Optional.of("3 single records, and 2 are taken"),
                new Batch(2, many, true).against(write));
        assertTrue(new Batch(many, 50, false).against(write).isEmpty());
        assertEquals(
                Optional.of("50 characters, and 49 are taken"),
                new Batch(many, 49, false).against(write));
    }
}
