package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.format.JsonValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

final class LookingCommandsTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void providers_are_a_table_of_80_columns_with_a_line_for_each_type() {
        Typed typed = Typed.line("providers");
        assertEquals(0, typed.exit(), typed.all());
        List<String> lines = typed.out().lines().toList();
        lines.forEach(line -> assertTrue(line.length() <= 80, line));
        ProviderAdapters.DESCRIPTIONS.forEach(
                d ->
                        assertTrue(
                                lines.stream().anyMatch(l -> l.startsWith(d.type() + " ")),
                                d.type()));
        assertTrue(
                lines.stream().anyMatch(l -> l.matches("cloudflare zone +re-read +60 s .*")),
                typed.out());
        assertTrue(typed.out().contains("(experimental)"), typed.out());
    }

    @Test
    void one_provider_is_shown_with_its_options() {
        Typed typed = Typed.line("providers", "powerdns");
        assertEquals(0, typed.exit(), typed.all());
        assertTrue(typed.out().contains("* api-key "), typed.out());
        assertTrue(typed.out().contains("    * tsig "), typed.out());
    }

    @Test
    void providers_as_json_name_how_each_can_fail() {
        JsonValue.Members json = Typed.line("providers", "--json").json();
        assertEquals("mxfail.providers/1", text(json, "format"));
        var azure =
                ((JsonValue.Elements) json.byName().get("providers"))
                        .values().stream()
                                .map(JsonValue.Members.class::cast)
                                .filter(p -> text(p, "type").equals("azure"))
                                .findFirst()
                                .orElseThrow();
        assertEquals("rrset", text(azure, "atomicity"));
        assertEquals("refused-by-service", text(azure, "staleWrite"));
        assertEquals(true, ((JsonValue.Truth) azure.byName().get("experimental")).value());
    }

    @Test
    void an_unknown_provider_is_a_usage_error_that_names_those_there_are() {
        Typed typed = Typed.line("providers", "pigeon");
        assertEquals(2, typed.exit());
        assertTrue(typed.err().contains("route53, cloudflare"), typed.err());
    }

    @Test
    void the_version_is_one_json_object_on_request() {
        assertEquals("mxfail test", Typed.line("version").out().strip());
        JsonValue.Members json = Typed.line("version", "--json").json();
        assertEquals("mxfail.version/1", text(json, "format"));
        assertEquals("test", text(json, "version"));
        assertEquals(
                json.byName().keySet(),
                Typed.line("version", "--output", "json").json().byName().keySet());
    }

    @Test
    void many_profiles_are_named_by_the_first_and_a_count() throws IOException {
        String profile = Files.readString(Path.of("profiles/acme.yaml"));
        for (int i = 100; i < 150; i++) {
            Files.writeString(
                    folder.resolve("p" + i + ".yaml"),
                    profile.replace("name: acme", "name: p" + i)
                            .replace("acme.example", "d" + i + ".example"));
        }
        String here = folder.toString();
        for (String[] line :
                new String[][] {
                    {"lint", "--profiles", here},
                    {"prepare", "--to", "backup", "--profiles", here},
                    {"status", "--profiles", here, "-p", "nobody"},
                    {"status", "--profiles", here, "--domain", "nobody.example"}
                }) {
            Typed typed = Typed.line(line);
            assertTrue(
                    typed.all().replaceAll("\\s+", " ").contains("p109 and 40 more"), typed.all());
            assertFalse(typed.all().contains("p110"), typed.all());
        }
    }

    @Test
    void completion_is_there_for_bash_and_zsh_only() {
        assertEquals(Typed.line("completion", "bash"), Typed.line("completion", "zsh"));
        assertEquals(0, Typed.line("completion", "zsh").exit());
        assertEquals(2, Typed.line("completion", "fish").exit());
        assertEquals(2, Typed.line("completion").exit());
    }

    @Test
    void bash_completes_commands_options_and_their_values() throws Exception {
        assertTrue(completed("mxfail", "sw").contains("switch"));
        assertTrue(completed("mxfail", "plan", "--det").contains("--detailed-exitcode"));
        assertTrue(completed("mxfail", "switch", "--no").contains("--no-verify"));
        assertEquals(
                List.of("breach", "emergency", "planned"),
                completed("mxfail", "switch", "--mode", "").stream().sorted().toList());
        assertEquals(
                List.of("always", "auto", "never"),
                completed("mxfail", "status", "--color", "").stream().sorted().toList());
    }

    /// What a real bash offers when the last of the words is being typed.
    private List<String> completed(String... words) throws IOException, InterruptedException {
        Path script = folder.resolve("mxfail.bash");
        Files.writeString(script, Typed.line("completion", "bash").out());
        String quoted =
                String.join(" ", Arrays.stream(words).map(word -> "'" + word + "'").toList());
        Process bash =
                new ProcessBuilder(
                                "bash",
                                "--norc",
                                "-c",
                                """
                                source "$0" || exit 9
                                compopt() { :; }  # works only below a real Tab
                                COMP_WORDS=(%s)
                                COMP_CWORD=%d
                                $(complete -p mxfail | sed 's/.*-F \\([^ ]*\\) .*/\\1/') mxfail
                                printf '%%s\\n' "${COMPREPLY[@]}"
                                """
                                        .formatted(quoted, words.length - 1),
                                script.toString())
                        .redirectErrorStream(true)
                        .start();
        bash.getOutputStream().close();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(bash.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, bash.exitValue(), said);
        return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static String text(JsonValue.Members object, String name) {
        return ((JsonValue.Text) object.byName().get(name)).value();
    }
}
