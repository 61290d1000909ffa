package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.propagation.OpenRun;

import java.util.List;
import java.util.Map;

/// Computes a switch and changes nothing.
public final class MakePlan {
    private final World world;
    private final Progress progress;

    public MakePlan(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /// A plan, with what the probe found, by site.
    ///
    /// @param open runs of the domains that stand half-way
    public record Made(JudgedPlan judged, Map<String, SiteReport> sites, List<OpenRun> open) {
        public Made {
            open = List.copyOf(open);
        }

        /// Whether the plan can be carried out only once another run is finished or taken back.
        public boolean waits() {
            return open.stream().anyMatch(OpenRun::holds);
        }
    }

    /// Plans a switch to `to`.
    public Made run(Selection selection, String to, ChangeRequest.Terms terms)
            throws CommandFailure, InterruptedException {
        return run(selection.changed(world.profiles()), to, terms);
    }

    /// The same of a profile that was read already.
    public Made run(EachProfile.One one, String to, ChangeRequest.Terms terms)
            throws CommandFailure, InterruptedException {
        return run(one.chosen(), to, terms);
    }

    private Made run(Selection.Chosen chosen, String to, ChangeRequest.Terms terms)
            throws CommandFailure, InterruptedException {
        terms.check();
        Drafting.requireSite(chosen.profile(), to);
        try (Accounts accounts = Accounts.open(world, chosen.profile())) {
            progress.live("reading the records of " + chosen.profile().name());
            LiveZones live = LiveZones.read(accounts, chosen.profile(), chosen.domains());
            Drafting.Draft draft =
                    new Drafting(world, chosen.profile(), accounts, progress)
                            .draft(live, new Drafting.Wish(to, terms.mode(), terms.accepted()));
            return new Made(
                    draft.judged(),
                    draft.observation().sites(),
                    OpenRuns.of(world, chosen.domains().stream().map(MailDomain::name).toList()));
        }
    }
}
