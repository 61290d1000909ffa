package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MxNoIpv4Test implements RuleCase {
    private static final String SIX = "six.test. 60 IN AAAA 2001:db8::66\n";

    @Override
    public Rule rule() {
        return new MxNoIpv4();
    }

    @Override
    public Scene fine() {
        return Scene.well().site("backup", "10 six.test.", "20 mx.backup.test.").world(SIX);
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .site("backup", "10 six.test.")
                .world(SIX)
                .probed("backup", Scene.host("six.test.", Scene.accepting("2001:db8::6")));
    }

    @Test
    void it_warns_of_the_whole_set() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("(six.test) has IPv6 addresses only"));
    }

    @Test
    void a_host_that_nobody_tells_of_may_have_one() {
        Scene silent =
                Scene.well()
                        .site("backup", "10 six.test.", "20 mute.test.")
                        .world(SIX)
                        .silent("mute.test.");
        assertEquals(List.of(), rule().judge(silent.situation()));
    }
}
