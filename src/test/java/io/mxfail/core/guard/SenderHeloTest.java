package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SenderHeloTest implements RuleCase {
    private static Scene named(String spf) {
        return Scene.well()
                .senders("backup", "192.0.2.33")
                .world("out.backup.test. 60 IN TXT \"" + spf + "\"\n");
    }

    @Override
    public Rule rule() {
        return new SenderHelo();
    }

    @Override
    public Scene fine() {
        return named("v=spf1 a -all");
    }

    @Override
    public Scene wrong() {
        return named("v=spf1 ip4:192.0.2.99 -all");
    }

    @Test
    void it_names_the_host_and_what_its_record_says_and_never_blocks() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .startsWith(
                                "backup sends from 192.0.2.33 as out.backup.test, whose own SPF"
                                        + " record says fail"),
                finding().message());
        assertTrue(finding().fix().contains("ip4:192.0.2.33"), finding().fix());
    }

    @Test
    void a_record_that_cannot_be_evaluated_is_as_bad() {
        assertTrue(only(named("v=spf1 include:nowhere.test -all")).message().contains("permerror"));
    }

    @Test
    void a_host_without_a_record_or_without_a_name_is_another_matter() {
        assertEquals(
                List.of(), rule().judge(Scene.well().senders("backup", "192.0.2.33").situation()));
        assertEquals(
                List.of(), rule().judge(Scene.well().senders("backup", "192.0.2.40").situation()));
    }
}
