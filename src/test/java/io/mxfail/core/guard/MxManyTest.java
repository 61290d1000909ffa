package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class MxManyTest implements RuleCase {
    private static final String FOUR =
            """
            many.test. 60 IN A 192.0.2.51
            many.test. 60 IN A 192.0.2.52
            many.test. 60 IN A 192.0.2.53
            many.test. 60 IN A 192.0.2.54
            """;

    @Override
    public Rule rule() {
        return new MxMany();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .site("backup", "10 many.test.", "20 mx.backup.test.")
                .world(FOUR)
                .probed(
                        "backup",
                        Scene.host("many.test.", Scene.accepting("192.0.2.51")),
                        Scene.host("mx.backup.test.", Scene.accepting("192.0.2.20")));
    }

    @Override
    public Scene wrong() {
        return fine().world("many.test. 60 IN AAAA 2001:db8::51\n");
    }

    @Test
    void the_host_that_comes_too_late_is_named() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding().message().startsWith("mx.backup.test comes after 5 or more addresses"),
                finding().message());
    }

    @Test
    void hosts_of_one_preference_are_tried_in_any_order() {
        Scene equal =
                Scene.well()
                        .site("backup", "10 many.test.", "10 mx.backup.test.")
                        .world(FOUR + "many.test. 60 IN AAAA 2001:db8::51\n");
        assertEquals(java.util.List.of(), rule().judge(equal.situation()));
    }

    @Test
    void without_a_plan_the_set_of_each_site_is_judged() {
        assertEquals("backup", only(wrong().check()).where().site().orElseThrow());
    }
}
