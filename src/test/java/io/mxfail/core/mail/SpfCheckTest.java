package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class SpfCheckTest {
    /// Cases in which mxfail differs from mox, with what it says instead.
    private static final Map<String, String> BESIDE_MOX =
            Map.of(
                    // a number may have any length, and take more labels than there are (RFC 7208,
                    // section 7.1): the name is looked up, and is not there
                    "s-many",
                    "fail",
                    // `%%` is a name like another, and is not there
                    "include-permerror",
                    "neutral",
                    // more than ten hosts are an error, wherever the client stands among them
                    // (section 4.6.4, and the suite of the RFC)
                    "many-mx-1",
                    "permerror",
                    "many-mx-10",
                    "permerror");

    @TestFactory
    List<DynamicContainer> every_case_of_the_public_suite_of_rfc_7208() {
        return every(SpfSuite.scenarios(), Map.of());
    }

    @TestFactory
    List<DynamicContainer> every_case_of_mox() {
        return every(SpfSuite.scenarios("mox/spf.yml"), BESIDE_MOX);
    }

    @TestFactory
    List<DynamicContainer> every_case_of_checkdmarc() {
        return every(SpfSuite.scenarios("checkdmarc/spf.yml"), Map.of());
    }

    private static List<DynamicContainer> every(
            List<SpfSuite.Scenario> scenarios, Map<String, String> different) {
        return scenarios.stream()
                .map(
                        scenario ->
                                DynamicContainer.dynamicContainer(
                                        scenario.description(),
                                        scenario.cases().stream()
                                                .map(
                                                        test ->
                                                                DynamicTest.dynamicTest(
                                                                        test.name(),
                                                                        () ->
                                                                                judge(
                                                                                        scenario,
                                                                                        test,
                                                                                        different)))))
                .toList();
    }

    @Test
    void the_suites_have_all_their_cases() {
        assertEquals(203, count(SpfSuite.scenarios()));
        assertEquals(170, count(SpfSuite.scenarios("mox/spf.yml")));
        assertEquals(14, count(SpfSuite.scenarios("checkdmarc/spf.yml")));
    }

    private static int count(List<SpfSuite.Scenario> scenarios) {
        return scenarios.stream().mapToInt(s -> s.cases().size()).sum();
    }

    private static void judge(
            SpfSuite.Scenario scenario, SpfSuite.Case test, Map<String, String> different) {
        var message = SpfCheck.Message.of(test.client(), test.sender(), test.helo());
        SpfVerdict verdict = SpfCheck.of(message, scenario.zone());
        List<String> wanted =
                Optional.ofNullable(different.get(test.name()))
                        .map(List::of)
                        .orElse(test.results());
        assertTrue(wanted.contains(verdict.result().word()), () -> wanted + " wanted: " + verdict);
        test.explanation()
                .ifPresent(text -> assertEquals(text, verdict.explanation().orElse("DEFAULT")));
    }
}
