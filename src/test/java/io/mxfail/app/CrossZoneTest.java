package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Mail of one zone that moves to a host whose address is published in another: the address comes
/// first and goes last.
class CrossZoneTest {
    private static final RecordKey HOST =
            new RecordKey(Name.fromConstantString("mxb.example.test."), Type.A);

    /// The backup's host is a name of example.test, and other.test sends its mail there too.
    private static Office office() {
        return Office.twoZones()
                .site(
                        "backup",
                        List.of("10 mxb.example.test."),
                        List.of("mxb A 192.0.2.21", "smtp CNAME relay.backup.example."));
    }

    @Test
    void the_address_is_published_before_the_mx_of_the_other_zone_and_withdrawn_after_it()
            throws Exception {
        Office office = office();
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertEquals("10 mxb.example.test.", office.otherMx());
        assertEquals(Exit.DONE, office.undo().result().exit());
        assertEquals(Office.twoZones().zones().text(), office.zones().text());
        office.zones().history().forEach(CrossZoneTest::assertHasAddress);
    }

    private static void assertHasAddress(Map<RecordKey, RecordSet> state) {
        for (RecordKey mx : List.of(Office.MX, Office.OTHER_MX)) {
            boolean there = state.get(mx).data().contains("10 mxb.example.test.");
            assertTrue(!there || state.containsKey(HOST), state::toString);
        }
    }

    @Test
    void the_mx_waits_until_every_server_knows_the_address() throws Exception {
        Office office = office();
        office.lookup.lag(Office.NS2, HOST);
        office.time.onPause(
                () -> {
                    if (Duration.between(VirtualTime.START, office.time.instant())
                                    .compareTo(Duration.ofMinutes(2))
                            > 0) {
                        office.lookup.catchUp(Office.NS2);
                    } else {
                        assertEquals("10 mx1.other.test.", office.otherMx());
                    }
                });
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertEquals("10 mxb.example.test.", office.otherMx());
        Duration waited = Duration.between(VirtualTime.START, office.time.instant());
        assertTrue(waited.compareTo(Duration.ofMinutes(2)) > 0, waited::toString);
    }

    @Test
    void where_the_address_cannot_be_published_the_mx_stays() throws Exception {
        Office office = office();
        refuse(office, Office.EXAMPLE);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit());
        assertEquals("10 mx1.other.test.", office.otherMx());
        office.zones().calm();
        Switch.Done resumed = office.resume();
        assertEquals(Exit.DONE, resumed.result().exit(), resumed::toString);
        assertEquals("10 mxb.example.test.", office.otherMx());
        office.zones().history().forEach(CrossZoneTest::assertHasAddress);
    }

    @Test
    void where_the_mx_cannot_be_taken_back_the_address_stays() throws Exception {
        Office office = office();
        office.switchToBackup();
        refuse(office, Office.OTHER);
        Switch.Done done = office.undo();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertEquals("10 mxb.example.test.", office.otherMx());
        assertTrue(office.zones().at(HOST).isPresent());
        office.zones().calm();
        Switch.Done resumed = office.resume();
        assertEquals(Exit.DONE, resumed.result().exit(), resumed::toString);
        assertEquals(Office.twoZones().zones().text(), office.zones().text());
    }

    /// The zone takes no write; the other does.
    private static void refuse(Office office, Name zone) {
        for (int i = 0; i < 3; i++) {
            office.zones().next(write -> unless(office, zone, write));
        }
    }

    private static Outcome unless(Office office, Name zone, ZoneWrite write) {
        return write.zone().equals(zone)
                ? new Outcome.Rejected(FailureKind.UNAVAILABLE, "maintenance", Optional.empty())
                : office.zones().apply(write);
    }

    @Test
    void what_the_first_of_two_services_refuses_is_not_written_at_the_other() throws Exception {
        Office office = Office.twoProviders();
        String before = office.zones().text();
        office.zones()
                .next(
                        _ ->
                                new Outcome.Rejected(
                                        FailureKind.UNAVAILABLE, "maintenance", Optional.empty()));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        assertEquals(before, office.zones().text());
        assertEquals(0, office.services.get("memory 2").writes());
    }

    @Test
    void what_moves_mail_and_is_refused_by_the_first_service_is_not_written_at_the_other()
            throws Exception {
        Office office = Office.twoProvidersSetBySet();
        // what is added goes first; what moves mail is refused
        office.zones().next(office.zones()::apply);
        office.zones()
                .next(
                        _ ->
                                new Outcome.Rejected(
                                        FailureKind.UNAVAILABLE, "maintenance", Optional.empty()));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertTrue(
                done.result()
                        .report()
                        .domains()
                        .getFirst()
                        .error()
                        .orElseThrow()
                        .startsWith(
                                "mail routing unchanged, 2 additive records published, harmless; "),
                done::toString);
        for (String service : List.of("memory 1", "memory 2")) {
            assertEquals(
                    List.of("10 mx1.example.test."),
                    office.services.get(service).at(Office.MX).orElseThrow().data(),
                    service);
        }
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals(
                List.of("10 mx.backup.example."),
                office.services.get("memory 2").at(Office.MX).orElseThrow().data());
    }
}
