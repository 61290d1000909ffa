package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.mail.Tlsa;

import org.junit.jupiter.api.Test;

import java.util.List;

final class DaneRolloverTest implements RuleCase {
    private static final Tlsa LEFT_OVER = Tlsa.forCertificate(3, 1, 2, Chains.FORMER.getFirst());

    @Override
    public Rule rule() {
        return new DaneRollover();
    }

    @Override
    public Scene fine() {
        return Chains.scene(Chains.own(Chains.LIVE), Chains.own(Chains.FORMER), Chains.authority());
    }

    @Override
    public Scene wrong() {
        return Chains.scene(Chains.own(Chains.LIVE), LEFT_OVER);
    }

    @Test
    void it_names_the_kind_that_fits_nothing() {
        assertTrue(finding().message().contains("of the kind 3 1 2 fits"), finding().message());
    }

    @Test
    void where_nothing_fits_the_other_rule_speaks() {
        assertEquals(List.of(), rule().judge(Chains.scene(LEFT_OVER).situation()));
    }
}
