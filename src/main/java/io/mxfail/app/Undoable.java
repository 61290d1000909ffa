package io.mxfail.app;

import io.mxfail.core.journal.RunState;
import io.mxfail.core.journal.Standing;

import org.xbill.DNS.Name;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which runs can be taken back.
final class Undoable {
    private Undoable() {}

    /// The newest run that may have changed one of the selected domains.
    static RunState newest(World world, Runs runs, Selection selection) throws CommandFailure {
        Set<Name> wanted = new TreeSet<>();
        selection.changed(world.profiles()).domains().forEach(d -> wanted.add(d.name()));
        return runs.newest(run -> run.mayHaveWritten() && Runs.concerns(run, wanted))
                .orElseThrow(
                        () ->
                                CommandFailure.refused(
                                        "nothing-to-undo",
                                        "no run has changed these domains; `mxfail history` lists"
                                                + " all runs"));
    }

    /// Only a domain's newest change can be taken back: an older one no longer stands.
    static void check(Runs runs, RunState target) throws CommandFailure {
        var domains = new TreeSet<Name>();
        target.plan().domains().stream()
                .filter(d -> !d.changes().isEmpty())
                .forEach(d -> domains.add(d.domain()));
        // a run that was taken back since is no obstacle, nor is the one that took it back
        Optional<RunState> newer =
                Standing.of(runs.all()).stream()
                        .filter(
                                run ->
                                        !run.run().equals(target.run())
                                                && !run.started()
                                                        .header()
                                                        .reverts()
                                                        .equals(Optional.of(target.run()))
                                                && run.started().at().isAfter(target.started().at())
                                                && Runs.concerns(run, domains))
                        .findFirst();
        if (newer.isPresent()) {
            throw CommandFailure.refused(
                    "not-newest",
                    "run "
                            + newer.get().run()
                            + " changed the same domains after "
                            + target.run()
                            + "; nothing changed; undo that one first");
        }
    }
}
