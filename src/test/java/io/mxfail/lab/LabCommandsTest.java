package io.mxfail.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabCommandsTest {
    private Lab lab;

    @BeforeAll
    void open() throws IOException {
        lab = Lab.start(0);
    }

    @AfterAll
    void shut() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "help",
                "mail",
                "mail primary",
                "mail tertiary down",
                "mail primary dwon",
                "dns 3 drop",
                "dns 1",
                "zone",
                "zone set",
                "zone remove @"
            })
    void what_is_no_command_is_answered_with_those_there_are(String line) {
        assertTrue(lab.command(line).startsWith("mail primary|backup FAULT"), lab.command(line));
        assertTrue(lab.command(line).lines().allMatch(text -> text.length() <= 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns 2 updates: drop", "dns 2 updates:drop", "dns 2 Updates:  drop"})
    void a_fault_of_updates_alone_needs_no_blank(String line) {
        assertTrue(lab.command(line).contains("updates: drop"), lab.command(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dns 1 explode",
                "dns 1 delay long",
                "zone set @ 3600 MX mx9",
                "zone set smtp MX 10 mx9 beside what is there",
                "zone remove @ MXX",
                "time soon",
                "time -1h"
            })
    void what_cannot_be_done_says_why(String line) {
        assertTrue(lab.command(line).startsWith("not done: "), lab.command(line));
    }

    @Test
    void faults_add_up_until_all_is_well_again() {
        assertEquals("name server 2 is now: truncate", lab.command("dns 2 truncate"));
        assertEquals("name server 2 is now: truncate, delay 2s", lab.command("dns 2 delay 2s"));
        assertEquals("name server 2 works", lab.command("dns 2 ok"));
    }

    @Test
    void time_passes_for_the_resolver() {
        var before = lab.clock().instant();
        lab.command("time 1h");
        assertEquals(before.plusSeconds(3600), lab.clock().instant());
    }
}
