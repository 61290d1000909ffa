package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;

class SpfCheckTest {
    @TestFactory
    List<DynamicContainer> every_case_of_the_public_suite_of_rfc_7208() {
        return SpfSuite.scenarios().stream()
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
                                                                                        test)))))
                .toList();
    }

    @Test
    void the_suite_has_all_its_cases() {
        assertEquals(203, SpfSuite.scenarios().stream().mapToInt(s -> s.cases().size()).sum());
    }

    private static void judge(SpfSuite.Scenario scenario, SpfSuite.Case test) {
        var message = SpfCheck.Message.of(test.client(), test.sender(), test.helo());
        SpfVerdict verdict = SpfCheck.of(message, scenario.zone());
        assertTrue(
                test.results().contains(verdict.result().word()),
                () -> test.results() + " wanted: " + verdict);
        test.explanation()
                .ifPresent(text -> assertEquals(text, verdict.explanation().orElse("DEFAULT")));
    }
}
