package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunState;
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
/// `pre-switch` runs before anything is written and may stop the run; `fence` runs right
/// before the first write where the site being left must take no more mail, and does not stop
/// anything; `post-switch` runs once the goal is written, `on-partial` where a run ended
/// half-way. Each learns from its environment what happens.
///
/// Each is noted before and after it runs, since a process that dies meanwhile must leave a
/// trace of it. A run that is taken up again runs those that never began, and once more one
/// that is not known to have ended: nobody can tell whether it did its work, so that authors
/// are told to make hooks that may run twice (docs/hooks.md). One that has ended is not run
/// again, except a `pre-switch` that failed: without its consent nothing is written.
final class Hooks {
    static final String PRE_SWITCH = "pre-switch";
    static final String FENCE = "fence";
    private static final String POST_SWITCH = "post-switch";
    private static final String ON_PARTIAL = "on-partial";
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Map<String, List<String>> commands;
    private final Supplier<Programs> programs;
    private final Progress progress;
    private final Map<String, String> environment;
    private final Mode mode;
    private final InstantSource clock;
    private final Optional<RunState> before;

    /// @param before what the run had done when it was taken up again; empty: it begins now
    Hooks(
            World world,
            Profile profile,
            Progress progress,
            String run,
            Plan plan,
            Optional<RunState> before) {
        Policies.Hooks hooks = profile.policies().hooks();
        this.commands =
                Map.of(
                        PRE_SWITCH,
                        hooks.preSwitch(),
                        FENCE,
                        hooks.fence(),
                        POST_SWITCH,
                        hooks.postSwitch(),
                        ON_PARTIAL,
                        hooks.onPartial());
        this.programs = world.network().programs();
        this.progress = progress;
        this.mode = plan.mode();
        this.clock = world.time().clock();
        this.before = before;
        var known = new LinkedHashMap<String, String>();
        known.put("MXFAIL_RUN", run);
        known.put("MXFAIL_PROFILE", profile.name());
        known.put("MXFAIL_MODE", plan.mode().name().toLowerCase(Locale.ROOT));
        known.put("MXFAIL_TO", plan.to());
        List<String> from = plan.domains().stream().map(DomainPlan::from).distinct().toList();
        known.put("MXFAIL_FROM", String.join(" ", from));
        known.put(
                "MXFAIL_DOMAINS",
                plan.domains().stream()
                        .map(domain -> domain.domain().toString(true))
                        .collect(Collectors.joining(" ")));
        this.environment = Map.copyOf(known);
    }

    /// Whether the profile wants to be asked before the first write, and was not yet.
    boolean asksBefore() {
        boolean passed =
                before.filter(run -> !run.writes().isEmpty() || earlier(run, PRE_SWITCH, true))
                        .isPresent();
        return !passed && isThere(PRE_SWITCH);
    }

    /// Whether the site being left is to be cut off, and that was not tried to its end yet.
    boolean fences() {
        boolean tried = before.filter(run -> earlier(run, FENCE, false)).isPresent();
        return !tried && mode != Mode.PLANNED && isThere(FENCE);
    }

    private static boolean earlier(RunState run, String hook, boolean well) {
        return run.hook(hook).filter(h -> well ? h.ok() : h.ended().isPresent()).isPresent();
    }

    private boolean isThere(String hook) {
        return !commands.getOrDefault(hook, List.of()).isEmpty();
    }

    /// Those that began in a run, are not known to have ended, and so run again when it is taken
    /// up.
    static List<String> again(Profile profile, RunState run) {
        var hooks = profile.policies().hooks();
        boolean fence = run.plan().mode() != Mode.PLANNED && !hooks.fence().isEmpty();
        boolean gate = run.writes().isEmpty() && !hooks.preSwitch().isEmpty();
        return run.hooks().entrySet().stream()
                .filter(hook -> hook.getValue().ended().isEmpty())
                .map(Map.Entry::getKey)
                .filter(hook -> (hook.equals(FENCE) && fence) || (hook.equals(PRE_SWITCH) && gate))
                .toList();
    }

    /// Of a run at its end, what nobody knows of the hook that followed it; empty: it ended, or
    /// there was none.
    static Optional<String> unknownAfter(RunState run) {
        return run.hooks().entrySet().stream()
                .filter(
                        hook ->
                                hook.getKey().equals(POST_SWITCH)
                                        || hook.getKey().equals(ON_PARTIAL))
                .filter(hook -> hook.getValue().ended().isEmpty())
                .map(
                        hook ->
                                "its hook "
                                        + hook.getKey()
                                        + " is not known to have run to its end: see to it by hand")
                .findFirst();
    }

    /// Asks before anything is written.
    ///
    /// @return why nothing may be written; empty: go on
    /// @throws JournalException where it could not be noted: it did not run
    Optional<String> before(RunLog log) throws JournalException {
        Programs.Ran ran = run(PRE_SWITCH, log);
        return ran.ok() ? Optional.empty() : Optional.of(ran.said());
    }

    /// Cuts the site being left off.
    ///
    /// @throws JournalException where it could not be noted: it did not run
    Fence.State fence(RunLog log) throws JournalException {
        return run(FENCE, log).ok() ? Fence.State.UP : Fence.State.FAILED;
    }

    private Programs.Ran run(String hook, RunLog log) throws JournalException {
        boolean again = before.flatMap(run -> run.hook(hook)).isPresent();
        if (again) {
            progress.step(
                    "hook "
                            + hook
                            + " had begun and is not known to have ended well: it runs again");
        }
        log.append(List.of(began(hook)));
        Programs.Ran ran =
                started(hook, again ? Map.of("MXFAIL_AGAIN", "yes") : Map.<String, String>of());
        ended(hook, ran, log);
        return ran;
    }

    private JournalEvent began(String hook) {
        return new JournalEvent.HookBegan(clock.instant(), hook);
    }

    private void ended(String hook, Programs.Ran ran, RunLog log) {
        try {
            log.append(
                    List.of(
                            new JournalEvent.HookEnded(
                                    clock.instant(), hook, ran.ok(), ran.said())));
        } catch (JournalException e) {
            // that it began is on disk; the next write will meet the same trouble and not be made
            progress.step("the journal missed how the hook " + hook + " ended: " + e.getMessage());
        }
    }

    /// What is to be noted together with the end of a run, so that no death in between can hide
    /// that a hook was still to run.
    List<JournalEvent> announced(Exit exit) {
        return afterwards(exit).map(this::began).stream().toList();
    }

    /// Once the end of the run is noted.
    void after(Exit exit, RunLog log) {
        afterwards(exit)
                .ifPresent(
                        hook ->
                                ended(
                                        hook,
                                        started(
                                                hook,
                                                Map.of(
                                                        "MXFAIL_EXIT",
                                                        Integer.toString(exit.code()))),
                                        log));
    }

    private Optional<String> afterwards(Exit exit) {
        Optional<String> hook =
                switch (exit) {
                    case PARTIAL -> Optional.of(ON_PARTIAL);
                    case DONE, PENDING -> Optional.of(POST_SWITCH);
                    case ERROR, USAGE, REFUSED, LOCKED, STALE, CANCELLED -> Optional.empty();
                };
        return hook.filter(this::isThere);
    }

    private Programs.Ran started(String hook, Map<String, String> more) {
        progress.live("hook " + hook + " runs");
        var all = new LinkedHashMap<>(environment);
        all.put("MXFAIL_HOOK", hook);
        all.putAll(more);
        Programs.Ran ran = ran(commands.getOrDefault(hook, List.of()), all);
        progress.step("hook " + hook + (ran.ok() ? ": " : " failed: ") + ran.said());
        return ran;
    }

    private Programs.Ran ran(List<String> command, Map<String, String> all) {
        try {
            return programs.get().run(command, all, LONGEST);
        } catch (RuntimeException e) {
            return new Programs.Ran(false, "it could not be run: " + Broke.line(e));
        }
    }
}
