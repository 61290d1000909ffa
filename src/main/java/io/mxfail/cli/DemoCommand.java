package io.mxfail.cli;

import picocli.CommandLine;

import java.io.IOException;
import java.util.Optional;

/// Runs the whole failover on an embedded lab, as an operator would see it.
@CommandLine.Command(
        description =
                "Runs check, plan, switch, verify and undo on an embedded lab: real packets on"
                        + " loopback, time runs 600 times as fast, nothing is left behind. With"
                        + " --json one object that holds the result of every step.")
final class DemoCommand implements Command {
    @CommandLine.Mixin private Shown shown = new Shown();

    @Override
    public int run(Platform platform) throws IOException {
        try (Practice lab = platform.factory().lab()) {
            platform.farewell().practising(lab);
            var inside = platform.with(platform.factory().fast(lab));
            Stage stage =
                    wantsJson()
                            ? new Stage.Recorded(inside, lab, shown)
                            : new Stage.Told(inside, lab, shown);
            return stage.end(failover(stage, lab));
        }
    }

    /// The acts of the play, up to the first command that fails.
    private static int failover(Stage stage, Practice lab) {
        stage.say("A company's mail runs at its primary host. The lab is on loopback:");
        lab.description().forEach(stage::show);
        stage.say("Is the backup ready? Look before anything burns.");
        int exit = stage.type("check");
        if (exit > 1) {
            return exit;
        }
        stage.say("The primary begins to reject mail: what would a switch change?");
        stage.happen("mail primary relay-denied");
        exit = stage.type("plan", "--to", "backup");
        if (exit != 0) {
            return exit;
        }
        stage.say("Switch, and look until mail is seen to have moved.");
        exit =
                stage.type(
                        "switch",
                        "--to",
                        "backup",
                        "--from",
                        "primary",
                        "--yes",
                        "--wait",
                        "2h",
                        "--reason",
                        "the primary rejects mail");
        if (exit != 0) {
            return exit;
        }
        exit = stage.type("verify", "--expect", "backup");
        if (exit != 0) {
            return exit;
        }
        stage.say("The primary is well again: take it back.");
        stage.happen("mail primary ok");
        exit = stage.type("undo", "--yes", "--wait", "2h");
        if (exit != 0) {
            return exit;
        }
        exit = stage.type("status");
        // caches of the world outside may still hold the old data for a while: status says so with
        // 1
        stage.say("Done. Nothing was left behind. Try it yourself: mxfail lab");
        return exit > 1 ? exit : 0;
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(shown);
    }
}
