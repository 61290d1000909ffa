package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.probe.SiteReport;

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
    public record Made(JudgedPlan judged, Map<String, SiteReport> sites) {}

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
            return new Made(draft.judged(), draft.observation().sites());
        }
    }
}
