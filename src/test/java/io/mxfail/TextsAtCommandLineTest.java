package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.List;

/// What a profile says without quotes reaches the zone to the letter, and two dollars as one.
class TextsAtCommandLineTest extends CompanyAtLab {
    private void record(String variables, String text) throws IOException {
        Company.Shape shape = company.shape();
        company.profile(
                Company.at(server.address(0)),
                KEY.name(),
                KEY.algorithm(),
                new Company.Shape(
                        "[{name: acme.test, vars: {%s}}]".formatted(variables),
                        shape.sites()
                                .replace(
                                        "records: [\"smtp CNAME relay.backup.acme.test.\"]",
                                        "records: [\"smtp CNAME relay.backup.acme.test.\", 'note TXT \"%s\"']"
                                                .formatted(text)),
                        shape.authoritative()));
    }

    @Test
    void digits_dates_and_dollars_are_published_as_written() throws IOException {
        record(
                "id: 20260101000000, exp: 1e5, hex: 0xDEADBEEFDEADBEEF0, day: 2026-01-01, v: 1.10",
                "${id} ${exp} ${hex} ${day} ${v} $$5 $${id}");

        Company.Ran ran =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s");

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(
                List.of("\"20260101000000 1e5 0xDEADBEEFDEADBEEF0 2026-01-01 1.10 $5 ${id}\""),
                Ask.data(server.address(0), "note.acme.test.", Type.TXT));
    }

    @Test
    void a_leading_zero_and_a_lone_dollar_are_told_with_their_remedy() throws IOException {
        record("id: 0070", "${id}");
        Company.Ran zero = company.mxfail("lint");
        assertEquals(2, zero.exit(), zero.out());
        assertTrue(zero.out().contains("a number with a leading zero: 0070"), zero.out());
        assertTrue(zero.out().contains("quote it where it is a text"), zero.out());

        record("id: 7", "costs $5");
        Company.Ran dollar = company.mxfail("switch", "--to", "backup");
        assertEquals(2, dollar.exit(), dollar.out() + dollar.err());
        assertTrue(dollar.err().contains("write `$$` for a dollar"), dollar.err());
        assertEquals(List.of("10 mx.primary.acme.test."), company.mx());
    }
}
