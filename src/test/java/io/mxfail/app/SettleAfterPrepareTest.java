package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.app.Office.Order;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// `settle --yes` from a timer, and a `prepare` that no switch followed: within a day it must not
/// be undone, and afterwards short TTLs that nobody uses must not stay.
class SettleAfterPrepareTest {
    private static Office prepared() throws Exception {
        Office office = Office.open();
        new Prepare(office.world(), _ -> Confirmation.Answer.CONFIRMED, Progress.SILENT)
                .run(Order.YES.request("prepare"), "backup");
        assertEquals(60, ttl(office));
        return office;
    }

    private static Switch.Done settle(Office office) throws Exception {
        return new Settle(office.world(), _ -> Confirmation.Answer.CONFIRMED, Progress.SILENT)
                .run(Order.YES.fromAnywhere().request("settle"));
    }

    private static long ttl(Office office) {
        return office.zones().at(Office.MX).orElseThrow().ttl();
    }

    @Test
    void for_a_day_the_short_ttls_wait_for_the_switch() throws Exception {
        Office office = prepared();
        office.time.sleep(Duration.ofHours(23));
        assertEquals(Exit.DONE, settle(office).result().exit());
        assertEquals(60, ttl(office));
    }

    @Test
    void after_a_day_without_a_switch_the_long_ttls_come_back_and_mail_stays() throws Exception {
        Office office = prepared();
        office.time.sleep(Duration.ofHours(25));
        assertEquals(Exit.DONE, settle(office).result().exit());
        assertEquals(3600, ttl(office));
        assertEquals("10 mx1.example.test.", office.mx());
    }

    @Test
    void to_prepare_again_after_that_starts_a_new_day() throws Exception {
        Office office = prepared();
        office.time.sleep(Duration.ofHours(25));
        settle(office);
        new Prepare(office.world(), _ -> Confirmation.Answer.CONFIRMED, Progress.SILENT)
                .run(Order.YES.request("prepare"), "backup");
        office.time.sleep(Duration.ofHours(23));
        settle(office);
        assertEquals(60, ttl(office));
    }

    @Test
    void a_switch_within_that_day_starts_it_anew() throws Exception {
        Office office = prepared();
        office.time.sleep(Duration.ofHours(23));
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        office.time.sleep(Duration.ofHours(2));
        settle(office);
        assertEquals(60, ttl(office));
    }
}
