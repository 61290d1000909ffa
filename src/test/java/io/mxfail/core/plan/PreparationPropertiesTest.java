package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// What holds of every preparation, whatever the profile and the zone.
class PreparationPropertiesTest {
    static LongStream seeds() {
        return Seeds.all()
                .filter(
                        seed -> {
                            var its = new RandomCase(seed);
                            return !its.blocked() && its.intent.quarantined().isEmpty();
                        });
    }

    @Test
    void the_cases_are_worth_something() {
        long busy = seeds().filter(seed -> ahead(new RandomCase(seed)).size() >= 3).count();
        assertTrue(busy * 5 > seeds().count(), "only " + busy + " of " + seeds().count());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void to_prepare_and_then_switch_is_to_switch(long seed) {
        var its = new RandomCase(seed);
        ModelZone switched = its.zone.copy();
        write(its, its.changes(), switched);

        ModelZone prepared = its.zone.copy();
        write(its, ahead(its), prepared);
        write(its, changes(its, prepared), prepared);

        // strings share their set's one TTL: where none was there, the first to come decides
        its.keys().stream()
                .filter(key -> key.type() == Type.TXT && its.zone.at(key).isEmpty())
                .forEach(
                        key -> {
                            withoutTtl(switched, key);
                            withoutTtl(prepared, key);
                        });
        assertEquals(text(switched), text(prepared), its::toString);
    }

    private static void withoutTtl(ModelZone zone, RecordKey key) {
        zone.at(key).ifPresent(set -> zone.put(new RecordSet(key, 0, set.records())));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void to_take_a_preparation_back_gives_back_every_byte_and_ttl(long seed) {
        var its = new RandomCase(seed);
        ModelZone zone = its.zone.copy();
        write(its, ahead(its), zone);
        write(its, ahead(its).stream().map(Change::inverse).sorted().toList(), zone);
        assertEquals(text(its.zone), text(zone), its::toString);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void to_prepare_again_finds_nothing_left(long seed) {
        var its = new RandomCase(seed);
        ModelZone zone = its.zone.copy();
        write(its, ahead(its), zone);
        assertEquals(List.of(), Preparation.of(changes(its, zone), its.intent), its::toString);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void no_answer_that_was_there_changes_but_for_its_ttl(long seed) {
        var its = new RandomCase(seed);
        ModelZone zone = its.zone.copy();
        write(its, ahead(its), zone);
        its.zone
                .content()
                .forEach(
                        (key, set) -> {
                            Optional<RecordSet> now = zone.at(key);
                            if (key.type() != Type.TXT) {
                                assertTrue(now.orElseThrow().sameData(set), its::toString);
                                assertTrue(now.get().ttl() <= set.ttl(), its::toString);
                            } else {
                                assertEquals(set.ttl(), now.orElseThrow().ttl(), its::toString);
                            }
                        });
    }

    private static List<Change> ahead(RandomCase its) {
        return Preparation.of(its.changes(), its.intent);
    }

    private static List<Change> changes(RandomCase its, ModelZone zone) {
        var changes = new ArrayList<Change>();
        its.views.forEach(
                view ->
                        changes.addAll(
                                Planner.changes(view, zone.observe(its.keys()), its.intent)));
        return changes.stream().distinct().sorted().toList();
    }

    private static void write(RandomCase its, List<Change> changes, ModelZone zone) {
        var prepared = ZoneWrites.prepare(zone.observe(its.keys()), changes);
        assertEquals(Map.of(), prepared.stale(), its::toString);
        prepared.write()
                .ifPresent(
                        write -> zone.apply(write, Capabilities.Atomicity.ZONE, Integer.MAX_VALUE));
    }

    private static Map<RecordKey, String> text(ModelZone zone) {
        var text = new TreeMap<RecordKey, String>();
        zone.content().forEach((key, set) -> text.put(key, set.ttl() + " " + set.data()));
        return text;
    }
}
