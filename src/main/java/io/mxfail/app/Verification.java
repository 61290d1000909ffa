package io.mxfail.app;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.journal.Forgetting;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.Lookup;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks until mail is seen to have moved, or until there is nothing left that waiting could
/// bring: at every authoritative address, then at the resolver panel, then at the new mail
/// hosts.
final class Verification {
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final int DOMAINS_AT_ONCE = 64;
    private static final int FLIGHTS_AT_ONCE = 8;
    private static final Duration FLIGHT = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final World world;
    private final Profile profile;
    private final Servers whom;
    private final Progress progress;
    private final Canaries canaries;
    private final AuthoritativeLook servers;
    private final PanelLook panel;
    private final MailLook hosts;

    Verification(World world, Profile profile, Servers whom, String anchors, Progress progress) {
        this.world = world;
        this.profile = profile;
        this.whom = whom;
        this.progress = progress;
        this.canaries = new Canaries(world, profile, anchors);
        this.servers =
                new AuthoritativeLook(
                        whom.addresses(),
                        new NewSignatures(world.network().lookup(), profile.probing().dns(), ASK),
                        world.time().clock(),
                        ASK);
        this.panel = new PanelLook(profile.probing().dns().resolvers(), ASK);
        this.hosts = new MailLook(world, profile, anchors);
    }

    /// Whom to ask.
    ///
    /// @param addresses by zone
    /// @param silent those that gave no answer before the change, as `ADDR:PORT`: nobody waits
    ///   for them now
    record Servers(Map<Name, List<ServerAddress>> addresses, Set<String> silent) {}

    /// Hears when the last authoritative server of a domain has the new data.
    @FunctionalInterface
    interface Arrival {
        void at(Name domain, Instant moment, Instant cachesUntil);
    }

    /// Looks at all goals until they are verified, hopeless, or the time is up.
    ///
    /// @param since by domain: when an earlier look saw the new data on every server that
    ///   answered; caches count from then on
    VerifyReport run(
            Map<DomainView, Goal> goals, Map<Name, Instant> since, Duration wait, Arrival arrival)
            throws CommandFailure, InterruptedException {
        var domains = new ArrayList<WatchedDomain>();
        List<RunState> runs = runs();
        goals.forEach(
                (view, goal) ->
                        domains.add(
                                new WatchedDomain(
                                        view,
                                        goal,
                                        new WatchedDomain.Caches(
                                                Optional.ofNullable(since.get(view.name())),
                                                earlier(goal, runs)),
                                        canaries.of(
                                                view,
                                                goal.expected(),
                                                goal.exchangers(),
                                                this::answers),
                                        servers.knows(goal.zone()),
                                        whom.silent())));
        Instant deadline = now().plus(wait);
        // one look alone would never see a message that it has just sent
        Instant landing = wait.isPositive() ? deadline : deadline.plus(flight());
        Duration pause = FIRST_PAUSE;
        while (true) {
            boolean last = !now().isBefore(deadline);
            look(domains, last, arrival);
            List<WatchedDomain> open =
                    domains.stream().filter(WatchedDomain::mayStillCome).toList();
            Instant now = now();
            boolean flying =
                    now.isBefore(landing) && open.stream().anyMatch(WatchedDomain::isFlying);
            if (open.isEmpty() || (last && !flying)) {
                break;
            }
            Duration left = Duration.between(now, last ? landing : deadline);
            rest(pause.compareTo(left) < 0 ? pause : left, domains, deadline);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
        Instant end = now();
        return new VerifyReport(
                domains.stream().map(domain -> domain.report(profile.name(), end)).toList());
    }

    /// Waits, while whoever watches sees time pass.
    private void rest(Duration length, List<WatchedDomain> domains, Instant deadline)
            throws InterruptedException {
        Instant end = now().plus(length);
        Duration left = length;
        // The clock of a lab may be ahead of what was slept, or stand still
        while (left.isPositive() && now().isBefore(end)) {
            progress.live(line(domains, deadline, now()));
            world.time().pause().sleep(TICK.compareTo(left) < 0 ? TICK : left);
            left = left.minus(TICK);
        }
    }

    private List<RunState> runs() {
        try {
            return new Runs(world.records().journal()).all();
        } catch (CommandFailure e) {
            progress.step("what earlier runs left in caches is not known: " + e.message());
            return List.of();
        }
    }

    /// Until when caches may hold what earlier runs replaced, such as a long TTL that was shortened
    /// right before mail moved.
    private static Optional<Instant> earlier(Goal goal, List<RunState> runs) {
        var expected =
                Observed.of(
                        goal.zone(),
                        0,
                        goal.sets().stream()
                                .flatMap(set -> set.wanted().stream())
                                // data decides here, whatever its TTL
                                .map(set -> set.withTtl(Integer.MAX_VALUE))
                                .toList(),
                        goal.sets().stream().map(Goal.Wanted::key).collect(Collectors.toSet()));
        return Forgetting.until(goal.domain(), runs, List.of(expected));
    }

    /// @param last there is no later look for which a silent server could come back
    private void look(List<WatchedDomain> domains, boolean last, Arrival arrival)
            throws CommandFailure, InterruptedException {
        Lookup lookup = world.network().lookup().get();
        List<WatchedDomain> open = domains.stream().filter(WatchedDomain::mayStillCome).toList();
        Parallel.map(
                open,
                DOMAINS_AT_ONCE,
                domain -> {
                    domain.served(servers.at(lookup, domain.goal()));
                    return domain;
                });
        Instant now = now();
        open.forEach(domain -> domain.noteArrival(now, last, arrival));
        List<WatchedDomain> arrived = open.stream().filter(WatchedDomain::hasArrived).toList();
        Parallel.map(
                arrived,
                DOMAINS_AT_ONCE,
                domain -> {
                    domain.cached(
                            panel.at(lookup, domain.goal(), now, domain.cachesCountFrom(now)));
                    return domain;
                });
        tryMail(arrived.stream().filter(WatchedDomain::isUnproven).toList());
        List<CanaryFlight> flying =
                arrived.stream().flatMap(WatchedDomain::openFlights).distinct().toList();
        Parallel.map(flying, FLIGHTS_AT_ONCE, CanaryFlight::step);
    }

    private Duration flight() {
        Duration most = profile.probing().verify().timeout();
        return most.compareTo(FLIGHT) < 0 ? most : FLIGHT;
    }

    private void tryMail(List<WatchedDomain> domains) throws CommandFailure, InterruptedException {
        if (domains.isEmpty()) {
            return;
        }
        var exchangers = new LinkedHashMap<DomainView, Collection<MXRecord>>();
        domains.forEach(domain -> exchangers.put(domain.view(), domain.goal().exchangers()));
        Map<Name, VerifyReport.Mail> mail = hosts.at(exchangers, answers());
        domains.forEach(
                domain ->
                        Optional.ofNullable(mail.get(domain.view().name()))
                                .ifPresent(domain::tried));
    }

    /// Asked anew each time: what is published moves while we wait.
    private LiveAnswers answers() {
        return new LiveAnswers(
                world.network().lookup().get(),
                Map.of(),
                whom.addresses(),
                profile.probing().dns().resolvers(),
                ASK);
    }

    private Instant now() {
        return world.time().clock().instant();
    }

    private static String line(List<WatchedDomain> domains, Instant deadline, Instant now) {
        long settled = domains.stream().filter(domain -> !domain.mayStillCome()).count();
        long authoritative = domains.stream().filter(WatchedDomain::hasArrived).count();
        Optional<Duration> old =
                domains.stream().flatMap(WatchedDomain::oldFor).max(Comparator.naturalOrder());
        return "verifying (%s): %d/%d served, %d/%d done%s"
                .formatted(
                        TimeLeft.of(Duration.between(now, deadline)),
                        authoritative,
                        domains.size(),
                        settled,
                        domains.size(),
                        old.map(d -> ", caches old for " + Math.ceilDiv(d.toSeconds(), 60) + " min")
                                .orElse(""));
    }
}
