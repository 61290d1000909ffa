package io.mxfail.cli;

import io.mxfail.app.ChangeRequest;
import io.mxfail.app.CommandFailure;
import io.mxfail.app.Confirmation;
import io.mxfail.app.DryRun;
import io.mxfail.app.EachProfile;
import io.mxfail.app.Exit;
import io.mxfail.app.Progress;
import io.mxfail.app.Selection;
import io.mxfail.app.Switch;
import io.mxfail.app.World;
import io.mxfail.view.Json;
import io.mxfail.view.RunText;
import io.mxfail.view.Text;

import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The options and the course that every changing command shares.
final class Changing {
    @Mixin private Common common = new Common();

    @Mixin private Agreement agreement = new Agreement();

    /// The use case behind a command.
    @FunctionalInterface
    interface Work {
        Switch.Done run(Hands hands, ChangeRequest request)
                throws CommandFailure, InterruptedException;
    }

    /// What a use case works with.
    record Hands(World world, Confirmation confirmation, Progress progress) {}

    /// Runs a command that works on one profile, and returns its exit code.
    int one(Platform platform, String command, Work work)
            throws CommandFailure, InterruptedException {
        World world = platform.factory().world(common.folder, common.state);
        return one(hands(platform, world), platform, command, common.selection(), work);
    }

    private int one(Hands hands, Platform platform, String command, Selection selection, Work work)
            throws CommandFailure, InterruptedException {
        Switch.Done done = done(hands, command, selection, work);
        Screens.clear(hands.progress());
        if (common.wantsJson()) {
            platform.out()
                    .println(
                            agreement.dryRun
                                    ? Json.rehearsal(done, platform.version())
                                    : Json.run(done, platform.version()));
        } else {
            Screens.done(platform, common, done, agreement.dryRun);
        }
        return done.result().exit().code();
    }

    /// Runs a command that may be about several profiles: each has a plan, a confirmation and a run
    /// of its own, and the failure of one neither stops nor hides the others.
    ///
    /// @param to the site that every profile must have; empty: the command names none
    int each(Platform platform, String command, Optional<String> to, Work work)
            throws CommandFailure, InterruptedException {
        // one for all: what it has read, and learnt of secrets, holds for each
        World world = platform.factory().world(common.folder, common.state);
        List<EachProfile.One> profiles =
                new EachProfile(world)
                        .of(common.selection(), to, agreement.from, agreement.terms());
        if (profiles.size() == 1 && !(common.wantsJson() && common.selection().isForSeveral())) {
            EachProfile.One only = profiles.getFirst();
            return one(
                    hands(platform, world.knowing(only)),
                    platform,
                    command,
                    only.selection(),
                    work);
        }
        var ends = new ArrayList<EachProfile.End>();
        for (EachProfile.One profile : profiles) {
            if (!common.wantsJson()) {
                platform.out().println((ends.isEmpty() ? "" : "\n") + "# " + profile.name());
                platform.out().flush();
            }
            ends.add(
                    end(hands(platform, world.knowing(profile)), platform, command, work, profile));
        }
        if (common.wantsJson()) {
            platform.out().print(Json.runs(ends, agreement.dryRun, platform.version()));
        } else {
            platform.out().println();
            common.shown.print(platform, RunText.ends(ends));
        }
        return EachProfile.exit(ends).code();
    }

    private EachProfile.End end(
            Hands hands, Platform platform, String command, Work work, EachProfile.One profile)
            throws InterruptedException {
        try {
            Switch.Done done = done(hands, command, profile.selection(), work);
            Screens.clear(hands.progress());
            if (!common.wantsJson()) {
                Screens.done(platform, common, done, agreement.dryRun);
            }
            return EachProfile.End.of(profile.name(), done);
        } catch (CommandFailure e) {
            Screens.clear(hands.progress());
            return failed(platform, profile, e);
        } catch (RuntimeException | Error e) {
            Screens.clear(hands.progress());
            return failed(
                    platform,
                    profile,
                    new CommandFailure(
                            Exit.ERROR,
                            "bug",
                            "unexpected error, please report it: " + Text.printable(e.toString())));
        }
    }

    private Switch.Done done(Hands hands, String command, Selection selection, Work work)
            throws CommandFailure, InterruptedException {
        ChangeRequest request = agreement.request(selection, command);
        if (!agreement.dryRun) {
            return work.run(hands, request);
        }
        try {
            return DryRun.end(work.run(hands, request));
        } catch (CommandFailure e) {
            throw DryRun.end(e);
        }
    }

    private EachProfile.End failed(
            Platform platform, EachProfile.One profile, CommandFailure failure) {
        if (!common.wantsJson()) {
            platform.err().print(Text.failure(failure));
        }
        return EachProfile.End.of(profile.name(), failure);
    }

    private Hands hands(Platform platform, World world) {
        var progress = TerminalProgress.of(platform, common);
        return new Hands(world, new TypedConfirmation(platform, progress), progress);
    }

    Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
