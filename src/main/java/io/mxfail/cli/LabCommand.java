package io.mxfail.cli;

import io.mxfail.view.PracticeJson;

import picocli.CommandLine;

import java.io.IOException;
import java.util.Optional;

/// Keeps the lab running for practice.
@CommandLine.Command(
        description =
                "Keeps the demo's lab running and takes fault commands; `quit` ends it. With"
                        + " --json an object a line: started, fault, refused, stopped.")
final class LabCommand implements Command {
    @CommandLine.Mixin private Shown shown = new Shown();

    @Override
    public int run(Platform platform) throws IOException {
        try (Practice lab = platform.factory().lab()) {
            platform.farewell().practising(lab);
            print(platform, wantsJson() ? started(platform, lab) : welcome(lab));
            for (Optional<String> line = platform.factory().readLine();
                    line.isPresent() && !line.get().strip().equals("quit");
                    line = platform.factory().readLine()) {
                Practice.Answer answer = lab.command(line.get());
                print(
                        platform,
                        wantsJson()
                                ? PracticeJson.fault(
                                        line.get().strip(),
                                        answer.done(),
                                        answer.text(),
                                        platform.version())
                                : answer.text() + "\n");
            }
        }
        if (wantsJson()) {
            print(platform, PracticeJson.stopped(platform.version()));
        }
        return 0;
    }

    private static void print(Platform platform, String text) {
        platform.out().print(text);
        platform.out().flush();
    }

    private static String started(Platform platform, Practice lab) {
        return PracticeJson.started(lab.profiles(), lab.state(), lab.servers(), platform.version());
    }

    private static String welcome(Practice lab) {
        var text = new StringBuilder("The lab is running:\n");
        lab.description().forEach(line -> text.append("  ").append(line).append('\n'));
        return text.append("\nIn another terminal:\n")
                .append("  export MXFAIL_PROFILES=")
                .append(lab.profiles())
                .append(" MXFAIL_STATE=")
                .append(lab.state())
                .append("\n  mxfail status\n")
                .append("Here: `help` lists the faults, `quit` ends the lab.\n")
                .toString();
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(shown);
    }
}
