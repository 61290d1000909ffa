package io.mxfail.cli;

import io.mxfail.view.Json;
import io.mxfail.view.PracticeJson;
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

    private static final int IN_DOUBT = 4;
    private static final int PENDING = 5;
    private static final int CANCELLED = 8;

    /// How far the command has come, as the contract's exit codes tell it apart.
    private sealed interface Reached {}

    private record NothingWritten() implements Reached {}

    /// A run that may have written before is dealt with, and nothing was written now.
    private record HalfWay(String run) implements Reached {}

    /// A run is on disk, and its writes may be on their way.
    private record Writing(String run) implements Reached {}

    /// Every write of the only run so far was acknowledged, and what is left is to look.
    private record Written(String run) implements Reached {}

    private volatile Reached reached = new NothingWritten();
    private volatile boolean several;
    private volatile Optional<Practice> lab = Optional.empty();

    /// A lab runs, of which nothing must stay.
    void practising(Practice running) {
        lab = Optional.of(running);
    }

    /// A run that may have written before is dealt with.
    synchronized void takenUp(String id) {
        reached = new HalfWay(id);
    }

    /// A run is on disk, and may write from now on.
    synchronized void noted(String id) {
        several =
                switch (reached) {
                    case NothingWritten _, HalfWay _ -> false;
                    case Writing _, Written _ -> true;
                };
        reached = new Writing(id);
    }

    /// All of the run is written.
    synchronized void written(String id) {
        if (!several) {
            reached = new Written(id);
        }
    }

    /// Says it, where there is something to say, and takes away what a lab would leave.
    ///
    /// @param args the command line
    /// @param out where one JSON object is promised
    /// @param err everything else
    /// @return the exit code: the contract's for a command that changes something, else that of
    ///   every program that a signal ends
    public int say(PrintStream out, PrintStream err, String version, String... args) {
        boolean changing = args.length > 0 && CHANGING.contains(args[0]);
        int exit = changing ? exit() : STOPPED;
        String words = changing ? words() : "stopped by a signal; nothing was changed";
        if (args.length > 0 && args[0].equals("lab") && Shown.json(args)) {
            out.print(PracticeJson.stopped(version));
        } else if (Shown.json(args)) {
            out.println(Json.error(exit, "interrupted", words, version));
        } else if (changing) {
            err.println(); // after the ^C that terminals show
            err.print(Text.message(words));
        }
        out.flush();
        err.flush();
        lab.ifPresent(Practice::close);
        return exit;
    }

    private int exit() {
        return switch (reached) {
            case NothingWritten _ -> CANCELLED;
            case HalfWay _, Writing _ -> IN_DOUBT;
            case Written _ -> PENDING;
        };
    }

    private String words() {
        return switch (reached) {
            case NothingWritten _ -> "stopped by a signal; nothing was changed";
            case HalfWay(String run) ->
                    "stopped by a signal; nothing was changed now, and run "
                            + run
                            + " is still unfinished; "
                            + next(run, "finishes it");
            case Writing(String run) ->
                    "stopped by a signal in run "
                            + run
                            + "; what it has written stays; `mxfail status` says what is true now, "
                            + next(run, "finishes it");
            case Written(String run) ->
                    "stopped by a signal while run "
                            + run
                            + " was verified; all of it is written; "
                            + next(run, "verifies and closes it");
        };
    }

    private static String next(String run, String resume) {
        return "`mxfail resume "
                + run
                + "` "
                + resume
                + ", `mxfail undo "
                + run
                + "` takes it back";
    }
}
