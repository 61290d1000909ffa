package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpfSizeTest implements RuleCase {
    /// Header, question, and the record of the scene with the backup's include.
    private static final int ALONE =
            12 + 18 + 12 + 1 + "v=spf1 ip4:192.0.2.0/28 include:_spf.backup.test ~all".length();

    @Override
    public Rule rule() {
        return new SpfSize();
    }

    @Override
    public Scene fine() {
        return beside(512);
    }

    @Override
    public Scene wrong() {
        return beside(513);
    }

    /// Somebody else's strings make the answer that long after the switch.
    private static Scene beside(int octets) {
        int left = octets - ALONE - 2 * 13;
        return Scene.well()
                .beside(
                        "example.test. 3600 IN TXT \"%s\"%n".formatted("x".repeat(200))
                                + "example.test. 3600 IN TXT \"%s\"%n"
                                        .formatted("y".repeat(left - 200)));
    }

    @Test
    void foreign_strings_count_and_so_do_the_terms_that_come() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("has 513 octets (now 488)"), finding()::message);
        assertTrue(finding().fix().contains("by 1 octets"));
    }

    @Test
    void a_check_counts_the_terms_of_every_site() {
        assertTrue(
                only(beside(513).check())
                        .message()
                        .contains("with the terms of every site has 513"));
    }

    @Test
    void strings_beside_no_spf_record_are_nobody_elses_concern() {
        Scene scene =
                Scene.well()
                        .spf("primary")
                        .spf("backup")
                        .live(
                                "example.test. 60 IN TXT "
                                        + ("\"" + "x".repeat(250) + "\" ").repeat(3));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
