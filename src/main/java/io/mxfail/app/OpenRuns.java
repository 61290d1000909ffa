package io.mxfail.app;

import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.propagation.OpenRun;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which runs stand half-way, for those who only look.
final class OpenRuns {
    private OpenRuns() {}

    /// Those of the domains, each told by its newest run.
    ///
    /// @param runs all runs, newest first
    static List<OpenRun> of(List<RunState> runs, Collection<Name> domains) {
        Map<String, List<Name>> open = new LinkedHashMap<>();
        Map<String, RunState> states = new LinkedHashMap<>();
        for (Name domain : domains) {
            last(runs, domain)
                    .filter(OpenRuns::needsSomeone)
                    .ifPresent(
                            run -> {
                                states.put(run.run(), run);
                                open.computeIfAbsent(run.run(), _ -> new ArrayList<>()).add(domain);
                            });
        }
        return states.values().stream()
                .map(
                        run ->
                                new OpenRun(
                                        run.run(),
                                        open.getOrDefault(run.run(), List.of()),
                                        run.interrupted()))
                .toList();
    }

    /// The same by the journal; where it cannot be read, whoever needs it is told.
    static List<OpenRun> of(World world, Collection<Name> domains) {
        return of(new Runs(world.records().journal()).known(), domains);
    }

    /// The newest run that changed a domain, or that did not end.
    static Optional<RunState> last(List<RunState> runs, Name domain) {
        return runs.stream()
                .filter(run -> Runs.concerns(run, Set.of(domain)))
                .filter(run -> run.mayHaveWritten() || run.ended().isEmpty())
                .findFirst();
    }

    /// Whether a run waits for somebody to finish it or to take it back.
    static boolean needsSomeone(RunState run) {
        return run.interrupted()
                || (run.ended().isEmpty() && Fence.of(run).isPresent())
                || run.ended().filter(e -> e.outcome() == RunOutcome.PARTIAL).isPresent();
    }
}
