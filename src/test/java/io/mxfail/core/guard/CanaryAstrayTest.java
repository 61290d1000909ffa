package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.CanaryReport.Place;
import io.mxfail.core.propagation.CanaryReport.Way;
import io.mxfail.core.propagation.VerifyReport.Delivery;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class CanaryAstrayTest implements RuleCase {
    private static Scene seen(Place place) {
        return Scene.well()
                .flown(
                        new CanaryReport(
                                Way.INBOUND,
                                "probe@example.test",
                                Delivery.PENDING,
                                "not where it should be",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(place)));
    }

    @Override
    public Rule rule() {
        return new CanaryAstray();
    }

    @Override
    public Scene fine() {
        return seen(new Place("backup", Optional.of("backup")));
    }

    @Override
    public Scene wrong() {
        return seen(new Place("backup", Optional.of("primary")));
    }

    @Test
    void it_names_both_sites_and_never_blocks() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals(Optional.of("backup"), finding().where().site());
        assertEquals(
                "the test message to probe@example.test arrived at primary, should be at backup",
                finding().message());
        assertTrue(finding().fix().contains("`verify.delivery.sites`"), finding().fix());
    }

    @Test
    void one_that_is_nowhere_yet_is_another_matter() {
        assertEquals(
                List.of(), rule().judge(seen(new Place("backup", Optional.empty())).situation()));
    }

    @Test
    void where_nobody_knows_the_site_every_mailbox_is_right() {
        assertEquals(
                List.of(), rule().judge(seen(new Place("", Optional.of("primary"))).situation()));
    }
}
