package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.journal.Forgetting;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.SiteJudgement;
import io.mxfail.core.probe.SiteProbe;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.Convergence;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.Lookup;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks until mail is seen to have moved, or until there is nothing left that waiting could
/// bring: at every authoritative address, then at the resolver panel, then at the new mail
/// hosts.
final class Verification {
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final int QUERIES_AT_ONCE = 64;
    private static final int FLIGHTS_AT_ONCE = 8;
    private static final Duration FLIGHT = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /// How often a server may stay silent before waiting for it has no sense.
    private static final int SILENT_LOOKS = 3;

    private final World world;
    private final Profile profile;
    private final Map<Name, List<ServerAddress>> servers;
    private final Set<String> silentBefore;
    private final Progress progress;
    private final String anchors;
    private final Canaries canaries;
    private final NewSignatures signatures;

    Verification(World world, Profile profile, Servers servers, String anchors, Progress progress) {
        this.world = world;
        this.profile = profile;
        this.servers = servers.addresses();
        this.silentBefore = servers.silent();
        this.anchors = anchors;
        this.progress = progress;
        this.canaries = new Canaries(world, profile, anchors);
        this.signatures = new NewSignatures(world.network().lookup(), profile.probing().dns(), ASK);
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
        var domains = new ArrayList<Watched>();
        List<RunState> runs = runs();
        goals.forEach(
                (view, goal) ->
                        domains.add(
                                new Watched(
                                        view,
                                        goal,
                                        Optional.ofNullable(since.get(view.name())),
                                        earlier(goal, runs))));
        Instant deadline = world.time().clock().instant().plus(wait);
        // one look alone would never see a message that it has just sent
        Instant landing = wait.isPositive() ? deadline : deadline.plus(FLIGHT);
        Duration pause = FIRST_PAUSE;
        while (true) {
            boolean last = !world.time().clock().instant().isBefore(deadline);
            look(domains, last, arrival);
            List<Watched> open = domains.stream().filter(Watched::mayStillCome).toList();
            Instant now = world.time().clock().instant();
            boolean flying = now.isBefore(landing) && open.stream().anyMatch(Watched::isFlying);
            if (open.isEmpty() || (last && !flying)) {
                break;
            }
            progress.live(line(domains, deadline, now));
            Duration left = Duration.between(now, last ? landing : deadline);
            if (left.isPositive()) {
                world.time().pause().sleep(pause.compareTo(left) < 0 ? pause : left);
            }
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
        return new VerifyReport(domains.stream().map(Watched::report).toList());
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
    private void look(List<Watched> domains, boolean last, Arrival arrival)
            throws CommandFailure, InterruptedException {
        Lookup lookup = world.network().lookup().get();
        List<Watched> open = domains.stream().filter(Watched::mayStillCome).toList();
        Parallel.map(open, QUERIES_AT_ONCE, watched -> watched.askServers(lookup));
        Instant now = world.time().clock().instant();
        open.forEach(watched -> watched.noteArrival(now, last, arrival));
        List<Watched> arrived = open.stream().filter(w -> w.authoritativeAt.isPresent()).toList();
        Parallel.map(arrived, QUERIES_AT_ONCE, watched -> watched.askPanel(lookup, now));
        List<Watched> unproven =
                arrived.stream()
                        .filter(w -> w.mail.smtp() != VerifyReport.Smtp.ACCEPTED)
                        .filter(w -> w.mail.smtp() != VerifyReport.Smtp.REJECTED)
                        .toList();
        if (!unproven.isEmpty()) {
            askMailHosts(unproven, lookup);
        }
        List<CanaryFlight> flying =
                arrived.stream()
                        .filter(w -> w.mailOrNoMx().smtp() == VerifyReport.Smtp.ACCEPTED)
                        .flatMap(w -> w.flights.stream())
                        .filter(CanaryFlight::isOpen)
                        .distinct()
                        .toList();
        Parallel.map(flying, FLIGHTS_AT_ONCE, CanaryFlight::step);
    }

    private void askMailHosts(List<Watched> domains, Lookup lookup)
            throws CommandFailure, InterruptedException {
        var answers =
                new LiveAnswers(
                        lookup, Map.of(), servers, profile.probing().dns().resolvers(), ASK);
        var probing =
                new SiteProbing(
                        profile,
                        world.network().mail().get(),
                        answers,
                        anchors,
                        Nobody.localPart());
        var exchangers = new LinkedHashMap<DomainView, java.util.Collection<MXRecord>>();
        domains.forEach(w -> exchangers.put(w.view, w.wantedMx()));
        List<SiteProbe> probed = probing.probe(List.of(new SiteProbing.Group("new", exchangers)));
        Optional<HostProbe> control = probing.control();
        Set<Integer> blocked =
                control.map(c -> SiteJudgement.blockedPorts(c, SiteProbe.hostsOf(probed)))
                        .orElse(Set.of());
        SiteReport report =
                SiteJudgement.judge(
                        probed.getFirst(),
                        profile.probing().checks().limits(),
                        profile.probing().checks().startTls(),
                        blocked);
        for (Watched watched : domains) {
            report.domains().stream()
                    .filter(d -> d.domain().equals(watched.view.name()))
                    .findFirst()
                    .ifPresent(d -> watched.mail = mail(d));
        }
    }

    private static VerifyReport.Mail mail(DomainReport report) {
        VerifyReport.Smtp smtp =
                switch (report.state()) {
                    case READY, DEGRADED -> VerifyReport.Smtp.ACCEPTED;
                    case REJECTING -> VerifyReport.Smtp.REJECTED;
                    case TEMPFAIL, UNREACHABLE -> VerifyReport.Smtp.DEFERRED;
                    case UNKNOWN -> VerifyReport.Smtp.UNKNOWN;
                };
        String detail =
                report.recipients().stream()
                        .max(java.util.Comparator.comparing(r -> r.verdict()))
                        .map(
                                r ->
                                        r.recipient().address()
                                                + ": "
                                                + (r.reply().code() == 0
                                                        ? ""
                                                        : r.reply().code() + " ")
                                                + r.reply().text())
                        .orElse("");
        return new VerifyReport.Mail(smtp, VerifyReport.Delivery.OFF, detail.strip());
    }

    private static String line(List<Watched> domains, Instant deadline, Instant now) {
        long verified = domains.stream().filter(w -> !w.mayStillCome()).count();
        long authoritative = domains.stream().filter(w -> w.authoritativeAt.isPresent()).count();
        Optional<Duration> old =
                domains.stream()
                        .flatMap(w -> w.resolvers.stream())
                        .flatMap(r -> r.oldFor().stream())
                        .max(java.util.Comparator.naturalOrder());
        return "verifying: authoritative "
                + authoritative
                + "/"
                + domains.size()
                + ", settled "
                + verified
                + "/"
                + domains.size()
                + old.map(d -> ", caches old for " + d.toSeconds() + " s").orElse("")
                + ", waiting "
                + Duration.between(now, deadline).toSeconds()
                + " s";
    }

    /// One domain while it is looked at. Written by one thread at a time.
    private final class Watched {
        private final DomainView view;
        private final Goal goal;
        private final Map<ServerAddress, Integer> silent = new HashMap<>();
        private List<VerifyReport.Authoritative> authoritative = List.of();
        private List<VerifyReport.Resolver> resolvers = List.of();
        private VerifyReport.Mail mail = VerifyReport.Mail.NOT_TRIED;
        private Optional<Instant> authoritativeAt = Optional.empty();
        private final Optional<Instant> since;
        private final Optional<Instant> earlier;
        private final List<CanaryFlight> flights;

        Watched(DomainView view, Goal goal, Optional<Instant> since, Optional<Instant> earlier) {
            this.view = view;
            this.goal = goal;
            this.since = since;
            this.earlier = earlier;
            this.flights = canaries.of(view, goal.expected(), wantedMx(), this::answers);
        }

        /// Asked anew each time: what is published moves while we wait.
        private LiveAnswers answers() {
            return new LiveAnswers(
                    world.network().lookup().get(),
                    Map.of(),
                    servers,
                    profile.probing().dns().resolvers(),
                    ASK);
        }

        /// A message is on its way, or soon will be.
        boolean isFlying() {
            return authoritativeAt.isPresent()
                    && mailOrNoMx().smtp() == VerifyReport.Smtp.ACCEPTED
                    && flights.stream().anyMatch(CanaryFlight::isOpen);
        }

        List<MXRecord> wantedMx() {
            return goal.sets().stream()
                    .filter(s -> s.key().type() == Type.MX)
                    .flatMap(s -> s.wanted().stream())
                    .flatMap(set -> set.records().stream())
                    .map(MXRecord.class::cast)
                    .toList();
        }

        Watched askServers(Lookup lookup) throws CommandFailure, InterruptedException {
            List<ServerAddress> addresses = servers.getOrDefault(goal.zone(), List.of());
            authoritative =
                    Parallel.map(addresses, QUERIES_AT_ONCE, address -> ask(lookup, address));
            authoritative.stream()
                    .filter(s -> s.state() == VerifyReport.ServerState.FAILED)
                    .forEach(s -> silent.merge(s.server(), 1, Integer::sum));
            return this;
        }

        private VerifyReport.Authoritative ask(Lookup lookup, ServerAddress address) {
            var answers = new HashMap<RecordKey, DnsAnswer>();
            String detail = "";
            for (Goal.Wanted wanted : goal.sets()) {
                DnsAnswer answer = lookup.authoritative(address, wanted.key(), ASK);
                answers.put(wanted.key(), answer);
                if (answer instanceof DnsAnswer.Failed failed) {
                    detail = failed.detail();
                    break;
                }
                if (wanted.equals(goal.deciding()) && answer instanceof DnsAnswer.Found found) {
                    detail = String.join(", ", found.set().data());
                }
            }
            VerifyReport.ServerState state = Convergence.server(goal, answers);
            List<String> missing = List.of();
            if (state == VerifyReport.ServerState.NEW) {
                // the rest is asked only of who has come so far: old it is anyhow
                for (Goal.Part part : goal.parts()) {
                    DnsAnswer answer =
                            answers.computeIfAbsent(
                                    part.key(), key -> lookup.authoritative(address, key, ASK));
                    if (answer instanceof DnsAnswer.Failed failed) {
                        return new VerifyReport.Authoritative(
                                address,
                                Optional.empty(),
                                VerifyReport.ServerState.FAILED,
                                failed.detail());
                    }
                }
                missing = Convergence.missing(goal, answers);
                if (!missing.isEmpty()) {
                    state = VerifyReport.ServerState.OLD;
                    detail += "; not as wanted: " + String.join(", ", missing);
                }
            }
            Optional<String> fault =
                    state == VerifyReport.ServerState.NEW
                            ? signatures.fault(goal, address, world.time().clock().instant())
                            : Optional.empty();
            if (fault.isPresent()) {
                state = VerifyReport.ServerState.UNSIGNED;
                detail = "resolvers take it for forged: " + fault.get();
            }
            return new VerifyReport.Authoritative(
                    address, Optional.empty(), state, detail, missing);
        }

        void noteArrival(Instant now, boolean last, Arrival arrival) {
            boolean here =
                    authoritative.stream().anyMatch(s -> s.state() == VerifyReport.ServerState.NEW)
                            && authoritative.stream()
                                    .allMatch(
                                            s ->
                                                    s.state() == VerifyReport.ServerState.NEW
                                                            || isDead(s)
                                                            || (last
                                                                    && s.state()
                                                                            == VerifyReport
                                                                                    .ServerState
                                                                                    .FAILED));
            if (here && authoritativeAt.isEmpty()) {
                authoritativeAt = Optional.of(since.orElse(now));
                if (since.isEmpty()) {
                    arrival.at(view.name(), now, forgotten(now).orElse(now));
                }
            }
        }

        /// When the last correct cache forgets the old data; empty: not known.
        private Optional<Instant> forgotten(Instant arrived) {
            return Stream.concat(
                            goal.oldTtl().map(arrived::plus).stream(),
                            earlier.filter(arrived::isBefore).stream())
                    .max(java.util.Comparator.naturalOrder());
        }

        private boolean isDead(VerifyReport.Authoritative server) {
            return server.state() == VerifyReport.ServerState.FAILED
                    && (silentBefore.contains(server.server().toString())
                            || silent.getOrDefault(server.server(), 0) >= SILENT_LOOKS);
        }

        Watched askPanel(Lookup lookup, Instant now) throws CommandFailure, InterruptedException {
            RecordKey key = goal.deciding().key();
            resolvers =
                    Parallel.map(
                            profile.probing().dns().resolvers(),
                            QUERIES_AT_ONCE,
                            resolver -> resolver(lookup, resolver, key, now));
            return this;
        }

        private VerifyReport.Resolver resolver(
                Lookup lookup, String resolver, RecordKey key, Instant now) {
            DnsAnswer answer = lookup.recursive(resolver, key, ASK);
            Convergence.Cached cached =
                    Convergence.resolver(
                            goal,
                            answer,
                            now,
                            earlier.filter(now::isBefore).isPresent()
                                    ? Optional.empty()
                                    : authoritativeAt);
            String detail =
                    switch (answer) {
                        case DnsAnswer.Found found -> String.join(", ", found.set().data());
                        case DnsAnswer.NoData _ -> "no such set";
                        case DnsAnswer.NxDomain _ -> "no such name";
                        case DnsAnswer.Failed failed -> failed.detail();
                    };
            return new VerifyReport.Resolver(resolver, cached.state(), cached.oldFor(), detail);
        }

        /// Whether looking again can change the verdict: not once it is verified or mail is
        /// refused, and not where all that is missing are servers that never answered.
        boolean mayStillCome() {
            VerifyReport.Verdict verdict = verdict();
            if (verdict == VerifyReport.Verdict.VERIFIED || seenMail().isRefused()) {
                return false;
            }
            if (authoritativeAt.isEmpty()) {
                boolean allDead =
                        !authoritative.isEmpty() && authoritative.stream().allMatch(this::isDead);
                return !allDead && !servers.getOrDefault(goal.zone(), List.of()).isEmpty();
            }
            boolean panelMoves =
                    resolvers.stream()
                            .anyMatch(
                                    r ->
                                            r.state() == VerifyReport.ResolverState.OLD
                                                    || r.state()
                                                            == VerifyReport.ResolverState.STALE);
            boolean mailMoves = mail.smtp() == VerifyReport.Smtp.DEFERRED;
            return panelMoves || mailMoves || isFlying();
        }

        private VerifyReport.Verdict verdict() {
            return Convergence.verdict(authoritative, resolvers, seenMail());
        }

        /// A profile without MX sets has no inbound mail to prove.
        private VerifyReport.Mail mailOrNoMx() {
            return wantedMx().isEmpty()
                    ? new VerifyReport.Mail(
                            VerifyReport.Smtp.ACCEPTED,
                            VerifyReport.Delivery.OFF,
                            "the profile names no MX")
                    : mail;
        }

        /// With what became of the messages.
        private VerifyReport.Mail seenMail() {
            VerifyReport.Mail seen = mailOrNoMx();
            List<CanaryReport> reports = flights.stream().map(CanaryFlight::report).toList();
            return new VerifyReport.Mail(
                    seen.smtp(), CanaryReport.delivery(reports), seen.detail(), reports);
        }

        VerifyReport.Domain report() {
            return new VerifyReport.Domain(
                    new VerifyReport.Subject(profile.name(), view.name(), goal.expected()),
                    authoritative,
                    resolvers,
                    flights.isEmpty() ? mail : seenMail(),
                    verdict(),
                    authoritativeAt
                            .flatMap(this::forgotten)
                            .filter(world.time().clock().instant()::isBefore));
        }
    }
}
