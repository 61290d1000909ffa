package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Limits;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

final class BatchLimitTest implements RuleCase {
    @Override
    public Rule rule() {
        return new BatchLimit();
    }

    @Override
    public Scene fine() {
        return Scene.well().capabilities(Scene.capable(Capabilities.Atomicity.ZONE, 0, 2));
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .site("backup", "10 mx.backup.test.")
                .records("backup", "a TXT \"1\"", "b TXT \"2\"", "c TXT \"3\"")
                .capabilities(Scene.capable(Capabilities.Atomicity.ZONE, 0, 2));
    }

    @Test
    void it_names_both_numbers() {
        assertTrue(finding().message().contains("holds 3 record sets, and 2 are taken by first"));
        assertTrue(!Blocking.acceptable(finding().id()));
    }

    @Test
    void single_records_count_where_the_provider_counts_them() {
        Capabilities all = Scene.capable(Capabilities.Atomicity.ZONE, 0, 100);
        Scene scene =
                Scene.well()
                        .site("backup", "10 mx.backup.test.", "20 mx2.backup.test.")
                        .capabilities(
                                new Capabilities(
                                        all.atomicity(),
                                        all.staleWrite(),
                                        all.minimumTtl(),
                                        all.maximumChanges(),
                                        Set.of(),
                                        new Limits(
                                                3600,
                                                4000,
                                                Set.of(),
                                                new Limits.Batch(1, 10_000, true))));
        String message = only(scene).message();
        assertTrue(message.contains("2 single records, and 1 are taken by first"), message);
    }

    @Test
    void what_fits_into_two_writes_fits() {
        Scene scene = Scene.well().capabilities(Scene.capable(Capabilities.Atomicity.ZONE, 0, 1));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
