package io.mxfail.cli;

import io.mxfail.app.Selection;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Options of every command that works on profiles.
final class Common {
    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            description = "Profile by name or file path; may be repeated.")
    List<String> profiles = new ArrayList<>();

    @Option(names = "--all", description = "Every profile of the folder.")
    boolean all;

    @Option(
            names = "--profiles",
            paramLabel = "DIR",
            description = {
                "Folder of profiles. Default: $MXFAIL_PROFILES,",
                "else ./profiles, else",
                "$XDG_CONFIG_HOME/mxfail/profiles."
            })
    Optional<String> folder = Optional.empty();

    @Option(
            names = "--domain",
            paramLabel = "D",
            description = "Only this domain; may be repeated.")
    List<String> domains = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = {
                "Folder of history and locks.",
                "Default: $MXFAIL_STATE, else",
                "$XDG_STATE_HOME/mxfail."
            })
    Optional<String> state = Optional.empty();

    @Mixin Shown shown = new Shown();

    Selection selection() {
        return new Selection(profiles, all, domains);
    }

    boolean wantsJson() {
        return shown.wantsJson();
    }
}
