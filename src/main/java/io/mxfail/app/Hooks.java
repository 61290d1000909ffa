package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;
import io.mxfail.port.Programs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The operator's programs around the moment at which mail moves.
///
/// `pre-switch` runs before anything is noted and may stop the run; `fence` runs right before the
/// first write where the site being left must take no more mail, and does not stop anything;
/// `post-switch` runs once the goal is
/// written, `on-partial` where a run ended half-way. Each learns from its environment what happens.
final class Hooks {
    private static final String PRE_SWITCH = "pre-switch";
    private static final String FENCE = "fence";
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Policies.Hooks hooks;
    private final Supplier<Programs> programs;
    private final Progress progress;
    private final Map<String, String> environment;
    private final Mode mode;
    private final String left;
    private final InstantSource clock;

    Hooks(World world, Profile profile, Progress progress, String run, Plan plan) {
        this.hooks = profile.policies().hooks();
        this.programs = world.network().programs();
        this.progress = progress;
        this.mode = plan.mode();
        this.clock = world.time().clock();
        var known = new LinkedHashMap<String, String>();
        known.put("MXFAIL_RUN", run);
        known.put("MXFAIL_PROFILE", profile.name());
        known.put("MXFAIL_MODE", plan.mode().name().toLowerCase(Locale.ROOT));
        known.put("MXFAIL_TO", plan.to());
        List<String> from = plan.domains().stream().map(DomainPlan::from).distinct().toList();
        known.put("MXFAIL_FROM", String.join(" ", from));
        this.left =
                profile.sites().keySet().containsAll(from)
                        ? String.join(" and ", from)
                        : "the site that was active";
        known.put(
                "MXFAIL_DOMAINS",
                plan.domains().stream()
                        .map(domain -> domain.domain().toString(true))
                        .collect(Collectors.joining(" ")));
        this.environment = Map.copyOf(known);
    }

    /// Whether the profile wants to be asked before the first write.
    boolean asksBefore() {
        return !hooks.preSwitch().isEmpty();
    }

    /// Before anything is noted or written.
    ///
    /// @return why nothing may be written; empty: go on
    Optional<String> before() {
        return run(PRE_SWITCH, hooks.preSwitch(), Map.of())
                .filter(ran -> !ran.ok())
                .map(Programs.Ran::said);
    }

    /// Cuts the site being left off, where the mode calls for it. It is noted before and after: a
    /// process that dies meanwhile must leave a trace of it.
    ///
    /// @return what came of it; empty: nothing was to be done
    /// @throws JournalException where it could not be noted: it did not run
    Optional<Fenced> fence(RunLog log) throws JournalException {
        if (mode == Mode.PLANNED || hooks.fence().isEmpty()) {
            return Optional.empty();
        }
        log.append(List.of(new JournalEvent.HookBegan(clock.instant(), FENCE)));
        Optional<Programs.Ran> ran = run(FENCE, hooks.fence(), Map.of());
        if (ran.isEmpty()) {
            return Optional.empty();
        }
        try {
            log.append(
                    List.of(
                            new JournalEvent.HookEnded(
                                    clock.instant(), FENCE, ran.get().ok(), ran.get().said())));
        } catch (JournalException e) {
            // that it began is on disk; the next write will meet the same trouble and not be made
            progress.step("the journal missed how the hook fence ended: " + e.getMessage());
        }
        return Optional.of(new Fenced(ran.get().ok(), left));
    }

    /// The site being left was to be cut off from mail.
    ///
    /// @param ok whether the hook ended well
    /// @param site the site that was to be left
    record Fenced(boolean ok, String site) {
        /// What the operator must know of it at the run's end; empty: mail has moved, which is what
        /// the fence is for.
        Optional<String> note(Exit exit, Plan plan) {
            String state =
                    ok
                            ? "the hook fence has cut " + site + " off from mail"
                            : "the hook fence failed, and nobody knows whether "
                                    + site
                                    + " still takes mail";
            if (exit.nothingChanged() || exit == Exit.ERROR) {
                return Optional.of(
                        state
                                + ", though nothing was switched: mail waits at its senders; type"
                                + " `mxfail switch --to "
                                + plan.to()
                                + " -p "
                                + plan.profile()
                                + "` to go on, or open "
                                + site
                                + " by hand");
            }
            return exit == Exit.PARTIAL
                    ? Optional.of(state + "; open it by hand where mail is to go back there")
                    : Optional.empty();
        }
    }

    /// Once the run has ended.
    void after(Exit exit) {
        Map<String, String> ended = Map.of("MXFAIL_EXIT", Integer.toString(exit.code()));
        if (exit == Exit.PARTIAL) {
            run("on-partial", hooks.onPartial(), ended);
        } else if (exit == Exit.DONE || exit == Exit.PENDING) {
            run("post-switch", hooks.postSwitch(), ended);
        }
    }

    private Optional<Programs.Ran> run(
            String hook, List<String> command, Map<String, String> more) {
        if (command.isEmpty()) {
            return Optional.empty();
        }
        progress.live("hook " + hook + " runs");
        var all = new LinkedHashMap<>(environment);
        all.put("MXFAIL_HOOK", hook);
        all.putAll(more);
        Programs.Ran ran = started(command, all);
        progress.step("hook " + hook + (ran.ok() ? ": " : " failed: ") + ran.said());
        return Optional.of(ran);
    }

    private Programs.Ran started(List<String> command, Map<String, String> all) {
        try {
            return programs.get().run(command, all, LONGEST);
        } catch (RuntimeException e) {
            return new Programs.Ran(false, "it could not be run: " + Broke.line(e));
        }
    }
}
