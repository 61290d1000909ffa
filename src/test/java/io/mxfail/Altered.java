package io.mxfail;

import io.mxfail.app.World;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// The program with its real parts, one of which a test has replaced.
record Altered(Platform.Factory factory, UnaryOperator<World> change) implements Platform.Factory {
    Altered(UnaryOperator<World> change) {
        this(new Wiring(), change);
    }

    @Override
    public World world(Optional<String> profiles, Optional<String> state) {
        return change.apply(factory.world(profiles, state));
    }

    @Override
    public Practice lab() {
        throw new UnsupportedOperationException("no lab here");
    }

    @Override
    public Platform.Factory fast(Practice lab) {
        return this;
    }

    @Override
    public boolean interactive() {
        return factory.interactive();
    }

    @Override
    public Optional<String> readLine() {
        return factory.readLine();
    }
}
