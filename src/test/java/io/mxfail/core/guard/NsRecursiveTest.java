package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.propagation.ServerView;

import org.junit.jupiter.api.Test;

import java.util.Optional;

final class NsRecursiveTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NsRecursive();
    }

    @Override
    public Scene fine() {
        return offering(false);
    }

    @Override
    public Scene wrong() {
        return offering(true);
    }

    private static Scene offering(boolean recursion) {
        ServerView first = Scene.server("192.0.2.1", 7);
        return Scene.well()
                .servers(
                        new ServerView(first.server(), first.answers(), Optional.of(recursion)),
                        Scene.server("192.0.2.2", 7));
    }

    @Test
    void it_names_the_server() {
        assertTrue(finding().message().endsWith("to this machine: 192.0.2.1"));
    }
}
