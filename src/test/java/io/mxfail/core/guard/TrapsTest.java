package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The page of the traps is whole: each of the forty-five says where it is heeded, and that place
/// exists.
final class TrapsTest {
    private static final Path DOCS = Path.of("docs");
    private static final int TRAPS = 45;
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\(([^)]+)\\)");

    private static List<MatchResult> rows() throws IOException {
        return Files.readAllLines(DOCS.resolve("traps.md")).stream()
                .flatMap(line -> ROW.matcher(line).results())
                .toList();
    }

    private static List<MatchResult> links(MatchResult row) {
        return LINK.matcher(row.group(3)).results().toList();
    }

    @Test
    void every_trap_is_there_once_and_in_order() throws IOException {
        assertEquals(
                IntStream.rangeClosed(1, TRAPS).boxed().toList(),
                rows().stream().map(row -> Integer.valueOf(row.group(1))).toList());
    }

    @Test
    void every_trap_names_a_place_that_exists() throws IOException {
        for (MatchResult row : rows()) {
            assertFalse(links(row).isEmpty(), row::group);
            for (MatchResult link : links(row)) {
                assertTrue(Files.exists(DOCS.resolve(link.group(2))), link::group);
            }
        }
    }

    @Test
    void what_looks_like_a_rule_or_a_hazard_is_one() throws IOException {
        Set<String> rules = Rules.ALL.stream().map(Rule::id).collect(Collectors.toSet());
        String hazards = Files.readString(DOCS.resolve("hazards.md"));
        for (MatchResult row : rows()) {
            for (MatchResult link : links(row)) {
                String id = link.group(1);
                switch (link.group(2)) {
                    case "hazards.md" -> assertTrue(hazards.contains("| `" + id + "` |"), id);
                    case String page when page.startsWith("rules/") -> {
                        assertTrue(rules.contains(id), id);
                        assertEquals("rules/" + id + ".md", page);
                    }
                    case String source when source.endsWith(".java") ->
                            assertTrue(source.endsWith("/" + id + ".java"), source);
                    default -> {}
                }
            }
        }
    }
}
