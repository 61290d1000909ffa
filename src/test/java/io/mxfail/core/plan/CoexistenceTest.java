package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class CoexistenceTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Name RELAY = Name.fromConstantString("relay.example.test.");
    private static final RecordKey ADDRESS = new RecordKey(RELAY, Type.A);
    private static final RecordKey ALIAS = new RecordKey(RELAY, Type.CNAME);
    private static final RecordKey TEXT = new RecordKey(RELAY, Type.TXT);

    @Test
    void an_alias_takes_the_place_of_an_address() {
        assertEquals(
                Optional.empty(),
                Coexistence.clash(write(gone(ADDRESS), made(ALIAS)), Set.of(ADDRESS)));
    }

    @Test
    void an_alias_beside_what_stays_is_named() {
        Optional<String> clash =
                Coexistence.clash(write(gone(ADDRESS), made(ALIAS)), Set.of(ADDRESS, TEXT));
        assertTrue(clash.orElseThrow().contains(TEXT.toString()), clash::toString);
    }

    @Test
    void data_beside_an_alias_that_stays_is_named() {
        assertTrue(Coexistence.clash(write(made(ADDRESS)), Set.of(ALIAS)).isPresent());
        assertEquals(
                Optional.empty(),
                Coexistence.clash(write(gone(ALIAS), made(ADDRESS), made(TEXT)), Set.of(ALIAS)));
    }

    @Test
    void other_names_and_other_types_do_not_matter() {
        var elsewhere = new RecordKey(ZONE, Type.CNAME);
        assertEquals(
                Optional.empty(), Coexistence.clash(write(made(ADDRESS)), Set.of(TEXT, elsewhere)));
    }

    private static ZoneWrite write(SetWrite... sets) {
        return new ZoneWrite(ZONE, Arrays.asList(sets), Set.of());
    }

    private static SetWrite gone(RecordKey key) {
        return new SetWrite(key, Optional.of(ObservedSet.of(some(key))), Optional.empty());
    }

    private static SetWrite made(RecordKey key) {
        return new SetWrite(key, Optional.empty(), Optional.of(some(key)));
    }

    private static RecordSet some(RecordKey key) {
        String data =
                switch (key.type()) {
                    case Type.A -> "192.0.2.1";
                    case Type.CNAME -> "relay.backup.example.";
                    default -> "\"text\"";
                };
        return RecordSet.parse(key, 60, List.of(data));
    }
}
