package io.mxfail.app;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.plan.DomainPlan;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks whether what a run wrote is served by every authoritative server, TTLs included, where no
/// mail moves that would show it.
///
/// @param servers by zone
/// @param deadline until when a server that lags is waited for
record Publication(
        World world,
        Map<Name, List<ServerAddress>> servers,
        Carrying.Order order,
        Instant deadline,
        RunNotes notes) {
    /// Looks at the authoritative servers alone: where mail does not move, none is sent.
    List<DomainResult> of(Aim aim, List<DomainResult> written, Map<Name, RunReport.Times> times)
            throws InterruptedException {
        var published = new Published(world, servers);
        var plans = new TreeMap<Name, DomainPlan>();
        order.plan().domains().forEach(d -> plans.put(d.domain(), d));
        var ended = new ArrayList<DomainResult>();
        for (DomainResult result : written) {
            DomainPlan domain = plans.get(result.domain());
            boolean reached =
                    result.outcome() == RunOutcome.SWITCHED
                            || (result.outcome() == RunOutcome.UNCHANGED
                                    && order.before().isPresent());
            if (!reached || domain == null || domain.changes().isEmpty()) {
                ended.add(result);
                continue;
            }
            Optional<String> missing =
                    order.pace().verify()
                            ? missing(published, domain)
                            : Optional.of("read back at the provider, not verified further");
            if (missing.isEmpty()) {
                arrived(domain, times);
            }
            ended.add(
                    result.ended(
                            missing.isEmpty() ? aim.reached() : RunOutcome.UNVERIFIED, missing));
        }
        return ended;
    }

    /// Of a run that moves mail the domains whose mail stays: something was published or taken away
    /// for them all the same.
    List<DomainResult> ofUnmoved(
            Proof.Moved proof, List<DomainResult> judged, Map<Name, RunReport.Times> times)
            throws InterruptedException {
        var moved = new TreeSet<Name>();
        proof.goals().keySet().forEach(view -> moved.add(view.name()));
        Aim aim = order.header().reverts().isPresent() ? Aim.RESTORE : Aim.SWITCH;
        var ended = new ArrayList<DomainResult>();
        for (DomainResult result : judged) {
            ended.addAll(
                    moved.contains(result.domain())
                            ? List.of(result)
                            : of(aim, List.of(result), times));
        }
        return ended;
    }

    private Optional<String> missing(Published published, DomainPlan domain)
            throws InterruptedException {
        try {
            return published.await(domain, deadline);
        } catch (CommandFailure e) {
            return Optional.of("verification could not be made: " + e.message());
        }
    }

    private void arrived(DomainPlan domain, Map<Name, RunReport.Times> times) {
        Instant now = world.time().clock().instant();
        Duration negative =
                order.live().at(domain.zone()).values().stream()
                        .map(observed -> Duration.ofSeconds(observed.negativeTtl()))
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        Instant until = now.plus(Published.remembered(domain, negative));
        times.put(domain.domain(), new RunReport.Times(Optional.of(now), Optional.of(until)));
        notes.add(new JournalEvent.Authoritative(now, domain.domain(), until));
    }
}
