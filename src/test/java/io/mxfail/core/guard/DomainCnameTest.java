package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class DomainCnameTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DomainCname();
    }

    @Override
    public Scene fine() {
        return inParentZone("");
    }

    @Override
    public Scene wrong() {
        return inParentZone("example.test. 60 IN CNAME shop.platform.test.\n");
    }

    private static Scene inParentZone(String more) {
        return Scene.well().check().zone("test.").world(more);
    }

    @Test
    void it_names_whose_the_decision_is() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(finding().message().contains("alias (CNAME) of shop.platform.test"));
    }
}
