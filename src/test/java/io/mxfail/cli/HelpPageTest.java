package io.mxfail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

class HelpPageTest {
    private static Set<String> commands() {
        return Cli.whole().getSubcommands().keySet();
    }

    private static List<String> page(String command) {
        var out = new ByteArrayOutputStream();
        CommandLine line = Objects.requireNonNull(Cli.whole().getSubcommands().get(command));
        HelpPage.print(line, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_page_fits_a_terminal_and_names_each_option_once(String command) {
        List<String> page = page(command);
        assertEquals(List.of(), page.stream().filter(line -> line.length() > 80).toList());
        List<String> options =
                page.stream()
                        .filter(line -> line.matches("  (-\\w,|   ) --[a-z-]+.*"))
                        .map(line -> line.replaceFirst("[^-]*(-\\w, )? *(--[a-z-]+).*", "$2"))
                        .toList();
        assertEquals(options.stream().distinct().toList(), options);
        assertTrue(options.containsAll(List.of("--help", "--version")), options::toString);
    }

    @ParameterizedTest
    @MethodSource("changing")
    void whoever_changes_something_reads_how_it_may_end(String command) {
        String page = String.join("\n", page(command));
        assertTrue(page.contains("4 partly changed or in doubt: mxfail resume"), page);
        assertTrue(page.contains("mxfail " + command), page);
    }

    private static List<String> changing() {
        return List.of("switch", "apply", "undo", "resume", "prepare", "settle");
    }

    @Test
    void the_options_of_the_command_itself_come_first() {
        List<String> page = page("switch");
        assertTrue(
                at(page, "--to=") < at(page, "--all") && at(page, "--yes") < at(page, "--color"),
                () -> String.join("\n", page));
    }

    private static int at(List<String> page, String option) {
        for (int i = 0; i < page.size(); i++) {
            if (page.get(i).strip().startsWith(option)) {
                return i;
            }
        }
        throw new AssertionError("no " + option);
    }
}
