package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class ProxiedMxTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ProxiedMx();
    }

    /// A website behind the proxy is what it is for.
    @Override
    public Scene fine() {
        return Scene.well().proxying("www.example.test.");
    }

    @Override
    public Scene wrong() {
        return Scene.well().proxying("mx.backup.test.");
    }

    @Test
    void on_the_target_it_blocks_until_someone_accepts_it() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertEquals(Optional.of("backup"), finding.where().site());
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of("PROXIED-MX")));
    }

    @Test
    void at_the_site_being_left_it_holds_nothing_back() {
        Scene scene = Scene.well().proxying("mx1.example.test.");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void a_check_looks_at_every_site_and_at_what_is_served_now() {
        Finding ofASite = only(Scene.well().proxying("mx1.example.test.").check());
        assertEquals(Optional.of("primary"), ofASite.where().site());

        Scene unknown =
                Scene.well().site("primary", "10 mx9.example.test.").proxying("mx1.example.test.");
        Finding served = only(unknown.check());
        assertEquals(Optional.empty(), served.where().site());
        assertTrue(served.message().contains("mx1.example.test"), served.message());
    }
}
