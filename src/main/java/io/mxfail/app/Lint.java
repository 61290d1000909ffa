package io.mxfail.app;

import io.mxfail.core.profile.LintReport;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.ProfileSource;

import java.util.List;

/// Checks profiles without the network.
public final class Lint {
    private final World world;

    public Lint(World world) {
        this.world = world;
    }

    /// The format of a profile, as JSON Schema.
    public String schema() {
        return world.profiles().schema();
    }

    /// What is wrong with the profiles named; empty: with every one of the folder.
    public LintReport run(List<String> names) {
        ProfileSource.Loaded loaded = world.profiles().load(names);
        return new LintReport(
                loaded.folder(),
                loaded.profiles().stream().map(Profile::name).toList(),
                loaded.problems());
    }
}
