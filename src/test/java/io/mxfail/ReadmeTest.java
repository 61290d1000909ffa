package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.World;
import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;
import io.mxfail.real.Checkout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What README.md says is so: its commands, its sample, its promises, its links.
class ReadmeTest {
    private static final Pattern IN_BLOCK = Pattern.compile("^(?:\\$ |\\./)mxfail ([^#;\n]+)");
    private static final Pattern IN_TEXT = Pattern.compile("`(?:\\./)?mxfail ([^`]+)`");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w*)`");
    private static final Pattern TEST_METHOD = Pattern.compile("`([a-z]+(?:_[a-z0-9]+){2,})`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)\\)");

    private static String readme() {
        try {
            return Files.readString(Checkout.root().resolve("README.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String section(String title) {
        String text = readme();
        int start = text.indexOf("## " + title);
        assertTrue(start >= 0, title);
        int end = text.indexOf("\n## ", start + 3);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    static List<String> commands() {
        var commands = new ArrayList<String>();
        readme().lines()
                .flatMap(line -> Stream.of(line.split(";")))
                .map(String::strip)
                .forEach(
                        line ->
                                IN_BLOCK.matcher(line)
                                        .results()
                                        .forEach(found -> commands.add(found.group(1).strip())));
        IN_TEXT.matcher(readme()).results().forEach(found -> commands.add(found.group(1)));
        return commands;
    }

    @Test
    void there_are_commands_in_it() {
        assertTrue(commands().contains("demo"), () -> commands().toString());
        assertTrue(commands().size() > 10, () -> commands().toString());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_line_is_one_that_mxfail_takes(String line) {
        String[] words =
                WORD.matcher(line)
                        .results()
                        .map(m -> Optional.ofNullable(m.group(1)).orElseGet(m::group))
                        .toArray(String[]::new);
        var screen = new ByteArrayOutputStream();
        var stream = new PrintStream(screen, true, StandardCharsets.UTF_8);

        new Cli(new Platform(new Nothing(), stream, stream, "test")).run(words);

        String seen = Unfolded.text(screen.toString(StandardCharsets.UTF_8));
        assertFalse(seen.contains("lists the options"), seen);
        assertFalse(seen.contains("there is no command"), seen);
    }

    @Test
    void its_sample_is_what_the_story_shows() throws Exception {
        List<String> story =
                Files.readAllLines(
                        Path.of(
                                ReadmeTest.class
                                        .getResource("/scenarios/readme.transcript")
                                        .toURI()));
        String block = section("What the demo shows").split("```\n")[1];
        List<String> missing =
                block.lines()
                        .filter(line -> !line.isBlank() && !line.strip().equals("…"))
                        .filter(line -> !story.contains(line))
                        .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void its_promises_name_tests_that_exist() throws IOException {
        String promises = section("Promises");
        Path tests = Checkout.root().resolve("src/test/java");
        try (Stream<Path> files = Files.walk(tests)) {
            List<Path> sources = files.filter(f -> f.toString().endsWith(".java")).toList();
            List<String> names =
                    sources.stream()
                            .map(f -> f.getFileName().toString().replace(".java", ""))
                            .toList();
            List<String> classes = found(TEST_CLASS, promises);
            assertFalse(classes.isEmpty());
            classes.forEach(name -> assertTrue(names.contains(name), name));
            var all = new StringBuilder();
            for (Path source : sources) {
                all.append(Files.readString(source));
            }
            List<String> methods = found(TEST_METHOD, promises);
            assertFalse(methods.isEmpty());
            methods.forEach(name -> assertTrue(all.indexOf("void " + name + "(") >= 0, name));
        }
    }

    @Test
    void its_links_lead_somewhere() {
        List<String> dead =
                found(LINK, readme()).stream()
                        .filter(link -> !Files.exists(Checkout.root().resolve(link)))
                        .toList();
        assertEquals(List.of(), dead);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult m) -> m.group(1))
                .distinct()
                .collect(Collectors.toList());
    }

    /// No world at all: a command line that parses gets as far as asking for one.
    private static final class Nothing implements Platform.Factory {
        @Override
        public World world(Optional<String> profiles, Optional<String> state) {
            throw new IllegalStateException("this is only about words");
        }

        @Override
        public Practice lab() throws IOException {
            throw new IOException("this is only about words");
        }

        @Override
        public Platform.Factory fast(Practice lab) {
            return this;
        }

        @Override
        public boolean interactive() {
            return false;
        }

        @Override
        public Optional<String> readLine() {
            return Optional.empty();
        }
    }
}
