package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Limits;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

final class ContentRefusedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ContentRefused();
    }

    @Override
    public Scene fine() {
        return at(Limits.Lack.values());
    }

    /// Somebody's note in the umlauts of Latin-1, beside the SPF record that a switch extends.
    @Override
    public Scene wrong() {
        return at(Limits.Lack.NON_ASCII_TEXT).beside("example.test. 3600 IN TXT \"gr\\252n\"\n");
    }

    /// All is well, at a provider that lacks these.
    static Scene at(Limits.Lack... lacks) {
        Capabilities all = Scene.capable(Capabilities.Atomicity.ZONE, 0, 100);
        return Scene.well()
                .providers(
                        Services.ProviderFact.of(
                                "first",
                                new Capabilities(
                                        all.atomicity(),
                                        all.staleWrite(),
                                        all.minimumTtl(),
                                        all.maximumChanges(),
                                        Set.of(),
                                        new Limits(
                                                100_000, 4000, Set.of(lacks), Limits.Batch.NONE))));
    }

    @Test
    void it_says_what_and_where_and_blocks() {
        Finding finding = finding();
        assertEquals("example.test. TXT", finding.where().subject());
        assertTrue(
                finding.message().contains("first takes no TXT record with more than printable"),
                finding.message());
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
    }
}
