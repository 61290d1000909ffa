package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Waypoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a plan shows of its way is what a run then goes through, as the service itself noted it.
class PassageShownTest {
    private static Office office(String how) {
        return switch (how) {
            case "plain" -> Office.setBySet();
            case "host" ->
                    Office.setBySet()
                            .site(
                                    "backup",
                                    List.of("10 mxb.example.test.", "20 mxc.example.test."),
                                    List.of(
                                            "mxb A 192.0.2.21",
                                            "mxc AAAA 2001:db8::21",
                                            "smtp CNAME relay.backup.example."));
            case "swap" ->
                    Office.setBySet()
                            .site(
                                    "backup",
                                    List.of("10 mx.backup.example."),
                                    List.of("smtp A 192.0.2.22"));
            default -> throw new IllegalArgumentException(how);
        };
    }

    /// The states that the waypoints lead through, from what was served before.
    private static List<Map<RecordKey, RecordSet>> states(
            Map<RecordKey, RecordSet> before, List<Waypoint> waypoints) {
        var now = new TreeMap<>(before);
        var states = new ArrayList<Map<RecordKey, RecordSet>>();
        for (Waypoint waypoint : waypoints) {
            for (Waypoint.Written written : waypoint.sets()) {
                assertEquals(written.before(), Optional.ofNullable(now.get(written.key())));
                written.after()
                        .ifPresentOrElse(
                                set -> now.put(written.key(), set),
                                () -> now.remove(written.key()));
            }
            states.add(Map.copyOf(now));
        }
        return states;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "host", "swap"})
    void set_by_set_every_state_is_shown_and_no_other(String how) throws Exception {
        Office office = office(how);
        Passage passage = office.plan("backup").judged().passage();
        Map<RecordKey, RecordSet> before = office.zones().content();
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertTrue(passage.waypoints().size() > 2, passage::toString);
        assertEquals(office.zones().history(), states(before, passage.waypoints()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "host", "swap"})
    void so_is_the_way_back(String how) throws Exception {
        Office office = office(how);
        office.switchToBackup();
        Map<RecordKey, RecordSet> before = office.zones().content();
        int written = office.zones().history().size();
        Switch.Done undone = office.undo();
        List<Map<RecordKey, RecordSet>> history = office.zones().history();
        assertEquals(
                history.subList(written, history.size()),
                states(before, undone.judged().orElseThrow().passage().waypoints()));
    }

    @Test
    void each_zone_of_a_run_passes_its_stages_as_shown() throws Exception {
        Office office =
                Office.twoZones()
                        .site(
                                "backup",
                                List.of("10 mxb.example.test."),
                                List.of("mxb A 192.0.2.21", "smtp CNAME relay.backup.example."));
        Passage passage = office.plan("backup").judged().passage();
        assertEquals(2, passage.byZone().size());
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertEquals(passage.waypoints().size(), office.zones().writes());
        // what is shown as the order between zones is an order that the run may take
        Set<RecordKey> shown = new LinkedHashSet<>();
        passage.waypoints().forEach(w -> w.sets().forEach(written -> shown.add(written.key())));
        List<RecordKey> order = List.copyOf(shown);
        RecordKey host = new RecordKey(Name.fromConstantString("mxb.example.test."), Type.A);
        assertTrue(order.indexOf(host) < order.indexOf(Office.OTHER_MX), order::toString);
    }

    @Test
    void each_provider_of_a_zone_is_a_write_of_its_own() throws Exception {
        Office office = Office.twoProviders();
        Passage passage = office.plan("backup").judged().passage();
        assertEquals(
                List.of("memory 1", "memory 2"),
                passage.waypoints().stream().map(w -> w.place().provider()).toList());
        office.switchToBackup();
        assertEquals(1, office.services.get("memory 1").writes());
        assertEquals(1, office.services.get("memory 2").writes());
    }
}
