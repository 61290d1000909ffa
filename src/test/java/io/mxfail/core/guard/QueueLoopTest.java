package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.profile.Site;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class QueueLoopTest implements RuleCase {
    @Override
    public Rule rule() {
        return new QueueLoop();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .site("backup", "10 mx1.example.test.", "20 mx.backup.test.")
                .role(
                        "backup",
                        new Site.Role(
                                Site.Kind.QUEUE,
                                Site.Accepts.ALWAYS,
                                Optional.of("primary"),
                                false));
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .site("backup", "10 mx.backup.test.")
                .role(
                        "backup",
                        new Site.Role(
                                Site.Kind.QUEUE,
                                Site.Accepts.ALWAYS,
                                Optional.of("primary"),
                                false));
    }

    @Test
    void an_equal_or_worse_final_host_does_not_help() {
        for (int preference : List.of(10, 20)) {
            Scene scene =
                    Scene.well()
                            .site("backup", "10 mx.backup.test.", preference + " mx1.example.test.")
                            .role(
                                    "backup",
                                    new Site.Role(
                                            Site.Kind.QUEUE,
                                            Site.Accepts.ALWAYS,
                                            Optional.of("primary"),
                                            false));
            assertEquals(Severity.CRIT, only(scene).severity());
        }
    }

    @Test
    void a_fixed_route_needs_no_mx() {
        Scene scene =
                Scene.well()
                        .site("backup", "10 mx.backup.test.")
                        .role(
                                "backup",
                                new Site.Role(
                                        Site.Kind.QUEUE,
                                        Site.Accepts.ALWAYS,
                                        Optional.of("primary"),
                                        true));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void a_mailbox_site_that_lists_the_queue_first_loops_too() {
        Scene scene =
                Scene.well()
                        .site("backup", "10 mx1.example.test.", "20 mx.backup.test.")
                        .role(
                                "backup",
                                new Site.Role(
                                        Site.Kind.QUEUE,
                                        Site.Accepts.ALWAYS,
                                        Optional.of("primary"),
                                        false))
                        .site("primary", "10 mx.backup.test.", "20 mx1.example.test.")
                        .live("example.test. 60 IN MX 10 mx9.example.test.")
                        .to("primary");
        // both hosts are the primary's own then: no host only queues
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
