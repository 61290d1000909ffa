package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends the test messages of a profile to what is served now, and waits for them.
final class SendCanaries {
    private static final int FLIGHTS_AT_ONCE = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final World world;
    private final Profile profile;
    private final Progress progress;

    SendCanaries(World world, Profile profile, Progress progress) {
        this.world = world;
        this.profile = profile;
        this.progress = progress;
    }

    /// Until all are seen, hopeless, or `verify.timeout` is over.
    List<CheckReport.Flown> run(LiveZones live, Map<Name, ActiveSite> active, LiveAnswers answers)
            throws CommandFailure, InterruptedException {
        var canaries = new Canaries(world, profile, Anchors.of(profile));
        var flights = new LinkedHashMap<DomainView, List<CanaryFlight>>();
        for (DomainView view : live.domains().values()) {
            String site =
                    Optional.ofNullable(active.get(view.name()))
                            .map(ActiveSite::site)
                            .orElse(DomainPlan.UNKNOWN);
            flights.put(view, canaries.of(view, site, mx(answers, view), () -> answers));
        }
        await(flights.values().stream().flatMap(List::stream).distinct().toList());
        return flights.entrySet().stream()
                .flatMap(
                        entry ->
                                entry.getValue().stream()
                                        .map(
                                                flight ->
                                                        new CheckReport.Flown(
                                                                profile.name(),
                                                                entry.getKey().name(),
                                                                flight.report())))
                .toList();
    }

    private void await(List<CanaryFlight> flights) throws CommandFailure, InterruptedException {
        Instant deadline =
                world.time().clock().instant().plus(profile.probing().verify().timeout());
        Duration pause = FIRST_PAUSE;
        while (true) {
            List<CanaryFlight> open = flights.stream().filter(CanaryFlight::isOpen).toList();
            Duration left = Duration.between(world.time().clock().instant(), deadline);
            if (open.isEmpty() || left.isNegative()) {
                return;
            }
            progress.live(
                    "waiting (%s) for %d test message%s"
                            .formatted(
                                    TimeLeft.of(left), open.size(), open.size() == 1 ? "" : "s"));
            Parallel.map(open, FLIGHTS_AT_ONCE, CanaryFlight::step);
            if (open.stream().anyMatch(CanaryFlight::isOpen)) {
                world.time().pause().sleep(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            }
        }
    }

    private static List<MXRecord> mx(LiveAnswers answers, DomainView view) {
        return answers.ask(new RecordKey(view.name(), Type.MX)) instanceof DnsAnswer.Found found
                ? found.set().records().stream().map(MXRecord.class::cast).toList()
                : List.of();
    }
}
