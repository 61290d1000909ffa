package io.mxfail.app;

import io.mxfail.core.profile.MailDomain;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plans of several profiles: each by itself, so that what stops one neither stops nor hides the
/// others.
public final class PlanEach {
    private final World world;
    private final Progress progress;

    public PlanEach(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /// What came of one profile: a plan or a failure.
    ///
    /// @param domains what it is about, also where there is no plan
    public record End(
            String profile,
            List<Name> domains,
            Optional<MakePlan.Made> made,
            Optional<CommandFailure> failure) {
        public End {
            domains = List.copyOf(domains);
        }

        /// The exit code that it would have by itself.
        public Exit exit() {
            return failure.map(CommandFailure::exit)
                    .orElseGet(() -> blocked() ? Exit.REFUSED : Exit.DONE);
        }

        /// Whether there is a plan that may not be applied.
        public boolean blocked() {
            return made.filter(one -> one.judged().blocked()).isPresent();
        }

        /// Whether there is a plan that would change something.
        public boolean changes() {
            return made.filter(one -> !one.judged().plan().isEmpty()).isPresent();
        }
    }

    /// The profiles that are meant, without `-p` all of the folder; what is wrong with any of them,
    /// or with the terms, stops all before the first.
    public List<EachProfile.One> profiles(Selection selection, String to, ChangeRequest.Terms terms)
            throws CommandFailure {
        terms.check();
        List<Selection.Chosen> chosen = selection.planned(world.profiles());
        terms.check(chosen);
        for (Selection.Chosen one : chosen) {
            Drafting.requireSite(one.profile(), to);
        }
        return EachProfile.named(selection, chosen);
    }

    /// Plans a switch of each to `to`, one after another.
    public List<End> run(List<EachProfile.One> profiles, String to, ChangeRequest.Terms terms)
            throws InterruptedException {
        var makePlan = new MakePlan(world, progress);
        var ends = new ArrayList<End>();
        for (EachProfile.One profile : profiles) {
            ends.add(end(makePlan, profile, to, terms));
        }
        return ends;
    }

    private static End end(
            MakePlan makePlan, EachProfile.One profile, String to, ChangeRequest.Terms terms)
            throws InterruptedException {
        try {
            return end(profile, Optional.of(makePlan.run(profile, to, terms)), Optional.empty());
        } catch (CommandFailure e) {
            return end(profile, Optional.empty(), Optional.of(e));
        } catch (RuntimeException e) {
            return end(
                    profile,
                    Optional.empty(),
                    Optional.of(
                            new CommandFailure(
                                    Exit.ERROR,
                                    "bug",
                                    "unexpected error, please report it: " + e)));
        }
    }

    private static End end(
            EachProfile.One profile,
            Optional<MakePlan.Made> made,
            Optional<CommandFailure> failure) {
        return new End(
                profile.name(),
                profile.chosen().domains().stream().map(MailDomain::name).toList(),
                made,
                failure);
    }

    /// The exit code of all: the worst.
    public static Exit exit(List<End> ends) {
        return Exit.of(ends.stream().map(End::exit).toList(), false);
    }
}
