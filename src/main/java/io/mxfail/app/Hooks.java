package io.mxfail.app;

import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.Programs;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The operator's programs around the moment at which mail moves.
///
/// `pre-switch` runs before the first write and may stop it; `fence` runs next where the site being
/// left must take no more mail, and does not stop anything; `post-switch` runs once the goal is
/// written, `on-partial` where a run ended half-way. Each learns from its environment what happens.
final class Hooks {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Policies.Hooks hooks;
    private final Supplier<Programs> programs;
    private final Progress progress;
    private final Map<String, String> environment;
    private final Mode mode;

    Hooks(World world, Profile profile, Progress progress, String run, Plan plan) {
        this.hooks = profile.policies().hooks();
        this.programs = world.network().programs();
        this.progress = progress;
        this.mode = plan.mode();
        var known = new LinkedHashMap<String, String>();
        known.put("MXFAIL_RUN", run);
        known.put("MXFAIL_PROFILE", profile.name());
        known.put("MXFAIL_MODE", plan.mode().name().toLowerCase(Locale.ROOT));
        known.put("MXFAIL_TO", plan.to());
        known.put(
                "MXFAIL_FROM",
                plan.domains().stream()
                        .map(DomainPlan::from)
                        .distinct()
                        .collect(Collectors.joining(" ")));
        known.put(
                "MXFAIL_DOMAINS",
                plan.domains().stream()
                        .map(domain -> domain.domain().toString(true))
                        .collect(Collectors.joining(" ")));
        this.environment = Map.copyOf(known);
    }

    /// Before the first write.
    ///
    /// @return why nothing may be written; empty: go on
    Optional<String> before() {
        Optional<String> refusal =
                run("pre-switch", hooks.preSwitch(), Map.of())
                        .filter(ran -> !ran.ok())
                        .map(Programs.Ran::said);
        if (refusal.isEmpty() && mode != Mode.PLANNED) {
            run("fence", hooks.fence(), Map.of());
        }
        return refusal;
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
        Programs.Ran ran = programs.get().run(command, all, LONGEST);
        progress.step("hook " + hook + (ran.ok() ? ": " : " failed: ") + ran.said());
        return Optional.of(ran);
    }
}
