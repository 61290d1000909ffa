package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class DomainArpaTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DomainArpa();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().domain("mail.arpa.");
    }

    @Test
    void it_warns_of_that_domain_alone() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals("mail.arpa.", finding().where().subject());
    }

    @Test
    void one_that_has_no_mail_is_as_it_should_be() {
        Scene scene =
                Scene.well()
                        .site("primary", "0 .")
                        .site("backup", "0 .")
                        .domain("mail.arpa.")
                        .live(
                                """
                                mail.arpa. 3600 IN MX 0 .
                                mail.arpa. 3600 IN TXT "v=spf1 -all"
                                """);
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
