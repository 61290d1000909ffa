package io.mxfail.app;

import io.mxfail.core.guard.Advice;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.journal.Settling;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Takes off what may come off after a switch, as far as it is due: short TTLs, and SPF terms of
/// the site that was left.
public final class Settle {
    private final Undertaking undertaking;
    private final World world;

    public Settle(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.undertaking = new Undertaking(world, confirmation, progress);
    }

    /// Does what is due.
    public Switch.Done run(ChangeRequest request) throws CommandFailure, InterruptedException {
        request.check();
        Selection.Chosen chosen = request.selection().changed(world.profiles());
        return undertaking.run(request, chosen, new Due(request, chosen.profile()));
    }

    /// What is due of a profile, by its history and by what is served.
    private final class Due implements Undertaking.Work {
        private final ChangeRequest request;
        private final Profile profile;
        private final List<Settling.Task> later = new ArrayList<>();

        Due(ChangeRequest request, Profile profile) {
            this.request = request;
            this.profile = profile;
        }

        @Override
        public Drafting.Draft draft(Drafting drafting, LiveZones live)
                throws CommandFailure, InterruptedException {
            String site = site(live);
            Instant now = world.time().clock().instant();
            // read under the lock, so that a switch that has just ended is among them
            List<RunState> runs = new Runs(world.records().journal()).all();
            Map<Name, List<Change>> changes = new LinkedHashMap<>();
            for (DomainView view : live.domains().values()) {
                var due = new ArrayList<Change>();
                for (Settling.Task task :
                        Settling.tasks(
                                view, live.of(view), site, runs, drafting.intent(view, site))) {
                    if (task.at().isAfter(now)) {
                        later.add(task);
                    } else {
                        due.addAll(task.changes());
                    }
                }
                changes.put(view.name(), due);
            }
            return drafting.settled(
                    live,
                    new Drafting.Wish(site, request.terms().mode(), request.terms().accepted()),
                    changes);
        }

        /// The one site that all domains are at.
        private String site(LiveZones live) throws CommandFailure {
            var sites = new TreeSet<String>();
            for (DomainView view : live.domains().values()) {
                String site = ActiveSite.of(view, live.of(view)).site();
                if (profile.site(site).isEmpty()) {
                    throw CommandFailure.refused(
                            "not-settled",
                            view.name()
                                    + " is at no one site ("
                                    + site
                                    + "); nothing changed; see `mxfail status`");
                }
                sites.add(site);
            }
            if (sites.size() > 1) {
                throw CommandFailure.refused(
                        "not-settled",
                        "the domains of "
                                + profile.name()
                                + " are at "
                                + String.join(" and ", sites)
                                + "; nothing changed; name those of one site with --domain");
            }
            return sites.isEmpty() ? DomainPlan.UNKNOWN : sites.first();
        }

        @Override
        public String title(String what) {
            return "settle " + what + ": take off what is no longer needed";
        }

        @Override
        public String nothing(Drafting.Draft draft) {
            Optional<Settling.Task> next =
                    later.stream().min(Comparator.comparing(Settling.Task::at));
            return next.map(
                                    task ->
                                            "nothing is due yet; "
                                                    + DueTasks.word(task.kind())
                                                    + " is due at "
                                                    + task.at().truncatedTo(ChronoUnit.SECONDS))
                            .orElse("nothing to do: nothing is left to take off")
                    + Advice.beside(profile).map(note -> "; " + note).orElse("");
        }

        @Override
        public String again() {
            return "mxfail settle";
        }

        @Override
        public Proof proof(LiveZones fresh, Plan plan) {
            return new Proof.Served(Aim.SETTLE);
        }
    }
}
