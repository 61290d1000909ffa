package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class SpfIncludeTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SpfInclude();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().spf("backup", "include:gone.backup.test");
    }

    @Test
    void it_warns_and_names_the_target() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("gone.backup.test"));
    }

    @Test
    void a_loop_is_found_and_ends() {
        Scene scene =
                Scene.well()
                        .onlyWorld(
                                "mx.backup.test. 60 IN A 192.0.2.20\n"
                                        + "_spf.backup.test. 60 IN TXT"
                                        + " \"v=spf1 include:example.test -all\"\n");
        assertTrue(only(scene).message().contains("leads back to itself"));
    }
}
