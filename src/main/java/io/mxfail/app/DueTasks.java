package io.mxfail.app;

import io.mxfail.core.journal.RunState;
import io.mxfail.core.journal.Settling;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.StatusReport;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The tasks that a switch leaves behind, as `status` shows them.
final class DueTasks {
    private DueTasks() {}

    /// The word of a task, such as `restore-ttl`.
    static String word(Settling.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The tasks of a domain that is at one of the profile's sites.
    ///
    /// @param runs all runs, newest first
    static List<StatusReport.Due> of(
            Profile profile, DomainView view, Observed observed, String site, List<RunState> runs) {
        if (profile.site(site).isEmpty()) {
            return List.of();
        }
        return Settling.tasks(
                        view,
                        observed,
                        site,
                        runs,
                        intent(profile, view, site, Optional.empty(), Duration.ZERO))
                .stream()
                .map(
                        task ->
                                new StatusReport.Due(
                                        word(task.kind()),
                                        task.at(),
                                        "mxfail settle -p " + profile.name()))
                .toList();
    }

    /// The checklist items of a profile's sites that wait to be done, now or at their time.
    static List<StatusReport.Due> checklist(
            Profile profile, Acknowledged acknowledged, Instant now) {
        return acknowledged.open(profile).stream()
                .map(
                        open ->
                                new StatusReport.Due(
                                        "checklist",
                                        open.at().orElse(now),
                                        "mxfail ack " + open.name() + " -p " + profile.name()))
                .toList();
    }

    /// What a profile wants of a domain whose mail is at a site.
    static Intent intent(
            Profile profile,
            DomainView view,
            String to,
            Optional<String> quarantined,
            Duration minimumTtl) {
        return new Intent(
                to,
                quarantined.filter(site -> profile.site(site).isPresent()),
                profile.policies().ttl(),
                profile.policies().spf(),
                foreign(profile.about().neighbours(), view),
                minimumTtl);
    }

    private static Intent.Foreign foreign(Profile.Neighbours neighbours, DomainView view) {
        return new Intent.Foreign(
                Set.copyOf(neighbours.spf().getOrDefault(view.name().toString(), List.of())),
                neighbours.unread().isEmpty());
    }
}
