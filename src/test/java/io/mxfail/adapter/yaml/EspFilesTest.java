package io.mxfail.adapter.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.EspKnowledge.Topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
                                    esp.notes().stream().map(EspKnowledge.Note::fact))
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

    private static final Set<Topic> ASKED =
            EnumSet.of(Topic.RECORDS, Topic.LIMITS, Topic.MOVES, Topic.VERIFICATION);

    private static Stream<Arguments> questions() {
        return EspFiles.all().stream()
                .flatMap(esp -> ASKED.stream().map(topic -> Arguments.of(esp.service(), topic)));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void of_every_service_each_question_has_an_answer_or_is_named_as_open(
            String service, Topic topic) {
        EspKnowledge esp =
                EspFiles.all().stream()
                        .filter(known -> known.service().equals(service))
                        .findFirst()
                        .orElseThrow();
        assertTrue(
                esp.knows(topic) || esp.gaps().stream().anyMatch(gap -> gap.about() == topic),
                "write a fact with its source, or what is not known, into the file");
    }

    @Test
    void the_page_names_what_is_not_known_as_the_files_do() {
        String table = PAGE.substring(PAGE.indexOf("## What is not known"));
        assertEquals(
                EspFiles.all().stream()
                        .flatMap(
                                esp ->
                                        esp.gaps().stream()
                                                .map(
                                                        gap ->
                                                                "| %s | %s | %s |"
                                                                        .formatted(
                                                                                esp.service(),
                                                                                gap.about()
                                                                                        .name()
                                                                                        .toLowerCase(
                                                                                                Locale
                                                                                                        .ROOT),
                                                                                gap.says())))
                        .toList(),
                table.lines().filter(line -> line.startsWith("| ")).skip(1).toList());
    }

    private static Optional<EspKnowledge> read(String name, String text, Problems problems) {
        return EspFiles.read(new Source(Path.of("esp", name), "esp/" + name), text, problems);
    }

    @Test
    void the_file_on_the_page_can_be_read_and_shows_every_key() {
        String sample = PAGE.substring(PAGE.indexOf("```yaml\n") + 8);
        sample = sample.substring(0, sample.indexOf("```"));
        var problems = new Problems();
        assertTrue(read("sample.yaml", sample, problems).isPresent(), problems::toString);
        for (String key : keys(EspFormat.FILE).toList()) {
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
                "facts: [{about: limits, says: a sentence, source: https://a.example/, read:"
                        + " 2026-11-24}]",
                "service: X\nfacts: [{about: limits, says: a sentence, read: 2026-11-24}]",
                "service: X\n"
                        + "facts: [{about: limits, says: a sentence, source: my head, read:"
                        + " 2026-11-24}]",
                "service: X\n"
                        + "facts: [{about: limits, says: a sentence, source: https://a.example/}]",
                "service: X\n"
                    + "facts: [{about: weather, says: a sentence, source: https://a.example/, read:"
                    + " 2026-11-24}]",
                "service: X\n"
                        + "facts: [{about: limits, messages: 5, says: a sentence, source:"
                        + " https://a.example/, read: 2026-11-24}]",
                "service: X\n"
                        + "facts: [{about: moves, messages: 5, per: 1h, says: a sentence, source:"
                        + " https://a.example/, read: 2026-11-24}]",
                "service: X\n"
                        + "facts: [{about: limits, through: a.example, says: a sentence, source:"
                        + " https://a.example/, read: 2026-11-24}]",
                "service: X\nfacts: []",
                "service: X\n"
                    + "fact: [{about: limits, says: a sentence, source: https://a.example/, read:"
                    + " 2026-11-24}]",
                "service: X\n"
                        + "records: [{purpose: dkim, type: TXT, value: a.example, says: s, source:"
                        + " https://a.example/, read: 2026-11-24}]",
                "service: X\n"
                        + "records: [{purpose: dkim, type: MX, value: example, says: s, source:"
                        + " https://a.example/, read: 2026-11-24}]",
                "service: X\n"
                    + "records: [{purpose: dkim, type: MX, value: a.example, takes: soon, says: s,"
                    + " source: https://a.example/, read: 2026-11-24}]",
                "service: X\n"
                        + "records: [{purpose: dkim, type: MX, value: \"*.*\", says: s, source:"
                        + " https://a.example/, read: 2026-11-24}]",
                "service: X\n"
                        + "records: [{purpose: relay, type: MX, value: a.example, says: s, source:"
                        + " https://a.example/, read: 2026-11-24}]",
                "service: X\n"
                        + "records: [{purpose: tracking, type: CNAME, value: a.example, says: s,"
                        + " source: https://a.example/, read: 2026-11-24}]",
                "service: X\n"
                    + "records: [{purpose: dkim, type: CNAME, value: a.example, moves: no, says: s,"
                    + " source: https://a.example/, read: 2026-11-24}]",
                "service: X\nservice: Y",
            })
    void a_file_with_a_mistake_is_refused_with_its_place(String text) {
        var problems = new Problems();
        assertTrue(read("x.yaml", text, problems).isEmpty(), text);
        assertTrue(problems.hasErrors());
        assertEquals("esp/x.yaml", problems.sorted().getFirst().file());
    }

    @Test
    void a_file_of_the_user_replaces_the_one_on_the_same_service(@TempDir Path folder)
            throws IOException {
        Files.createDirectory(folder.resolve("esp"));
        Files.writeString(
                folder.resolve("esp/ours.yaml"),
                """
                service: postmark
                facts:
                  - about: limits
                    says: our contract is for 5,000 messages an hour
                    messages: 5000
                    per: 1h
                    source: https://example.test/contract
                    read: 2026-11-24
                """);
        var problems = new Problems();
        List<EspKnowledge> own = EspFiles.own(new Source(folder, "profiles"), problems);
        assertEquals(List.of(), problems.sorted());
        List<EspKnowledge> all = EspFiles.over(own, EspFiles.all());
        assertEquals(EspFiles.all().size(), all.size());
        assertEquals("postmark", all.getFirst().service());
        assertEquals(5000, all.getFirst().notes().getFirst().most().orElseThrow().hourly());
    }

    @Test
    void a_mistake_in_a_file_of_the_user_is_a_warning_with_its_line(@TempDir Path folder)
            throws IOException {
        Files.createDirectory(folder.resolve("esp"));
        Files.writeString(
                folder.resolve("esp/ours.yaml"),
                "service: Ours\nfacts:\n  - about: limit\n    says: it is small\n"
                        + "    source: https://example.test/\n    read: 2026-11-24\n");
        Files.writeString(folder.resolve("esp/_draft.yaml"), "nothing yet");
        var problems = new Problems();
        assertEquals(List.of(), EspFiles.own(new Source(folder, "profiles"), problems));
        assertFalse(problems.hasErrors());
        assertEquals(1, problems.sorted().size());
        assertEquals("profiles/esp/ours.yaml", problems.sorted().getFirst().file());
        assertEquals(3, problems.sorted().getFirst().line());
        assertTrue(problems.sorted().getFirst().message().endsWith("; the file is left out"));
    }

    /// A pipe that nobody writes to and a file without end would stop every run.
    @Test
    @Timeout(20)
    void what_is_no_file_or_too_large_is_left_out_with_a_warning(@TempDir Path folder)
            throws Exception {
        Path esp = Files.createDirectory(folder.resolve("esp"));
        Files.createDirectory(esp.resolve("a.yaml"));
        Files.createSymbolicLink(esp.resolve("b.yaml"), esp.resolve("gone"));
        Files.createSymbolicLink(esp.resolve("c.yaml"), Path.of("/dev/zero"));
        Files.writeString(esp.resolve("d.yaml"), "service: " + "a".repeat(300_000));
        Files.writeString(esp.resolve("e.yaml"), "");
        Files.writeString(esp.resolve("f.yaml"), "facts: []");
        assertEquals(0, new ProcessBuilder("mkfifo", esp + "/g.yaml").start().waitFor());
        var problems = new Problems();
        assertEquals(List.of(), EspFiles.own(new Source(folder, "profiles"), problems));
        assertFalse(problems.hasErrors());
        List<String> told =
                problems.sorted().stream()
                        .map(problem -> problem.message() + " | " + problem.fix().orElse(""))
                        .toList();
        assertEquals(8, told.size(), told::toString);
        assertTrue(told.get(0).contains("is not a file"), told.get(0));
        assertTrue(told.get(1).contains("a link to a file that is not there"), told.get(1));
        assertTrue(told.get(2).contains("is not a file"), told.get(2));
        assertTrue(told.get(3).contains("is larger than 256 KiB"), told.get(3));
        assertTrue(told.get(4).contains("the file is empty"), told.get(4));
        assertFalse(told.get(4).contains("write a profile"), told.get(4));
        assertTrue(told.get(5).endsWith("| add `service`"), told.get(5));
        assertTrue(told.get(7).contains("is not a file"), told.get(7));
    }
}
