package io.mxfail.cli;

import java.util.Map;
import java.util.Optional;

/// Commands that have their names already and come later, with what serves today.
final class Planned {
    private static final Map<String, String> TODAY =
            Map.of(
                    "watch",
                    "`mxfail verify --wait 1h` looks until mail has moved, `mxfail status` says"
                            + " what is true now, and with `--output nagios` a monitoring system"
                            + " can ask every minute",
                    "maintain",
                    "do its steps by hand: `mxfail prepare --to S`, then `mxfail switch --to S`,"
                            + " and after the window `mxfail undo`",
                    "drill",
                    "`mxfail switch --to S --dry-run` rehearses on live data and changes nothing,"
                            + " `mxfail lab` is for practice",
                    "report",
                    "`mxfail history RUN` tells all that a run did, with `--json` for programs",
                    "runbook",
                    "`mxfail plan --to S --output markdown` is a page of what would be done, in"
                            + " order",
                    "quarantine",
                    "nothing puts a site in quarantine yet; `mxfail check` says how each site is");

    /// Options whose names are set and which nothing heeds yet.
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "--wave",
                    "several profiles are changed one after another, each `-p NAME` that you give",
                    "--stop-after-failures",
                    "several profiles are changed whatever becomes of one; give `-p NAME` for a"
                            + " few at a time",
                    "--interval",
                    "`mxfail verify --wait 1h` asks as often as is good",
                    "--scenario",
                    "type the faults into the lab; `help` there lists them");

    private Planned() {}

    /// What to say of such an option; empty: none of that name is planned.
    static Optional<String> option(String name) {
        return Optional.ofNullable(OPTIONS.get(name))
                .map(today -> "`" + name + "` is planned and not in this version; today: " + today);
    }

    /// What to say of such a command; empty: nobody plans one of that name.
    static Optional<String> of(String name) {
        return Optional.ofNullable(TODAY.get(name))
                .map(
                        today ->
                                "`mxfail "
                                        + name
                                        + "` is planned and not in this version; today: "
                                        + today);
    }

    /// What to say of a format that no command shows yet; empty: it is not planned.
    ///
    /// @param markdown whether the command has that, which becomes HTML in any wiki
    static Optional<String> output(String format, boolean markdown) {
        return format.equals("html")
                ? Optional.of(
                        "--output html is planned and not in this version; today: "
                                + (markdown ? "`--output markdown`" : "`--output text` or `json`"))
                : Optional.empty();
    }
}
