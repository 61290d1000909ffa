package io.mxfail.adapter.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.mail.EspKnowledge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class EspFilesTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "esp");
    private static final String PAGE = page();

    private static String page() {
        try {
            return Files.readString(Path.of("docs", "email-services.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_file_is_listed_and_every_listed_file_can_be_read() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertEquals(
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("INDEX"))
                            .sorted()
                            .toList(),
                    Files.readAllLines(FOLDER.resolve("INDEX")));
        }
        assertEquals(Files.readAllLines(FOLDER.resolve("INDEX")).size(), EspFiles.all().size());
        assertEquals(
                EspFiles.all().size(),
                EspFiles.all().stream().map(EspKnowledge::service).distinct().count());
    }

    @Test
    void every_fact_has_a_source_and_says_something() {
        for (EspKnowledge esp : EspFiles.all()) {
            List<EspKnowledge.Fact> facts =
                    Stream.concat(
                                    esp.records().stream().map(EspKnowledge.Wanted::fact),
                                    esp.facts().stream())
                            .toList();
            assertFalse(facts.isEmpty(), esp.service());
            for (EspKnowledge.Fact fact : facts) {
                assertTrue(URI.create(fact.source()).getHost().contains("."), fact.source());
                assertTrue(fact.says().length() > 20, fact.says());
                assertTrue(fact.says().chars().noneMatch(Character::isISOControl));
            }
        }
    }

    @Test
    void how_long_a_service_takes_has_a_source_too() {
        EspFiles.all().stream()
                .flatMap(esp -> esp.records().stream())
                .filter(wanted -> wanted.care().takes().isPresent())
                .map(wanted -> wanted.care().takesSource())
                .forEach(source -> assertTrue(URI.create(source).getHost().contains("."), source));
    }

    @Test
    void a_service_of_which_no_record_is_known_is_named_on_the_page_as_such() throws IOException {
        String unknown = PAGE.substring(PAGE.indexOf("## What is not known"));
        for (EspKnowledge esp : EspFiles.all()) {
            assertTrue(
                    !esp.records().isEmpty() || unknown.contains("| " + esp.service() + " |"),
                    esp.service());
        }
    }

    @Test
    void the_file_on_the_page_can_be_read_and_shows_every_key() {
        String sample = PAGE.substring(PAGE.indexOf("```yaml\n") + 8);
        sample = sample.substring(0, sample.indexOf("```"));
        var problems = new Problems();
        assertTrue(EspFiles.read("sample.yaml", sample, problems).isPresent(), problems::toString);
        for (String key : keys(EspFiles.FORMAT).toList()) {
            assertTrue(sample.contains(key + ":"), key);
        }
    }

    private static Stream<String> keys(Shape shape) {
        return switch (shape) {
            case Shape.Group group ->
                    group.keys().stream()
                            .flatMap(
                                    key -> Stream.concat(Stream.of(key.name()), keys(key.shape())));
            case Shape.Listing listing -> keys(listing.element());
            default -> Stream.empty();
        };
    }

    @Test
    void a_tracking_name_never_moves() {
        for (EspKnowledge esp : EspFiles.all()) {
            for (EspKnowledge.Wanted wanted : esp.records()) {
                assertEquals(
                        wanted.purpose() == EspKnowledge.Purpose.TRACKING,
                        !wanted.care().moves(),
                        esp.service() + " " + wanted.value());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "b1.example-test.dkim.brevo.com, Brevo",
        "example-test.hs07a.dkim.hubspotemail.net, HubSpot",
        "dkim2.dm-1a2b.sg7.convertkit.com, Kit (ConvertKit)",
        "spf.dm-1a2b.sg7.convertkit.com, Kit (ConvertKit)",
        "kl2.domainkey.u1.wl030.sendgrid.net, Klaviyo",
        "s1.domainkey.u1.wl030.sendgrid.net, SendGrid",
        "dkim.mcsv.net, Mailchimp",
        "dkim3.mcsv.net, Mailchimp",
        "dkim1.mandrillapp.com, Mailchimp Transactional (Mandrill)",
        "litesrv._domainkey.mlsend.com, MailerLite",
        "dkim.example.test, -"
    })
    void the_first_service_that_knows_a_target_is_the_one_that_it_belongs_to(
            String target, String service) throws TextParseException {
        Name name = Name.fromString("k._domainkey.example.test.");
        var record = new CNAMERecord(name, DClass.IN, 60, Name.fromString(target + "."));
        assertEquals(
                service,
                EspFiles.all().stream()
                        .filter(esp -> esp.wanted(record).isPresent())
                        .map(EspKnowledge::service)
                        .findFirst()
                        .orElse("-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "facts: [{says: a sentence, source: https://a.example/}]",
                "service: X\nfacts: [{says: a sentence}]",
                "service: X\nfacts: [{says: a sentence, source: my head}]",
                "service: X\nfacts: []",
                "service: X\nfact: [{says: a sentence, source: https://a.example/}]",
                "service: X\nrecords: [{purpose: dkim, type: TXT, value: a.example, says: s,"
                        + " source: https://a.example/}]",
                "service: X\nrecords: [{purpose: dkim, type: MX, value: example, says: s,"
                        + " source: https://a.example/}]",
                "service: X\nrecords: [{purpose: dkim, type: MX, value: a.example, takes: soon,"
                        + " says: s, source: https://a.example/}]",
                "service: X\nservice: Y",
            })
    void a_file_with_a_mistake_is_refused_with_its_place(String text) {
        var problems = new Problems();
        assertTrue(EspFiles.read("x.yaml", text, problems).isEmpty(), text);
        assertTrue(problems.hasErrors());
        assertEquals("esp/x.yaml", problems.sorted().getFirst().file());
    }
}
