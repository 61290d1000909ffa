package io.mxfail.adapter.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.TxtText;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Problem;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Variables;
import io.mxfail.port.ProfileSource.Loaded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A text of a profile is what stands there, digit by digit, whatever YAML might take it for; only
/// `${…}` and `$$` stand for something else, and only where variables expand.
class TextsAsWrittenTest {
    @TempDir Path folder;

    /// Every place where variables expand, with two dollars.
    private static final String EVERYWHERE =
            """
            version: 1
            name: acme
            domains: [{name: example.test, vars: {price: 5EUR}}]
            provider: {type: rfc2136, server: 127.0.0.1:5300, tsig: none}
            sites:
              primary:
                mx: ["10 mx.${zone}."]
                spf: ["exists:%{i}.$$spf.${domain}"]
                dkim: ["k1._domainkey TXT \\"v=DKIM1; p=; n=$$x${price}\\""]
                records: ["$$rec TXT \\"costs $$5 or ${price}, not $${price}\\""]
                submission: {host: smtp.test, user: "u$$${domain}", password: "file:pw$$x${domain}", from: "a$$b@${domain}"}
                checklist: [{id: bill, text: "pay $$100 for ${domain}"}]
              backup: {mx: ["10 mx.backup.test."], spf: [mx]}
            checks:
              recipients: ["c$$d@${domain}"]
              mail-from: probe$$1@ops.test
            verify:
              delivery: {to: "e$$f@${domain}", from: "g$$h@${domain}", imap: "imaps://u$$1@imap.test", password: "file:x$$y", sites: {backup: {imap: "imaps://w$$2@imap.${domain}", password: "file:z$$y"}}}
            """;

    private Profile read(String text) throws IOException {
        Loaded loaded = Written.load(folder, text);
        assertEquals(
                List.of(),
                loaded.problems().stream()
                        .filter(p -> p.severity() == Problem.Severity.ERROR)
                        .map(Problem::message)
                        .toList());
        return loaded.profiles().getFirst();
    }

    @Test
    void two_dollars_are_one_wherever_variables_expand() throws IOException {
        Profile profile = read(EVERYWHERE);
        Name zone = Name.fromConstantString("example.test.");
        var domain = profile.domains().getFirst();
        Map<String, String> variables = domain.variablesIn(zone);
        var site = profile.site("primary").orElseThrow();
        var records = site.expand(domain, zone);

        assertEquals("mx.example.test.", records.mx().getFirst().getTarget().toString());
        assertEquals("exists:%{i}.$spf.example.test", records.spf().getFirst().text());
        assertEquals("v=DKIM1; p=; n=$x5EUR", txt(records.dkim().getFirst()));
        assertEquals("\\$rec.example.test.", records.records().getFirst().getName().toString());
        assertEquals("costs $5 or 5EUR, not ${price}", txt(records.records().getFirst()));
        var submission = site.submission().orElseThrow();
        assertEquals(
                "u$example.test", Variables.expand(submission.user().orElseThrow(), variables));
        assertTrue(
                Variables.expand(submission.password().orElseThrow(), variables)
                        .endsWith("/pw$xexample.test"));
        assertEquals("a$b@example.test", Variables.expand(submission.from(), variables));
        assertEquals(
                "pay $100 for example.test",
                Variables.expand(site.checklist().getFirst().text(), variables));
        var checks = profile.probing().checks();
        assertEquals(
                "c$d@example.test", Variables.expand(checks.recipients().getFirst(), variables));
        var canary = profile.probing().verify().delivery().orElseThrow();
        assertEquals("e$f@example.test", Variables.expand(canary.to(), variables));
        assertEquals("g$h@example.test", Variables.expand(canary.from().orElseThrow(), variables));
        assertEquals("imaps://u$1@imap.test", Variables.expand(canary.mailbox().imap(), variables));
        assertTrue(password(canary.mailbox(), variables).endsWith("/x$y"));
        var own = canary.sites().get("backup");
        assertEquals("imaps://w$2@imap.example.test", Variables.expand(own.imap(), variables));
        assertTrue(password(own, variables).endsWith("/z$y"));
    }

    private static String password(Probing.Mailbox mailbox, Map<String, String> variables) {
        return Variables.expand(mailbox.password().orElseThrow(), variables);
    }

    @Test
    void where_no_variable_expands_a_dollar_is_a_dollar() throws IOException {
        Profile profile =
                read(EVERYWHERE.replace("name: acme", "name: acme\ndescription: costs $$5 or $6"));

        assertEquals("probe$$1@ops.test", profile.probing().checks().mailFrom().orElseThrow());
        assertEquals("costs $$5 or $6", profile.about().description().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$$spf.", "n=$$", "$$rec", "$$5", "u$$", "pw$$", "a$$b", "pay $$", "c$$d", "e$$f",
                "g$$h", "u$$1", "x$$y"
            })
    void one_dollar_that_starts_nothing_is_an_error_wherever_variables_expand(String place)
            throws IOException {
        Loaded loaded =
                Written.load(
                        folder, EVERYWHERE.replace(place, place.replaceFirst("\\$\\$", "\\$")));

        List<String> errors =
                loaded.problems().stream()
                        .filter(p -> p.severity() == Problem.Severity.ERROR)
                        .map(p -> p.message() + " => " + p.fix().orElse(""))
                        .toList();
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(
                errors.getFirst().contains("a `$` that starts no variable")
                                && errors.getFirst().contains("`$$` for a dollar")
                        || errors.getFirst().contains("is not defined"),
                errors::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260101000000",
                "123456789012345678901234567890",
                "1e5",
                "1E400",
                "1.10",
                "6.02e23",
                ".5",
                "-1",
                "+1",
                "0",
                "0.5",
                "0x1F",
                "0xDEADBEEFDEADBEEFDEADBEEFDEADBEEF",
                "0o17",
                "0b101",
                "1_000",
                "1:30",
                "2026-01-01",
                "2026-01-01T00:00:00Z",
                "true",
                "Yes",
                "off",
                ".inf",
                ".NaN"
            })
    void a_text_without_quotes_is_kept_digit_by_digit(String text) throws IOException {
        Profile profile =
                read(
                        Written.PROFILE
                                .replace("[example.test]", "[{name: example.test, vars: {v: %s}}]")
                                .replace(
                                        "\"smtp CNAME relay.primary.test.\"",
                                        "\"smtp CNAME relay.primary.test.\", 'x TXT \"t=${v}\"'")
                                .replace("name: acme", "name: acme\ndescription: %s")
                                .replace("%s", text));

        assertEquals(text, profile.about().description().orElseThrow());
        var domain = profile.domains().getFirst();
        assertEquals(text, domain.variables().get("v"));
        assertEquals(
                "t=" + text,
                txt(
                        profile.site("primary")
                                .orElseThrow()
                                .expand(domain, Name.fromConstantString("example.test."))
                                .records()
                                .getLast()));
    }

    private static String txt(Record record) {
        return TxtText.of((TXTRecord) record);
    }

    @ParameterizedTest
    @CsvSource({
        "007",
        "00",
        "0_1",
        "-01",
        "+01",
        "01.5",
        "007e3",
        "00.5E-2",
        "0123456789",
        "00000000000000"
    })
    void a_number_with_a_leading_zero_is_an_error_and_a_text_in_quotes(String number)
            throws IOException {
        String profile = Written.PROFILE.replace("name: acme", "name: acme\ndescription: %s");
        var problems = Written.problems(Written.load(folder, profile.replace("%s", number)));

        assertEquals(1, problems.size(), problems::toString);
        assertTrue(
                problems.getFirst()
                        .startsWith("3:14 ERROR a number with a leading zero: " + number),
                problems::toString);
        assertEquals(
                number,
                read(profile.replace("%s", "\"" + number + "\""))
                        .about()
                        .description()
                        .orElseThrow());
    }
}
