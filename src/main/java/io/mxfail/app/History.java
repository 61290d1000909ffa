package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunState;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;

/// The audit trail.
public final class History {
    private final World world;

    public History(World world) {
        this.world = world;
    }

    /// The runs of the selected profiles and domains, newest first. Profiles are not read: history
    /// outlives them.
    public List<RunState> of(Selection selection) throws CommandFailure {
        var domains = new ArrayList<Name>();
        for (String domain : selection.domains()) {
            domains.add(Selection.name(domain));
        }
        return new Runs(world.records().journal())
                .all().stream()
                        .filter(
                                run ->
                                        selection.profiles().isEmpty()
                                                || selection.profiles().stream()
                                                        .anyMatch(p -> isNamed(run, p)))
                        .filter(run -> domains.isEmpty() || Runs.concerns(run, domains))
                        .toList();
    }

    /// A profile is selected by its name, or by its file.
    private static boolean isNamed(RunState run, String profile) {
        String file = profile.substring(profile.lastIndexOf('/') + 1);
        return run.plan().profile().equals(file.replaceFirst("\\.ya?ml$", ""));
    }

    /// One run with its events.
    public record One(RunState state, List<JournalEvent> events) {
        public One {
            events = List.copyOf(events);
        }
    }

    /// One run by its id or the beginning of it.
    public One one(String run) throws CommandFailure {
        var runs = new Runs(world.records().journal());
        RunState state = runs.named(run);
        return new One(state, runs.events(state.run()));
    }
}
