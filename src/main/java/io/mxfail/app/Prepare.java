package io.mxfail.app;

import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;

import java.util.Optional;

/// Does ahead of a switch what can be done ahead: publishes what only adds, and lowers the TTLs of
/// what the switch will replace. Mail stays where it is.
public final class Prepare {
    private final Undertaking undertaking;
    private final World world;

    public Prepare(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.undertaking = new Undertaking(world, confirmation, progress);
    }

    /// Prepares a switch to `to`.
    public Switch.Done run(ChangeRequest request, String to)
            throws CommandFailure, InterruptedException {
        request.check();
        if (request.terms().mode().equals(Optional.of(Mode.BREACH))) {
            throw CommandFailure.usage(
                    "a breach is not prepared for; type mxfail switch --mode breach --to " + to);
        }
        Selection.Chosen chosen = request.selection().changed(world.profiles());
        Drafting.requireSite(chosen.profile(), to);
        return undertaking.run(request, chosen, work(request, to, chosen));
    }

    private static Undertaking.Work work(
            ChangeRequest request, String to, Selection.Chosen chosen) {
        String next = "mxfail switch --to " + to + " -p " + chosen.profile().name();
        return new Undertaking.Work() {
            @Override
            public Drafting.Draft draft(Drafting drafting, LiveZones live)
                    throws CommandFailure, InterruptedException {
                return drafting.prepared(
                        live,
                        new Drafting.Wish(to, request.terms().mode(), request.terms().accepted()));
            }

            @Override
            public String title(String what) {
                return "prepare the switch of " + what + " to " + to + " (mail stays where it is)";
            }

            @Override
            public String nothing(Drafting.Draft draft) {
                boolean there =
                        draft.active().values().stream().allMatch(site -> site.site().equals(to));
                return there
                        ? "nothing to prepare: mail is at " + to + " already"
                        : "nothing to prepare: all is published and TTLs are short; "
                                + (draft.judged().blocked()
                                        ? to + " is not ready, see above: `mxfail check`"
                                        : "then: " + next);
            }

            @Override
            public String again() {
                return "mxfail prepare --to " + to;
            }

            @Override
            public Proof proof(LiveZones fresh, Plan plan) {
                return new Proof.Served(Aim.PREPARE);
            }
        };
    }
}
