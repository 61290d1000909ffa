package io.mxfail.cli;

import io.mxfail.view.Json;
import io.mxfail.view.Text;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// The last words where a signal such as Ctrl-C ends the program: what may have been changed, and
/// what to type next. They read nothing and wait for nothing, since whoever stops a program wants
/// it to stop.
public final class Farewell {
    private static final List<String> CHANGING =
            List.of("switch", "apply", "undo", "resume", "prepare", "settle");

    /// What a shell shows for a program that Ctrl-C ended.
    private static final int STOPPED = 130;

    private volatile Optional<String> run = Optional.empty();

    /// A run is on disk, and may write from now on.
    void noted(String id) {
        run = Optional.of(id);
    }

    /// Says it, where there is something to say.
    ///
    /// @param args the command line
    /// @param out where one JSON object is promised
    /// @param err everything else
    public void say(PrintStream out, PrintStream err, String version, String... args) {
        boolean changing = args.length > 0 && CHANGING.contains(args[0]);
        String words = changing ? afterChanges() : "stopped by a signal; nothing was changed";
        if (List.of(args).contains("--json")) {
            out.println(Json.error(STOPPED, "interrupted", words, version));
        } else if (changing) {
            err.println(); // after the ^C that terminals show
            err.print(Text.message(words));
        }
        out.flush();
        err.flush();
    }

    private String afterChanges() {
        return run.map(
                        id ->
                                "stopped by a signal in run "
                                        + id
                                        + "; what it has written stays; `mxfail status` says what"
                                        + " is true now, `mxfail resume "
                                        + id
                                        + "` finishes it, `mxfail undo "
                                        + id
                                        + "` takes it back")
                .orElse("stopped by a signal; nothing was changed");
    }
}
