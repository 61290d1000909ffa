package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SmtpExtensionsTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SmtpExtensions();
    }

    @Override
    public Scene fine() {
        return offering(new String[] {"8BITMIME"}, "8bitmime", "SMTPUTF8");
    }

    @Override
    public Scene wrong() {
        return offering(new String[] {"8BITMIME", "SMTPUTF8", "CHUNKING"}, "8BITMIME");
    }

    private static Scene offering(String[] primary, String... backup) {
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
    void only_what_messages_depend_on_counts() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding().message().startsWith("mx.backup.test of backup does not offer SMTPUTF8"),
                finding().message());
    }

    @Test
    void a_host_that_told_nothing_is_not_compared() {
        assertEquals(List.of(), rule().judge(offering(new String[] {"SMTPUTF8"}).situation()));
    }
}
