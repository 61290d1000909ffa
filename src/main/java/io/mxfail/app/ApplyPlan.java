package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.Lease;
import io.mxfail.port.ProfileSource;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Carries out exactly a reviewed plan, or refuses.
public final class ApplyPlan {
    private final World world;
    private final Confirmation confirmation;
    private final Progress progress;

    public ApplyPlan(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.confirmation = confirmation;
        this.progress = progress;
    }

    /// Applies a plan that was read from a file.
    ///
    /// @param blocked whether the file says that the plan was blocked when it was made
    public Switch.Done run(ChangeRequest request, Plan plan, boolean blocked)
            throws CommandFailure, InterruptedException {
        request.check();
        Bound.check(request, plan, "the plan");
        if (blocked) {
            throw CommandFailure.refused(
                    "blocked",
                    "the plan was blocked when it was made; nothing changed; mend what it names and"
                            + " plan again, or plan with --accept ID --reason TEXT");
        }
        Profile profile = profileOf(world, request.selection(), plan);
        Expected.check(request, profile);
        List<MailDomain> domains = domainsOf(profile, plan);
        List<Name> names = domains.stream().map(MailDomain::name).toList();
        try (Accounts accounts = Accounts.open(world, profile)) {
            checkProviders(plan, accounts);
            if (request.pace().dryRun()) {
                return go(request, plan, profile, domains, accounts, "");
            }
            String run = world.records().ids().get();
            try (Lease.Held _ = RunLock.take(world, names, run, Set.of(), progress)) {
                return go(request, plan, profile, domains, accounts, run);
            }
        }
    }

    private Switch.Done go(
            ChangeRequest request,
            Plan plan,
            Profile profile,
            List<MailDomain> domains,
            Accounts accounts,
            String run)
            throws CommandFailure, InterruptedException {
        LiveZones live = LiveZones.read(accounts, profile, domains, plan).complete(profile);
        Drafting drafting = new Drafting(world, profile, accounts, progress);
        Drafting.Draft draft = drafting.reviewed(live, plan);
        JudgedPlan judged = Bound.judged(request, draft.judged());
        Map<Name, Map<Change, ChangeState.Stale>> stale = Execution.stale(plan, live);
        if (!stale.isEmpty()) {
            return Switch.stale(judged, stale, Switch.again("mxfail plan --to " + plan.to()));
        }
        if (live.showsAllOf(plan)) {
            return Switch.ended(
                    judged,
                    RunOutcome.UNCHANGED,
                    Exit.DONE,
                    "nothing to do: the goal stands already");
        }
        Optional<String> elsewhere = Expected.elsewhere(request, draft.active());
        if (elsewhere.isPresent()) {
            return Switch.ended(judged, RunOutcome.STALE, Exit.STALE, elsewhere.get());
        }
        if (judged.blocked()) {
            return Switch.ended(judged, RunOutcome.REFUSED, Exit.REFUSED, Switch.blocked(judged));
        }
        if (request.pace().dryRun()) {
            return Switch.ended(judged, RunOutcome.UNCHANGED, Exit.DONE, DryRun.NOTE);
        }
        String word = Bound.confirmedBy(profile, domains);
        if (!request.consent().yes()
                && confirmation.ask(
                                new Confirmation.Shown(
                                        "apply plan "
                                                + plan.id().substring(0, 12)
                                                + ": mail of "
                                                + word
                                                + " to "
                                                + plan.to(),
                                        judged,
                                        draft.observation().sites(),
                                        word))
                        == Confirmation.Answer.CANCELLED) {
            return Switch.ended(judged, RunOutcome.CANCELLED, Exit.CANCELLED, "nothing changed");
        }
        LiveZones fresh = request.consent().yes() ? live : live.again(accounts, profile);
        stale = Execution.stale(plan, fresh);
        if (!stale.isEmpty()) {
            return Switch.stale(judged, stale, Switch.again("mxfail plan --to " + plan.to()));
        }
        var header =
                new RunHeader(
                        run,
                        request.command(),
                        world.operator(),
                        request.terms().reason(),
                        Switch.accepted(judged, Bound.accepted(request, plan)),
                        Optional.empty());
        return new Switch.Done(
                Optional.of(judged),
                new Carrying(new Setting(world, profile, accounts, progress, draft.observation()))
                        .carryOut(
                                new Carrying.Order(
                                        header,
                                        plan,
                                        fresh,
                                        Switch.goals(fresh, plan),
                                        request.pace()),
                                judged,
                                Approval.of(plan)));
    }

    /// The profile that a plan or run was made from.
    static Profile profileOf(World world, Selection selection, Plan plan) throws CommandFailure {
        ProfileSource.Loaded loaded = world.profiles().load(selection.profiles());
        if (loaded.hasErrors() && selection.profiles().isEmpty()) {
            // the plan itself names the one that is meant: another that is broken is no obstacle
            loaded = world.profiles().load(List.of(plan.profile()));
        }
        if (loaded.hasErrors()) {
            throw new CommandFailure(
                    Exit.USAGE, "profile", "the profiles have errors", loaded.problems());
        }
        ProfileSource.Loaded read = loaded;
        return read.profiles().stream()
                .filter(profile -> profile.name().equals(plan.profile()))
                .findFirst()
                .orElseThrow(
                        () ->
                                CommandFailure.usage(
                                        "the plan was made from the profile `"
                                                + plan.profile()
                                                + "`, which is not in "
                                                + read.folder()
                                                + " (there: "
                                                + read.profiles().stream()
                                                        .map(Profile::name)
                                                        .collect(Collectors.joining(", "))
                                                + "); nothing changed; name its folder with"
                                                + " --profiles, or plan again"));
    }

    /// The profile's domains that a plan or run is about.
    static List<MailDomain> domainsOf(Profile profile, Plan plan) throws CommandFailure {
        var byName = new TreeMap<Name, MailDomain>();
        profile.domains().forEach(domain -> byName.put(domain.name(), domain));
        var domains = new ArrayList<MailDomain>();
        for (DomainPlan domain : plan.domains()) {
            MailDomain found = byName.get(domain.domain());
            if (found == null) {
                throw CommandFailure.usage(
                        "the plan changes "
                                + domain.domain()
                                + ", which is no domain of profile "
                                + profile.name()
                                + " any more; nothing changed; plan again");
            }
            // the plan's zone is what was reviewed: no other may be written
            domains.add(
                    new MailDomain(found.name(), Optional.of(domain.zone()), found.variables()));
        }
        return domains;
    }

    private static void checkProviders(Plan plan, Accounts accounts) throws CommandFailure {
        for (DomainPlan domain : plan.domains()) {
            if (!domain.target().providers().equals(accounts.identities())) {
                throw CommandFailure.usage(
                        "the plan was made for "
                                + String.join(", ", domain.target().providers())
                                + ", but the profile now writes to "
                                + String.join(", ", accounts.identities())
                                + "; nothing changed; plan again");
            }
        }
    }
}
