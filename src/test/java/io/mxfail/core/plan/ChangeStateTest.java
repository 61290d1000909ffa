package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.mail.TxtTag;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

class ChangeStateTest {
    private static String state(Change change, String zone) {
        ChangeState state = ChangeState.of(change, Lines.observed(zone, Set.of(change.key())));
        return switch (state) {
            case ChangeState.Done _ -> "done";
            case ChangeState.Pending _ -> "pending";
            case ChangeState.Stale _ -> "stale";
        };
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    @ 3600 IN MX 10 mx1.example.test.     | pending
                    @ 1 IN MX 10 MX1.example.test.        | pending
                    @ 60 IN MX 10 mx.backup.example.      | done
                    @ 9999 IN MX 10 mx.backup.example.    | done
                    @ 60 IN MX 20 mx.backup.example.      | stale
                    www 60 IN A 192.0.2.1                 | stale
                    """)
    void data_decides_and_ttls_do_not(String live, String state) {
        assertEquals(
                state,
                state(
                        Lines.change(
                                ChangeClass.SUBSTITUTIVE,
                                "@ 3600 IN MX 10 mx1.example.test.",
                                "@ 60 IN MX 10 mx.backup.example."),
                        live));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "www 60 IN A 192.0.2.1,  pending",
        "mxb 60 IN A 192.0.2.2,  done",
        "mxb 60 IN A 192.0.2.3,  stale"
    })
    void what_is_to_be_created_is_pending_while_there_is_nothing(String live, String state) {
        assertEquals(
                state,
                state(Lines.change(ChangeClass.ADDITIVE, "", "mxb 60 IN A 192.0.2.2"), live));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "www 60 IN A 192.0.2.1,  done",
        "mxb 60 IN A 192.0.2.2,  pending",
        "mxb 60 IN A 192.0.2.3,  stale"
    })
    void what_is_to_be_deleted_is_done_once_it_is_gone(String live, String state) {
        assertEquals(
                state,
                state(Lines.change(ChangeClass.SUBTRACTIVE, "mxb 60 IN A 192.0.2.2", ""), live));
    }

    @Test
    void only_the_owned_strings_are_compared_however_they_are_cut() {
        Change spf =
                Lines.string(
                        ChangeClass.ADDITIVE,
                        TxtTag.SPF,
                        "@ 300 IN TXT \"v=spf1 -all\"",
                        "@ 300 IN TXT \"v=spf1 mx -all\"");
        assertEquals("pending", state(spf, "@ 5 IN TXT \"v=spf1 \" \"-all\"\n@ 5 IN TXT \"x\"\n"));
        assertEquals("done", state(spf, "@ 5 IN TXT \"x\"\n@ 5 IN TXT \"v=spf1 mx -all\"\n"));
        assertEquals("stale", state(spf, "@ 5 IN TXT \"v=spf1 a -all\"\n"));
        assertEquals(
                "stale", state(spf, "@ 5 IN TXT \"v=spf1 -all\"\n@ 5 IN TXT \"v=spf1 a -all\"\n"));
        assertEquals("stale", state(spf, "@ 5 IN TXT \"x\"\n"));
    }

    @Test
    void a_change_of_the_ttl_alone_is_about_the_ttl() {
        Change slower =
                Lines.change(
                        ChangeClass.SUBTRACTIVE,
                        "@ 60 IN MX 10 mx1.example.test.",
                        "@ 3600 IN MX 10 mx1.example.test.");
        assertEquals("pending", state(slower, "@ 60 IN MX 10 mx1.example.test.\n"));
        assertEquals("pending", state(slower, "@ 77 IN MX 10 mx1.example.test.\n"));
        assertEquals("done", state(slower, "@ 3600 IN MX 10 mx1.example.test.\n"));
        assertEquals("stale", state(slower, "@ 60 IN MX 10 mx2.example.test.\n"));
    }
}
