package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    void a_fault_brings_its_finding_and_only_what_its_page_lists_beside_it()
            throws ReflectiveOperationException, IOException {
        var surprising = new TreeMap<String, Set<String>>();
        for (Rule rule : Rules.ALL) {
            RuleCase instance = caseOf(rule);
            Set<String> found =
                    Rules.judge(instance.wrong().situation()).stream()
                            .map(Finding::id)
                            .collect(Collectors.toCollection(TreeSet::new));
            assertTrue(found.remove(rule.id()), rule.id() + " is silent among the others");
            found.removeAll(RulePages.comesAlong(rule.id()));
            if (!found.isEmpty()) {
                surprising.put(rule.id(), found);
            }
        }
        assertEquals(Map.of(), surprising);
    }

    @Test
    void every_page_says_what_is_found_why_it_matters_and_what_to_do() throws IOException {
        var lacking = new TreeMap<String, List<String>>();
        for (String id : ids()) {
            List<String> missing = RulePages.missing(id);
            if (!missing.isEmpty()) {
                lacking.put(id, missing);
            }
        }
        assertEquals(Map.of(), lacking);
    }

    @Test
    void every_page_names_the_rfc_that_its_findings_refer_to_or_says_that_there_is_none()
            throws ReflectiveOperationException, IOException {
        var wrong = new TreeMap<String, String>();
        for (Rule rule : Rules.ALL) {
            String source = RulePages.source(rule.id());
            Set<String> references =
                    rule.judge(caseOf(rule).wrong().situation()).stream()
                            .map(Finding::reference)
                            .collect(Collectors.toCollection(TreeSet::new));
            for (String reference : references) {
                boolean named =
                        reference.startsWith("RFC ")
                                ? source.startsWith("RFC ") && source.contains(reference)
                                : source.startsWith("no RFC");
                if (!named) {
                    wrong.put(rule.id(), reference + " is not in: " + source);
                }
            }
        }
        assertEquals(Map.of(), wrong);
    }

    @Test
    void where_all_is_well_no_rule_speaks() {
        assertEquals(List.of(), Rules.judge(Scene.well().situation()));
        assertEquals(List.of(), Rules.judge(Scene.well().check().situation()));
    }

    @Test
    void a_chain_of_an_own_authority_is_no_fault_where_no_sender_checks_it() {
        Scene scene =
                Scene.well()
                        .check()
                        .probed(
                                "backup",
                                Scene.host(
                                        "mx.backup.test.",
                                        Scene.but(
                                                Scene.accepting("192.0.2.20"),
                                                probe ->
                                                        Scene.tls(
                                                                probe,
                                                                Scene.untrusted(
                                                                        "mx.backup.test")))));
        assertEquals(List.of(), Rules.judge(scene.situation()));
        assertEquals(
                io.mxfail.core.probe.SiteState.READY,
                scene.situation().probes().site("backup").orElseThrow().state());
    }

    private static RuleCase caseOf(Rule rule) throws ReflectiveOperationException {
        Class<?> test = Class.forName(rule.getClass().getName() + "Test");
        var constructor = test.getDeclaredConstructor();
        return (RuleCase) constructor.newInstance();
    }

    @Test
    void ids_are_unique_and_what_nobody_can_accept_is_among_them() {
        assertEquals(Rules.ALL.size(), ids().size());
        assertTrue(ids().containsAll(JudgedPlan.NEVER_ACCEPTABLE));
    }

    @Test
    void nothing_blocks_where_all_is_well() {
        assertEquals(
                List.of(), Blocking.of(Rules.judge(Scene.well().situation()), "backup", List.of()));
    }

    private static Set<String> ids() {
        return Rules.ALL.stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
