package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.app.Office.Order;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.core.propagation.VerifyReport;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What `status` and `verify` say at the times between and after changes, on virtual time.
class StatusTest {
    private static final Selection ALL = new Selection(List.of(), false, List.of());
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void caches_hold_old_data_after_a_switch_that_nobody_verified() throws Exception {
        Office office = Office.open();
        office.switchTo("backup", Order.YES.unverified());
        Instant end = VirtualTime.START.plus(HOUR);

        assertEquals(Optional.of(end), only(status(office)).caches().until());
        assertEquals(1, exit(office));
        assertEquals(Optional.of(end), verified(office).cachesUntil());

        // a later look does not begin to count anew
        office.time.sleep(Duration.ofMinutes(40));
        assertEquals(Optional.of(end), only(status(office)).caches().until());
        assertEquals(Optional.of(end), verified(office).cachesUntil());

        office.time.sleep(Duration.ofMinutes(21));
        assertEquals(Optional.empty(), only(status(office)).caches().until());
        assertEquals(0, exit(office));
    }

    @Test
    void after_an_undo_caches_may_hold_what_was_undone_for_its_own_ttl() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.time.sleep(Duration.ofMinutes(5));
        office.undo();
        Instant undone = office.time.instant();

        Optional<Instant> until = only(status(office)).caches().until();
        assertEquals(Optional.of(undone.plusSeconds(60)), until);

        office.time.sleep(Duration.ofSeconds(61));
        assertEquals(Optional.empty(), only(status(office)).caches().until());
    }

    @Test
    void an_undo_that_nobody_verified_counts_from_its_write() throws Exception {
        Office office = Office.open();
        office.switchTo("backup", Order.YES.unverified());
        office.time.sleep(Duration.ofMinutes(5));
        office.undo(Order.YES.fromAnywhere().unverified());

        assertEquals(
                Optional.of(office.time.instant().plusSeconds(60)),
                only(status(office)).caches().until());
    }

    private static StatusReport status(Office office) throws Exception {
        return new Status(office.world(), Progress.SILENT).run(ALL);
    }

    private static int exit(Office office) throws Exception {
        return Status.exit(status(office), office.time.instant());
    }

    private static StatusReport.Domain only(StatusReport report) {
        assertEquals(1, report.domains().size());
        return report.domains().getFirst();
    }

    private static VerifyReport.Domain verified(Office office) throws Exception {
        return new Verify(office.world(), Progress.SILENT)
                .run(ALL, Optional.empty(), Optional.empty())
                .domains()
                .getFirst();
    }
}
