package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What every rule's test shows at least: silence where all is well, and a finding that says
/// what was found, what to do and where it is written.
interface RuleCase {
    Rule rule();

    /// A scene about which the rule has nothing to say.
    Scene fine();

    /// A scene in which it finds something.
    Scene wrong();

    @Test
    default void it_says_nothing_where_all_is_well() {
        assertEquals(List.of(), rule().judge(fine().situation()));
    }

    @Test
    default void it_finds_what_is_wrong_and_names_the_remedy() {
        List<Finding> findings = rule().judge(wrong().situation());
        assertFalse(findings.isEmpty());
        for (Finding finding : findings) {
            assertEquals(rule().id(), finding.id());
            assertEquals("acme", finding.where().profile());
            assertFalse(finding.where().subject().isBlank());
            assertFalse(finding.message().isBlank());
            assertTrue(finding.message().chars().noneMatch(Character::isISOControl));
            assertFalse(finding.fix().isBlank());
            assertTrue(
                    finding.reference().startsWith("RFC ")
                            || finding.reference().equals("docs/rules/" + rule().id() + ".md"),
                    finding.reference());
        }
    }

    /// The one thing that the rule finds in the scene that is wrong.
    default Finding finding() {
        return only(wrong());
    }

    /// The one thing that the rule finds in a scene.
    default Finding only(Scene scene) {
        List<Finding> findings = rule().judge(scene.situation());
        assertEquals(1, findings.size(), findings::toString);
        return findings.getFirst();
    }
}
