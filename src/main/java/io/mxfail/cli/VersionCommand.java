package io.mxfail.cli;

import picocli.CommandLine;

/// Prints the version.
@CommandLine.Command(description = "Prints the version of mxfail.")
final class VersionCommand implements Command {
    @Override
    public int run(Platform platform) {
        platform.out().println("mxfail " + platform.version());
        return 0;
    }
}
