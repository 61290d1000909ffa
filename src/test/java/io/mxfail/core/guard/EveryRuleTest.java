package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

final class EveryRuleTest {
    private static final Path PAGES = Path.of("docs", "rules");

    @Test
    void every_rule_has_a_page_and_every_page_a_rule() throws IOException {
        Set<String> pages;
        try (var files = Files.list(PAGES)) {
            pages =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .map(name -> name.replaceFirst("\\.md$", ""))
                            .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(ids(), pages);
        String index = Files.readString(PAGES.resolve("README.md"));
        for (String id : ids()) {
            assertTrue(Files.readString(PAGES.resolve(id + ".md")).startsWith("# " + id + ":"), id);
            assertTrue(index.contains("[" + id + "](" + id + ".md)"), id);
        }
    }

    @Test
    void every_rule_has_a_passing_and_a_failing_case() throws ReflectiveOperationException {
        for (Rule rule : Rules.ALL) {
            Class<?> test = Class.forName(rule.getClass().getName() + "Test");
            assertTrue(RuleCase.class.isAssignableFrom(test), test.getName());
            var constructor = test.getDeclaredConstructor();
            RuleCase instance = (RuleCase) constructor.newInstance();
            assertEquals(rule.id(), instance.rule().id());
        }
    }

    @Test
    void ids_are_unique_and_what_nobody_can_accept_is_among_them() {
        assertEquals(Rules.ALL.size(), ids().size());
        assertTrue(ids().containsAll(JudgedPlan.NEVER_ACCEPTABLE));
    }

    @Test
    void nothing_blocks_where_all_is_well() {
        assertEquals(
                java.util.List.of(),
                Blocking.of(Rules.judge(Scene.well().situation()), "backup", java.util.List.of()));
    }

    private static Set<String> ids() {
        return Rules.ALL.stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
