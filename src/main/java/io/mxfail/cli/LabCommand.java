package io.mxfail.cli;

import picocli.CommandLine;

import java.io.IOException;
import java.util.Optional;

/// Keeps the lab running for practice.
@CommandLine.Command(
        description = "Keeps the demo's lab running and takes fault commands; `quit` ends it.")
final class LabCommand implements Command {
    @Override
    public int run(Platform platform) throws IOException {
        try (Practice lab = platform.factory().lab()) {
            platform.farewell().practising(lab);
            platform.out().println("The lab is running:");
            lab.description().forEach(line -> platform.out().println("  " + line));
            platform.out().println();
            platform.out().println("In another terminal:");
            platform.out()
                    .println(
                            "  export MXFAIL_PROFILES="
                                    + lab.profiles()
                                    + " MXFAIL_STATE="
                                    + lab.state());
            platform.out().println("  mxfail status");
            platform.out().println("Here: `help` lists the faults, `quit` ends the lab.");
            platform.out().flush();
            for (Optional<String> line = platform.factory().readLine();
                    line.isPresent() && !line.get().strip().equals("quit");
                    line = platform.factory().readLine()) {
                platform.out().println(lab.command(line.get()));
                platform.out().flush();
            }
            return 0;
        }
    }
}
