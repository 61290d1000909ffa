package io.mxfail.app;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.JournalStore.RunLog;
import io.mxfail.spi.DnsProvider;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Looks, once a plan is written, until what was written is seen where it counts.
final class Proving {
    private final Setting setting;
    private final ServiceSync services;

    Proving(Setting setting) {
        this.setting = setting;
        this.services = new ServiceSync(setting.world(), setting.accounts(), setting.progress());
    }

    /// What was seen.
    ///
    /// @param domains each one's end
    /// @param times when each one's new data was everywhere
    /// @param verified of mail that moved; empty: nobody looked
    record Seen(
            List<DomainResult> domains,
            Map<Name, RunReport.Times> times,
            Optional<VerifyReport> verified) {
        Seen but(List<DomainResult> ended) {
            return new Seen(ended, times, verified);
        }

        /// When the last cache forgets what was before; empty: not known.
        Optional<Instant> cachesUntil() {
            return times.values().stream()
                    .flatMap(t -> t.cachesUntil().stream())
                    .max(Comparator.naturalOrder());
        }
    }

    Seen after(Carrying.Order order, RunLog log, List<DomainResult> written)
            throws InterruptedException {
        if (!order.pace().verify() || order.proof() instanceof Proof.TakenBack) {
            return handedOver(order, looked(order, Duration.ZERO, log, written));
        }
        Duration wait =
                order.pace().atMost().orElse(setting.profile().probing().verify().timeout());
        Instant deadline = setting.now().plus(wait);
        Map<Name, String> late = services.await(order.header().run(), log, deadline);
        Duration left = Duration.between(setting.now(), deadline);
        Seen seen = looked(order, left.isNegative() ? Duration.ZERO : left, log, written);
        return handedOver(
                order, late.isEmpty() ? seen : seen.but(held(order, seen.domains(), late)));
    }

    /// What is not served may be what nobody has published yet.
    private Seen handedOver(Carrying.Order order, Seen seen) {
        Map<Name, Name> zones = zones(order);
        return seen.but(
                seen.domains().stream()
                        .map(
                                result ->
                                        result.outcome() == RunOutcome.UNVERIFIED
                                                ? result.ended(
                                                        RunOutcome.UNVERIFIED,
                                                        because(result, zones))
                                                : result)
                        .toList());
    }

    private Optional<String> because(DomainResult result, Map<Name, Name> zones) {
        List<String> reasons = new ArrayList<>(result.error().stream().toList());
        Optional.ofNullable(zones.get(result.domain()))
                .ifPresent(
                        zone ->
                                setting.accounts()
                                        .all()
                                        .forEach(
                                                provider ->
                                                        provider.handover(zone)
                                                                .map(
                                                                        what ->
                                                                                "to be served, "
                                                                                        + what)
                                                                .ifPresent(reasons::add)));
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    private static Map<Name, Name> zones(Carrying.Order order) {
        var zones = new TreeMap<Name, Name>();
        order.plan().domains().forEach(d -> zones.put(d.domain(), d.zone()));
        return zones;
    }

    /// What looks new from here may be old elsewhere as long as the service is not done.
    private static List<DomainResult> held(
            Carrying.Order order, List<DomainResult> seen, Map<Name, String> late) {
        Map<Name, Name> zones = zones(order);
        return seen.stream()
                .map(
                        result ->
                                Optional.ofNullable(zones.get(result.domain()))
                                        .flatMap(zone -> Optional.ofNullable(late.get(zone)))
                                        .filter(_ -> result.exit() == Exit.DONE)
                                        .map(
                                                service ->
                                                        result.ended(
                                                                RunOutcome.UNVERIFIED,
                                                                Optional.of(
                                                                        service
                                                                                + " has not yet"
                                                                                + " brought it to"
                                                                                + " all of its name"
                                                                                + " servers")))
                                        .orElse(result))
                .toList();
    }

    /// Whom to ask, by zone: of several providers those too that are known by their
    /// addresses, since the delegation may name the servers of another one alone.
    private Map<Name, List<ServerAddress>> servers() {
        Map<Name, List<ServerAddress>> delegated = setting.observation().servers();
        List<DnsProvider> providers = setting.accounts().all();
        if (providers.size() < 2) {
            return delegated;
        }
        var all = new TreeMap<Name, List<ServerAddress>>();
        delegated.forEach(
                (zone, servers) ->
                        all.put(
                                zone,
                                Stream.concat(
                                                servers.stream(),
                                                providers.stream()
                                                        .flatMap(p -> p.servers().stream()))
                                        .distinct()
                                        .toList()));
        return all;
    }

    private Seen looked(Carrying.Order order, Duration wait, RunLog log, List<DomainResult> written)
            throws InterruptedException {
        var times = new TreeMap<Name, RunReport.Times>();
        var notes = new RunNotes(log, setting.progress());
        var publication =
                new Publication(setting.world(), servers(), order, setting.now().plus(wait), notes);
        return switch (order.proof()) {
            case Proof.Moved moved -> {
                Optional<VerifyReport> verified = Optional.empty();
                Optional<String> trouble = Optional.empty();
                try {
                    verified = verify(moved, order, wait, notes, written, times);
                } catch (CommandFailure e) {
                    trouble = Optional.of("verification could not be made: " + e.message());
                } catch (RuntimeException e) {
                    // whatever is wrong with the looking must not hide what was written
                    trouble = Optional.of("verification failed unexpectedly: " + e);
                }
                yield new Seen(
                        publication.ofUnmoved(
                                moved, judged(moved, written, verified, trouble), times),
                        times,
                        verified);
            }
            case Proof.TakenBack _ -> new Seen(written, times, Optional.empty());
            case Proof.Served served ->
                    new Seen(publication.of(served.aim(), written, times), times, Optional.empty());
        };
    }

    private Optional<VerifyReport> verify(
            Proof.Moved proof,
            Carrying.Order order,
            Duration wait,
            RunNotes notes,
            List<DomainResult> written,
            Map<Name, RunReport.Times> times)
            throws CommandFailure, InterruptedException {
        var reached = new LinkedHashSet<Name>();
        written.stream()
                .filter(
                        d ->
                                d.outcome() == RunOutcome.SWITCHED
                                        || (d.outcome() == RunOutcome.UNCHANGED
                                                && order.before().isPresent()))
                .forEach(d -> reached.add(d.domain()));
        var goals = new LinkedHashMap<DomainView, Goal>();
        proof.goals()
                .forEach(
                        (view, goal) -> {
                            if (reached.contains(view.name())) {
                                goals.put(view, goal);
                            }
                        });
        if (goals.isEmpty() || !order.pace().verify()) {
            return Optional.empty();
        }
        var verification =
                new Verification(
                        setting.world(),
                        setting.profile(),
                        new Verification.Servers(servers(), setting.observation().silent()),
                        Anchors.of(setting.profile()),
                        setting.progress());
        var tally = new Tally(setting.progress(), goals.size());
        VerifyReport report =
                verification.run(
                        goals,
                        since(order, times),
                        wait,
                        (domain, moment, until) -> {
                            times.put(
                                    domain,
                                    new RunReport.Times(Optional.of(moment), Optional.of(until)));
                            tally.passing(
                                    domain
                                            + " is new on every authoritative server that answers;"
                                            + " caches forget the old data by "
                                            + until.truncatedTo(ChronoUnit.SECONDS));
                            tally.reached(() -> reached(times));
                            notes.add(new JournalEvent.Authoritative(moment, domain, until));
                        });
        return Optional.of(report);
    }

    /// What there is to say of many domains that have arrived.
    private static String reached(Map<Name, RunReport.Times> times) {
        return "domains are new on every authoritative server that answers; caches forget the old"
                + " data by "
                + times.values().stream()
                        .flatMap(t -> t.cachesUntil().stream())
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .truncatedTo(ChronoUnit.SECONDS);
    }

    /// What an interrupted run has seen already.
    private static Map<Name, Instant> since(
            Carrying.Order order, Map<Name, RunReport.Times> times) {
        var since = new TreeMap<Name, Instant>();
        order.before().stream()
                .flatMap(run -> run.authoritative().values().stream())
                .forEach(
                        seen -> {
                            since.put(seen.domain(), seen.at());
                            times.put(
                                    seen.domain(),
                                    new RunReport.Times(
                                            Optional.of(seen.at()),
                                            Optional.of(seen.cachesUntil())));
                        });
        return since;
    }

    /// Each domain's end, from what was written and what was seen.
    private List<DomainResult> judged(
            Proof.Moved proof,
            List<DomainResult> written,
            Optional<VerifyReport> verified,
            Optional<String> trouble) {
        var verdicts = new TreeMap<Name, VerifyReport.Domain>();
        verified.ifPresent(
                report -> report.domains().forEach(d -> verdicts.put(d.subject().domain(), d)));
        var ended = new ArrayList<DomainResult>();
        for (DomainResult result : written) {
            boolean expected =
                    proof.goals().keySet().stream().anyMatch(v -> v.name().equals(result.domain()));
            VerifyReport.Domain seen = verdicts.get(result.domain());
            if (result.outcome() != RunOutcome.SWITCHED && seen == null) {
                ended.add(result);
            } else if (!expected) {
                ended.add(result);
            } else if (seen == null) {
                ended.add(
                        result.ended(
                                RunOutcome.UNVERIFIED,
                                Optional.of(
                                        trouble.orElse(
                                                "read back at the provider, not verified"
                                                        + " further"))));
            } else {
                ended.add(verdict(result, seen));
            }
        }
        return ended;
    }

    private static DomainResult verdict(DomainResult result, VerifyReport.Domain seen) {
        return switch (seen.verdict()) {
            case VERIFIED -> result.ended(RunOutcome.SWITCHED, Optional.empty());
            case PENDING ->
                    result.ended(RunOutcome.UNVERIFIED, Optional.of(VerifyText.pending(seen)));
            case FAILED ->
                    result.ended(
                            seen.mail().isRefused() ? RunOutcome.PARTIAL : RunOutcome.UNVERIFIED,
                            Optional.of(VerifyText.failed(seen)));
        };
    }
}
