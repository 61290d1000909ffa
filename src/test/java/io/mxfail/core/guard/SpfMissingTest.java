package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpfMissingTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SpfMissing();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return withoutSpf().spf("primary").spf("backup");
    }

    private static Scene withoutSpf() {
        return Scene.well()
                .live(
                        """
                        example.test. 3600 IN MX 10 mx1.example.test.
                        example.test. 3600 IN TXT "v=spf10 is another version"
                        """);
    }

    @Test
    void it_warns_of_the_domain() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals("example.test. TXT", finding().where().subject());
    }

    @Test
    void a_plan_that_makes_one_is_fine_and_a_check_before_it_is_not() {
        assertEquals(List.of(), rule().judge(withoutSpf().situation()));
        assertEquals(1, rule().judge(withoutSpf().check().situation()).size());
    }

    @Test
    void nobody_expects_one_below_arpa() {
        Scene scene = wrong().domain("mail.arpa.").spf("primary").spf("backup");
        assertEquals(1, rule().judge(scene.situation()).size());
    }
}
