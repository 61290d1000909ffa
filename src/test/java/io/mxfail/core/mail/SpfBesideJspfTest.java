package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.james.jspf.executor.SPFResult;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// mxfail beside Apache's jSPF, on every case of the public suite. It is a second opinion from
/// another house: where both are right they agree, and each difference is one of [#KNOWN].
class SpfBesideJspfTest {
    /// By case: its results, ours first, and what the suite says of it. All five are mistakes of
    /// jSPF, which was written for RFC 4408; ours are held by [SpfCheckTest].
    private static final Map<String, String> KNOWN =
            Map.of(
                    // It takes letters beyond ASCII for syntax (RFC 7208, section 3.1).
                    "non-ascii-policy",
                    "permerror, fail",
                    // It compares host names letter by letter (RFC 4343).
                    "ptr-case-change",
                    "pass, fail",
                    // It takes silence for "does not exist" (RFC 7208, section 5).
                    "exists-dnserr",
                    "temperror, fail",
                    // That an eleventh host of an MX set is an error is new in RFC 7208 (4.6.4).
                    "mx-limit",
                    "permerror, pass",
                    // So is the limit of two look-ups that find nothing.
                    "void-over-limit",
                    "permerror, neutral");

    /// Cases whose explanation differs, and ours is the suite's: it escapes the tilde, which need
    /// not be (RFC 7208, section 7.3), and writes an IPv6 address out in full.
    private static final Set<String> KNOWN_TEXTS = Set.of("upper-macro", "v-macro-ip6");

    @Test
    void both_agree_but_where_jspf_is_known_to_be_wrong() {
        var differences = new TreeMap<String, String>();
        for (SpfSuite.Scenario scenario : SpfSuite.scenarios()) {
            for (SpfSuite.Case test : scenario.cases()) {
                String ours = ours(scenario, test).result().word();
                String theirs = theirs(scenario, test).getResult();
                if (!ours.equals(theirs)) {
                    differences.put(test.name(), ours + ", " + theirs);
                }
            }
        }
        assertEquals(new TreeMap<>(KNOWN), differences);
    }

    @Test
    void both_tell_the_same_explanation() {
        var differences = new TreeSet<String>();
        for (SpfSuite.Scenario scenario : SpfSuite.scenarios()) {
            for (SpfSuite.Case test : scenario.cases()) {
                if (test.explanation().isPresent() && !KNOWN.containsKey(test.name())) {
                    String ours = ours(scenario, test).explanation().orElse("");
                    if (!ours.equals(theirs(scenario, test).getExplanation())) {
                        differences.add(test.name());
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(KNOWN_TEXTS), differences);
    }

    private static SpfVerdict ours(SpfSuite.Scenario scenario, SpfSuite.Case test) {
        return SpfCheck.of(
                SpfCheck.Message.of(test.client(), test.sender(), test.helo()), scenario.zone());
    }

    private static SPFResult theirs(SpfSuite.Scenario scenario, SpfSuite.Case test) {
        return JspfAnswers.evaluator(scenario.zone())
                .checkSPF(test.client().getHostAddress(), test.sender(), test.helo());
    }
}
