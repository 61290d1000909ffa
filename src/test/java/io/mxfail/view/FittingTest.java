package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.profile.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/// What is composed for people fits 80 columns, and names are told in both forms.
class FittingTest {
    private static String problem(String file, String message) {
        return Text.problem(
                new Problem(file, 6, 11, Problem.Severity.ERROR, message, Optional.of("mend it")));
    }

    @Test
    void what_is_wrong_at_a_short_place_stands_beside_it_and_goes_on_below() {
        assertEquals(
                """
                mail/acme.yaml:6:11: error: unknown key `mxx`
                    fix: mend it
                """,
                problem("mail/acme.yaml", "unknown key `mxx`"));
        assertEquals(
                """
                profiles/acme.yaml:6:11: error: `secret` holds a value where a reference to a
                    secret belongs
                    fix: mend it
                """,
                problem(
                        "profiles/acme.yaml",
                        "`secret` holds a value where a reference to a secret belongs"));
    }

    @Test
    void what_is_wrong_at_a_long_place_stands_below_it() {
        assertEquals(
                """
                /srv/mail/customers/profiles/acme.yaml:6:11: error:
                    unknown key `mxx`
                    fix: mend it
                """,
                problem("/srv/mail/customers/profiles/acme.yaml", "unknown key `mxx`"));
    }

    @Test
    void data_stands_in_a_column_or_further_left_where_it_is_wide() {
        assertEquals("  now   10 a., 20 b.\n", Lines.listed("  now   ", "10 a., 20 b."));
        assertEquals("  now   none\n", Lines.listed("  now   ", "none"));
        String lead = "  server   192.0.2.53             old    ";
        assertEquals(
                lead
                        + "10 mx1.primary.acme.example.,\n"
                        + " ".repeat(lead.length())
                        + "20 mx2.primary.acme.example.\n",
                Lines.listed(lead, "10 mx1.primary.acme.example., 20 mx2.primary.acme.example."));
        assertEquals(
                """
                  server   192.0.2.53             old
                      10 inbound-mail-1.customers.acme.example.,
                      20 inbound-mail-2.customers.acme.example.
                """,
                Lines.listed(
                        lead,
                        "10 inbound-mail-1.customers.acme.example., 20"
                                + " inbound-mail-2.customers.acme.example."));
        assertEquals(
                lead
                        + "no answer within 5 s and none from the\n"
                        + "      server that the parent names beside it\n",
                Lines.listed(
                        lead,
                        "no answer within 5 s and none from the server that the parent names"
                                + " beside it"));
    }

    @Test
    void columns_go_below_a_name_that_leaves_no_room() {
        assertEquals(
                "  mx.acme.example                192.0.2.1:25\n",
                Lines.row("mx.acme.example", 30, "192.0.2.1:25"));
        assertEquals(
                "  inbound-mail-1.customers.acme.example\n    192.0.2.1:25\n",
                Lines.row("inbound-mail-1.customers.acme.example", 30, "192.0.2.1:25"));
        assertEquals(
                "  mx.acme.example\n"
                        + "    [2001:db8:1234:5678:90ab:cdef:12:34]:25 unreachable    1 ms\n",
                Lines.row(
                        "mx.acme.example",
                        30,
                        "[2001:db8:1234:5678:90ab:cdef:12:34]:25 unreachable    1 ms"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mx.xn--bcher-kva.test takes none | mx.xn--bcher-kva.test (mx.bücher.test) takes none
                    for a@xn--bcher-kva.test. | for a@xn--bcher-kva.test. (bücher.test)
                    the host "xn--bcher-kva.test" is | the host "xn--bcher-kva.test" (bücher.test) is
                    `xn--bcher-kva.test` is | `xn--bcher-kva.test` (bücher.test) is
                    XN--BCHER-KVA.test and xn--bcher-kva.test | XN--BCHER-KVA.test (bücher.test) and xn--bcher-kva.test
                    xn--bcher-kva.test. (bücher.test) is | xn--bcher-kva.test. (bücher.test) is
                    run `mxfail check --domain xn--bcher-kva.test` | run `mxfail check --domain xn--bcher-kva.test`
                    mxfail undo -p xn--bcher-kva, or not | mxfail undo -p xn--bcher-kva, or not
                    xn--a- is no A-label | xn--a- is no A-label
                    mx.acme.test takes none | mx.acme.test takes none
                    """)
    void a_name_is_told_in_both_forms_where_it_first_stands(String text, String told) {
        assertEquals(told, Text.bothForms(text));
    }
}
