package io.mxfail.adapter.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.profile.Problem;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;

class YamlProfilesTest {
    @TempDir Path folder;

    @Test
    void a_small_profile_reads_with_the_defaults_of_the_format() throws IOException {
        var loaded = Written.load(folder, Written.PROFILE);
        assertEquals(List.of(), Written.problems(loaded));
        Profile profile = loaded.profiles().getFirst();
        assertEquals("acme", profile.name());
        assertEquals(Duration.ofSeconds(60), profile.policies().ttl().switching());
        assertEquals(4, profile.probing().dns().resolvers().size());
        assertEquals(25, profile.probing().smtp().port());
        assertEquals("127.0.0.1:5300", profile.providers().getFirst().text("server").orElseThrow());
        assertEquals(
                "env:KEY",
                profile.providers()
                        .getFirst()
                        .group("tsig")
                        .orElseThrow()
                        .text("secret")
                        .orElseThrow());
        assertEquals(List.of("postmaster@${domain}"), profile.probing().checks().recipients());
    }

    @Test
    void the_example_profiles_are_clean() {
        var loaded = Written.named(Path.of("profiles"));
        assertEquals(List.of(), Written.problems(loaded));
        assertEquals(2, loaded.profiles().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    name: acme | nmae: acme | unknown key `nmae`
                    name: acme | name: Acme | is not a name
                    name: acme | name: [acme] | holds a list
                    name: acme | name: !!str acme | a tag
                    name: acme | name: &a acme | an anchor
                    name: acme | name: *a | an alias
                    name: acme | name: 007 | leading zero
                    name: acme | name: acme\\nname: acme | is there twice
                    name: acme | name: acme\\nesp: {x: 1} | reserved for a later version
                    name: acme | name: | has no value
                    name: acme | name: acme\\n<<: {ttl: {}} | a merge key
                    version: 1 | version: 2 | is not right
                    version: 1 | version: 1.0 | is not right
                    version: 1 | description: x | `version` is missing
                    name: acme | name: acme\\n---\\nname: b | a second document
                    name: acme | name: acme\\n\\tttl: {} | not valid YAML
                    domains: [example.test] | domains: [example.test, EXAMPLE.test.] | is there twice
                    domains: [example.test] | domains: [] | at least 1
                    domains: [example.test] | domains: [192.0.2.1] | is not a domain
                    domains: [example.test] | domains: [straße.test] | turn into different names
                    domains: [example.test] | domains: [{name: example.test, zone: other.test}] | does not hold
                    domains: [example.test] | domains: [{name: example.test, vars: {a: 'x y'}}] | holds a blank
                    domains: [example.test] | domains: [{name: example.test, vars: {zone: x}}] | always exists
                    domains: [example.test] | domains: {file: none.csv} | there is no file
                    "env:KEY" | hunter2 | a reference to a secret belongs
                    hmac-sha256 | hmac-sha265 | did you mean `hmac-sha256`?
                    127.0.0.1:5300 | ns.example.test | is not an address
                    "10 mx1.primary.test." | "10 mx1.primary.test" | has no final dot
                    "10 mx1.primary.test." | "010 mx1.primary.test." | leading zero
                    "10 mx1.primary.test." | "10 192.0.2.1" | no final dot
                    "10 mx1.primary.test." | "10 192.0.2.1." | is an address
                    "10 mx1.primary.test." | "0 .", "10 mx1.primary.test." | a null MX beside others
                    "10 mx1.primary.test." | "10 mx1.primary.test.", "20 MX1.primary.test." | is there twice
                    "10 mx1.primary.test." | "10 smtp" | is a CNAME in this profile
                    "10 mx1.primary.test." | "10 mx1.primary.test.", "10 mx.backup.test." | MX-EQUAL
                    "10 mx1.primary.test." | "10 ${host}.primary.test." | is not defined
                    mx: ["10 mx1.primary.test."] | senders: [192.0.2.1] | gives no `mx`
                    ip4:192.0.2.0/28 | ip4:192.0.2.0/99 | no IPv4 network
                    ip4:192.0.2.0/28 | -all | does not authorise
                    ip4:192.0.2.0/28 | ip4:192.0.2.0/28, ip4:192.0.2.7/28 | same term twice
                    ip4:192.0.2.0/28 | mx | other senders as soon as
                    "smtp CNAME relay.primary.test." | "@ MX 10 a.test." | belongs in `mx`
                    "smtp CNAME relay.primary.test." | '@ TXT "v=spf1 -all"' | list the site's terms
                    "smtp CNAME relay.primary.test." | "x TXT v=a;b" | an unquoted `;`
                    "smtp CNAME relay.primary.test." | "a.other.test. A 192.0.2.1" | lies outside
                    "smtp CNAME relay.primary.test." | "smtp 300 IN A 192.0.2.1" | where the type belongs
                    "smtp CNAME relay.primary.test." | "x CNAME a.test.", "x A 192.0.2.1" | a CNAME and other records
                    "smtp CNAME relay.primary.test." | "x A 192.0.2.1", "x A 192.0.2.1" | the same record twice
                    "smtp CNAME relay.primary.test." | "x NS a.test." | never writes NS
                    "smtp CNAME relay.primary.test." | '_dmarc TXT "v=DMARC1; p=none"' | never writes a DMARC
                    "smtp CNAME relay.primary.test." | 'x TXT "v=STSv1; id=1"', 'x TXT "v=STSv1; id=2"' | a second v=STSv1
                    {name: k., algorithm: hmac-sha256, secret: "env:KEY"} | none | updates are not signed
                    name: acme | name: acme\\nchecks: {starttls: yes} | "yes" is none of required, wanted, off
                    name: acme | name: acme\\nchecks: {starttls: on} | "on" is none of required, wanted, off
                    name: acme | name: acme\\nsmtp: {port: 1_000} | "1_000" is not right
                    name: acme | name: acme\\nsmtp: {port: 0x1F} | "0x1F" is not right
                    name: acme | name: ~ | `name` is needed
                    name: acme | name: acme\\nttl: {steady: 60} | is not a duration
                    name: acme | name: acme\\nttl: {steady: 1w} | is not a duration
                    name: acme | name: acme\\nspf: {policy: unoin} | did you mean `union`?
                    name: acme | name: acme\\nfreeze: ["2026-12-20/2026-12-24"] | is not an ISO interval
                    name: acme | name: acme\\nhooks: {fence: "rm -rf"} | where a list belongs
                    name: acme | name: acme\\ndns: {resolvers: [dns.test]} | is not an address
                    name: acme | name: acme\\nsmtp: {connect-to: {mx.test: "a:25"}} | is not an address
                    name: acme | name: acme\\nchecks: {recipients: [a@other.test]} | is in no domain
                    name: acme | name: acme\\ncontacts: [ops@example.test] | mail in a domain of this profile
                    name: acme | name: acme\\ninclude: [sites.yaml] | is not named like an include
                    name: acme | name: acme\\nverify: {delivery: {to: a@b.test, imap: "x"}} | an IMAP address
                    name: acme | name: acme\\nverify: {delivery: {to: a@b.test, imap: "imaps://u@i.test:99999"}} | an IMAP address
                    name: acme | name: acme\\nverify: {delivery: {to: a@b.test, imap: "imaps://u@-no-.test:993"}} | is not a host name
                    name: acme | name: acme\\nverify: {delivery: {to: a@b.test, imap: "imaps://u:hunter2@i.test"}} | `imap` holds a password
                    name: acme | name: acme\\nverify: {delivery: {to: a@b.test, imap: "imaps://u:hunter2@i.test/INBOX"}} | `imap` holds a password
                    name: acme | name: acme\\nverify: {delivery: {to: a@example.test, imap: "imaps://u@i.test", sites: {bakcup: {imap: "imaps://u@j.test", password: "env:P"}}}} | did you mean `backup`?
                    name: acme | name: acme\\nverify: {delivery: {to: a@example.test, imap: "imaps://u@i.test", sites: {backup: {imap: "imaps://u@j.test"}}}} | `password` is missing
                    name: acme | name: acme\\nverify: {delivery: {to: a@example.test, imap: "imaps://u@i.test", sites: {backup: {imap: "imaps://u@j.test", password: hunter2}}}} | a reference to a secret belongs
                    name: acme | name: acme\\nverify: {delivery: {to: a@example.test, imap: "imaps://u@i.test", sites: {backup: {imap: "j.test", password: "env:P"}}}} | an IMAP address
                    name: acme | name: acme\\nverify: {delivery: {to: a@example.test, imap: "imaps://u@i.test", sites: {backup: {imap: "imaps://u@${no}", password: "env:P"}}}} | is not defined
                    name: acme | name: acme\\nverify: {outbound: {to: a@other.test, imap: "imaps://u@i.test", sites: {}}} | unknown key `sites`
                    type: rfc2136 | type: rfc2163 | did you mean `rfc2136`?
                    """)
    void each_slip_is_named_at_its_place_with_a_remedy(String right, String wrong, String said)
            throws IOException {
        var text = Written.PROFILE.replace(right, wrong.replace("\\n", "\n").replace("\\t", "\t"));
        var loaded = Written.load(folder, text);
        List<String> problems = Written.problems(loaded);
        assertTrue(problems.stream().anyMatch(p -> p.contains(said)), () -> text + "\n" + problems);
        assertFalse(String.join("", problems).contains("hunter2"));
    }

    @Test
    void the_variable_of_every_mailboxs_password_is_known_to_be_a_secret() throws IOException {
        String text =
                Written.PROFILE
                        + """
                        verify:
                          delivery:
                            to: a@example.test
                            imap: imaps://u@i.test
                            password: env:ONE
                            sites: {backup: {imap: "imaps://u@j.test", password: env:TWO}}
                          outbound: {to: a@other.test, imap: imaps://u@k.test, password: env:THREE}
                        """;
        assertEquals(
                Set.of("KEY", "ONE", "TWO", "THREE"),
                Written.load(folder, text).profiles().getFirst().secretVariables());
    }

    @Test
    void a_queue_has_no_mailbox_in_which_a_message_could_be_found() throws IOException {
        String text =
                Written.PROFILE.replace(
                                "  backup:\n",
                                "  backup:\n"
                                        + "    kind: queue\n"
                                        + "    forwards-to: primary\n"
                                        + "    route: static\n")
                        + """
                        verify:
                          delivery:
                            to: a@example.test
                            imap: imaps://u@i.test
                            sites:
                              backup: {imap: "imaps://u@j.test", password: "env:P"}
                        """;
        assertEquals(
                List.of(
                        "22:7 ERROR `verify.delivery.sites`: `backup` is a queue: nobody reads"
                                + " there => give the mailbox of the site that it forwards to,"
                                + " `primary`"),
                Written.problems(Written.load(folder, text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "bump"})
    void a_policy_id_of_a_site_leaves_none_to_mxfail(String policy) throws IOException {
        String text =
                Written.PROFILE.replace(
                                "\"smtp CNAME relay.primary.test.\"",
                                "'_mta-sts TXT \"v=STSv1; id=1\"'")
                        + "mta-sts: {policy: "
                        + policy
                        + "}\n";
        List<String> problems = Written.problems(Written.load(folder, text));
        assertEquals(
                policy.equals("bump"),
                problems.stream().anyMatch(p -> p.contains("gives to mxfail")),
                () -> text + "\n" + problems);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smtp: {ca-file: \"a\\0b\"}",
                "include: [\"_a\\0b\"]",
                "contacts: [\"\\e[2J\"]"
            })
    void an_escape_cannot_smuggle_a_control_character_in(String line) throws IOException {
        var loaded = Written.load(folder, Written.PROFILE + line + "\n");
        assertTrue(loaded.hasErrors());
        assertTrue(
                loaded.problems().stream()
                        .noneMatch(p -> p.message().chars().anyMatch(Character::isISOControl)));
    }

    private static String sendingBy(String envelope) {
        return Written.PROFILE.replace(
                "backup:",
                "backup:\n    submission: {host: \"smtp.${domain}\", envelope: \""
                        + envelope
                        + "\"}");
    }

    @Test
    void the_envelope_is_a_domain_or_an_address_with_variables() throws IOException {
        for (String envelope : List.of("bounce.${domain}", "b+1@bounce.${domain}", "esp.test")) {
            var loaded = Written.load(folder, sendingBy(envelope));
            assertEquals(List.of(), Written.problems(loaded), envelope);
            assertEquals(
                    envelope,
                    loaded.profiles()
                            .getFirst()
                            .site("backup")
                            .flatMap(Site::submission)
                            .flatMap(relay -> relay.sending().envelope())
                            .orElseThrow());
        }
        for (String envelope : List.of("bounce", "${nosuch}.test", "a b.test", "x@", "x@@y.test")) {
            assertEquals(
                    1,
                    Written.problems(Written.load(folder, sendingBy(envelope))).size(),
                    envelope);
        }
    }

    @Test
    void a_queue_that_would_be_the_best_mx_is_an_error_without_a_fixed_route() throws IOException {
        String queue =
                Written.PROFILE.replace(
                        "backup:", "backup:\n    kind: queue\n    forwards-to: primary");
        assertTrue(Written.problems(Written.load(folder, queue)).toString().contains("QUEUE-LOOP"));
        assertEquals(
                List.of(),
                Written.problems(
                        Written.load(
                                folder,
                                queue.replace("kind: queue", "kind: queue\n    route: static"))));
        assertEquals(
                List.of(),
                Written.problems(
                        Written.load(
                                folder,
                                queue.replace(
                                        "\"10 mx.backup.test.\"",
                                        "\"5 mx1.primary.test.\", \"10 mx.backup.test.\""))));
    }

    /// RFC 6186, section 3.4: the service is not offered.
    @Test
    void an_srv_record_that_says_not_offered_is_kept_as_it_stands() throws IOException {
        var loaded =
                Written.load(
                        folder,
                        Written.PROFILE.replace(
                                "\"smtp CNAME relay.backup.test.\"",
                                "\"smtp CNAME relay.backup.test.\", \"_imap._tcp SRV 0 0 0 .\""));
        assertEquals(List.of(), Written.problems(loaded));
        Profile profile = loaded.profiles().getFirst();
        assertEquals(
                List.of("0 0 0 ."),
                profile
                        .site("backup")
                        .orElseThrow()
                        .expand(
                                profile.domains().getFirst(),
                                Name.fromConstantString("example.test."))
                        .records()
                        .stream()
                        .filter(record -> record.getType() == Type.SRV)
                        .map(Record::rdataToString)
                        .toList());
    }

    @Test
    void an_undefined_variable_is_shown_where_it_stands() throws IOException {
        var loaded =
                Written.load(
                        folder, Written.PROFILE.replace("10 mx1.primary", "10 ${nosuch}.primary"));
        Problem problem = loaded.problems().getFirst();
        String line = Written.PROFILE.lines().toList().get(problem.line() - 1);
        assertEquals(line.indexOf("mx1.primary") + 1, problem.column());
    }

    @Test
    void all_errors_of_all_files_come_at_once() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), "nmae: b\n");
        var loaded = Written.load(folder, Written.PROFILE.replace("ip4:", "ip5:"));
        assertTrue(loaded.problems().stream().map(Problem::file).distinct().count() == 2);
        assertTrue(loaded.hasErrors());
    }

    @Test
    void sites_of_an_include_belong_to_the_profile() throws IOException {
        int at = Written.PROFILE.indexOf("sites:");
        Files.writeString(folder.resolve("_sites.yaml"), Written.PROFILE.substring(at));
        var loaded =
                Written.load(folder, Written.PROFILE.substring(0, at) + "include: [_sites.yaml]\n");
        assertEquals(List.of(), Written.problems(loaded));
        assertEquals(2, loaded.profiles().getFirst().sites().size());
    }

    @Test
    void domains_come_from_a_csv_file_with_their_variables() throws IOException {
        Files.writeString(
                folder.resolve("c.csv"),
                "name,zone,user\r\n\"a.test\",,u1\r\nb.c.test,c.test,u2\r\n");
        var loaded =
                Written.load(folder, Written.PROFILE.replace("[example.test]", "{file: c.csv}"));
        assertEquals(List.of(), Written.problems(loaded));
        var domains = loaded.profiles().getFirst().domains();
        assertEquals(2, domains.size());
        assertEquals("u2", domains.getLast().variables().get("user"));
        assertEquals(Name.fromConstantString("c.test."), domains.getLast().zone().orElseThrow());
    }

    @Test
    void domains_come_from_a_list_of_names() throws IOException {
        Files.writeString(folder.resolve("c.txt"), "# ours\na.test\n\nbücher.test\n");
        var loaded =
                Written.load(folder, Written.PROFILE.replace("[example.test]", "{file: c.txt}"));
        assertEquals(List.of(), Written.problems(loaded));
        assertEquals(
                "xn--bcher-kva.test.",
                loaded.profiles().getFirst().domains().getLast().name().toString());
    }

    @Test
    void two_profiles_may_not_switch_the_same_set() throws IOException {
        Files.writeString(
                folder.resolve("b.yaml"), Written.PROFILE.replace("name: acme", "name: other"));
        var loaded = Written.load(folder, Written.PROFILE);
        assertTrue(Written.problems(loaded).toString().contains("is claimed by the profile acme"));
    }

    @Test
    void the_spf_terms_of_a_neighbour_are_known() throws IOException {
        Files.writeString(
                folder.resolve("b.yaml"),
                """
                version: 1
                name: other
                domains: [example.test]
                provider: {type: rfc2136, server: 127.0.0.1, tsig: {name: k., algorithm: hmac-sha256, secret: "env:KEY"}}
                sites:
                  one: {spf: [include:one.test], records: ["news CNAME one.test."]}
                  two: {spf: [include:two.test], records: ["news CNAME two.test."]}
                """);
        var loaded = Written.load(folder, Written.PROFILE);
        assertEquals(List.of(), Written.problems(loaded));
        assertEquals(
                List.of("include:one.test", "include:two.test"),
                loaded.profiles().getFirst().about().neighbours().spf().get("example.test."));
    }

    @Test
    void a_broken_neighbour_only_warns_the_profile_that_is_asked_for() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), "nmae: b\n");
        Files.writeString(folder.resolve("acme.yaml"), Written.PROFILE);
        var loaded = Written.named(folder, "acme");
        assertFalse(loaded.hasErrors(), () -> loaded.problems().toString());
        assertEquals(1, loaded.profiles().size());
        assertEquals(1, loaded.problems().size());
        List<String> unread = loaded.profiles().getFirst().about().neighbours().unread();
        assertEquals(1, unread.size(), unread::toString);
        assertTrue(unread.getFirst().endsWith("b.yaml"), unread::toString);
    }

    @Test
    void a_profile_is_found_by_its_file() throws IOException {
        Path file = folder.resolve("acme.yaml");
        Files.writeString(file, Written.PROFILE);
        var loaded = Written.named(folder, file.toString());
        assertEquals(1, loaded.profiles().size(), () -> loaded.problems().toString());
        assertTrue(Written.named(folder, "acne").hasErrors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "--- \n", "[]", "text", "null"})
    void a_file_without_a_mapping_is_an_error(String text) throws IOException {
        var loaded = Written.load(folder, text);
        assertTrue(loaded.hasErrors());
    }

    @Test
    void bytes_that_are_no_text_are_an_error_with_their_place() throws IOException {
        byte[] bytes = "version: 1\nname: a\u0001".getBytes(StandardCharsets.UTF_8);
        assertEquals(2, Written.load(folder, bytes).problems().getFirst().line());
        bytes[bytes.length - 1] = (byte) 0xff;
        assertTrue(Written.problems(Written.load(folder, bytes)).toString().contains("UTF-8"));
        bytes[bytes.length - 1] = 0;
        assertTrue(Written.problems(Written.load(folder, bytes)).toString().contains("U+0000"));
    }

    @Test
    void a_link_that_leads_nowhere_is_a_profile_that_is_missed() throws IOException {
        Written.load(folder, Written.PROFILE);
        Files.createSymbolicLink(folder.resolve("shop.yaml"), Path.of("gone.yaml"));
        var loaded = Written.named(folder);
        assertTrue(loaded.hasErrors());
        assertTrue(
                Written.problems(loaded).toString().contains("shop.yaml is a link to a file"),
                Written.problems(loaded).toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damaged_profiles_give_problems_and_nothing_else(long seed) throws IOException {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 60; round++) {
            byte[] bytes = Written.PROFILE.getBytes(StandardCharsets.UTF_8);
            for (int edit = 0; edit <= random.nextInt(4); edit++) {
                String signs = "\"'{}[]:,-&*!|>%@`#\\\t\n 0$;.~?\u0000é";
                bytes[random.nextInt(bytes.length)] =
                        random.nextBoolean()
                                ? (byte) random.nextInt(256)
                                : (byte) signs.charAt(random.nextInt(signs.length()));
            }
            var loaded = Written.load(folder, bytes);
            assertTrue(
                    loaded.profiles().size() == 1 || loaded.hasErrors(),
                    () -> "seed " + seed + ": " + new String(bytes, StandardCharsets.ISO_8859_1));
            loaded.problems().forEach(p -> assertTrue(p.fix().isPresent()));
        }
    }
}
