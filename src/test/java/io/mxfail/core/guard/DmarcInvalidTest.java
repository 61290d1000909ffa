package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class DmarcInvalidTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DmarcInvalid();
    }

    @Override
    public Scene fine() {
        return published("v=DMARC1; p=reject; rua=mailto:dmarc@reports.test");
    }

    @Override
    public Scene wrong() {
        return published("v=DMARC1; p=rejekt");
    }

    private static Scene published(String record) {
        return Scene.well().world("_dmarc.example.test. 60 IN TXT \"" + record + "\"\n");
    }

    @Test
    void it_never_blocks() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals("_dmarc.example.test", finding().where().subject());
    }

    @Test
    void a_domain_without_a_record_follows_its_parent() {
        Scene parent = Scene.well().world("_dmarc.test. 60 IN TXT \"v=DMARC1; p=maybe\"\n");
        assertEquals("_dmarc.test", only(parent).where().subject());
    }

    @Test
    void two_records_are_as_good_as_none() {
        Scene scene = fine().world("_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=none\"\n");
        assertTrue(only(scene).message().startsWith("2 DMARC records"));
    }

    @Test
    void other_texts_at_the_name_do_not_count() {
        Scene scene = fine().world("_dmarc.example.test. 60 IN TXT \"hello\"\n");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void silence_leaves_it_unknown() {
        assertEquals(Severity.UNKNOWN, only(fine().silent("_dmarc.example.test.")).severity());
    }

    @Test
    void a_parent_that_is_silent_is_not_this_domains_fault() {
        assertEquals(List.of(), rule().judge(Scene.well().silent("_dmarc.test.").situation()));
    }
}
