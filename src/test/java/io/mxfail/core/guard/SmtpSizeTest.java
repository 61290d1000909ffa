package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SmtpSizeTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SmtpSize();
    }

    @Override
    public Scene fine() {
        return offering("SIZE 10485760", "SIZE 20971520");
    }

    @Override
    public Scene wrong() {
        return offering("SIZE 52428800", "SIZE 10485760");
    }

    private static Scene offering(String primary, String backup) {
        return Scene.well()
                .probed(
                        "primary",
                        Scene.host(
                                "mx1.example.test.",
                                Scene.offering(Scene.accepting("192.0.2.10"), primary)))
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.offering(Scene.accepting("192.0.2.20"), backup)));
    }

    @Test
    void it_warns_of_both_limits() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .contains("at most 10.0 MB (mx.backup.test), primary of 50.0 MB"),
                finding().message());
    }

    @Test
    void no_limit_is_more_than_any() {
        assertEquals(1, rule().judge(offering("SIZE 0", "SIZE 52428800").situation()).size());
        assertEquals(List.of(), rule().judge(offering("SIZE 1000", "SIZE 0").situation()));
    }

    @Test
    void a_host_that_names_none_is_not_compared() {
        assertEquals(List.of(), rule().judge(offering("SIZE 52428800", "SIZE").situation()));
        assertEquals(List.of(), rule().judge(offering("8BITMIME", "SIZE 10").situation()));
    }

    @Test
    void without_a_plan_the_active_site_is_the_measure() {
        assertEquals("backup", only(wrong().check()).where().site().orElseThrow());
    }
}
