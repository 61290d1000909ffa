package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.WriteId;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Waits until the services say that what they took has reached all of their own name servers.
///
/// The name servers of large services are anycast: a query reaches one place of many, and an
/// answer from there says nothing of the others. Only the service knows (Route 53: INSYNC).
/// Receipts come from the journal, so that a run that is resumed waits for those of its first
/// life too.
final class ServiceSync {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int FAILURES = 3;

    private final World world;
    private final Accounts accounts;
    private final Progress progress;

    ServiceSync(World world, Accounts accounts, Progress progress) {
        this.world = world;
        this.accounts = accounts;
        this.progress = progress;
    }

    /// Waits for the writes of a run.
    ///
    /// @return by zone: which service is not in sync when the time is up
    Map<Name, String> await(String run, RunLog log, Instant deadline) throws InterruptedException {
        Map<WriteId, String> open = open(run);
        var failures = new HashMap<WriteId, Integer>();
        var tally = new Tally(progress, open.size());
        while (true) {
            open.entrySet()
                    .removeIf(
                            write ->
                                    isOver(write.getKey(), write.getValue(), failures, tally, log));
            Duration left = Duration.between(world.time().clock().instant(), deadline);
            if (open.isEmpty() || !left.isPositive()) {
                break;
            }
            progress.live(
                    "waiting (%s) until %s"
                            .formatted(TimeLeft.of(left), said(open.keySet().iterator().next())));
            world.time().pause().sleep(PAUSE.compareTo(left) < 0 ? PAUSE : left);
        }
        var late = new TreeMap<Name, String>();
        open.keySet().forEach(write -> late.put(write.zone(), write.provider()));
        return late;
    }

    private Map<WriteId, String> open(String run) {
        var open = new LinkedHashMap<WriteId, String>();
        try {
            for (JournalEvent event : world.records().journal().read(run)) {
                if (event instanceof JournalEvent.Answered(_, var write, var outcome)
                        && outcome instanceof Outcome.Applied(String receipt)
                        && !receipt.isEmpty()) {
                    open.put(write, receipt);
                } else if (event instanceof JournalEvent.InSync(_, var write)) {
                    open.remove(write);
                }
            }
        } catch (JournalException e) {
            progress.step(
                    "cannot read which changes to ask the services for: "
                            + e.getMessage()
                            + "; their name servers are asked all the same");
        }
        return open;
    }

    /// Whether there is nothing left to wait for: it is in sync, or nobody can say. The name
    /// servers are asked in either case.
    private boolean isOver(
            WriteId write,
            String receipt,
            Map<WriteId, Integer> failures,
            Tally tally,
            RunLog log) {
        Optional<DnsProvider> provider =
                accounts.all().stream()
                        .filter(p -> p.identity().equals(write.provider()))
                        .findFirst();
        if (provider.isEmpty()) {
            return true;
        }
        try {
            if (!provider.get().inSync(receipt)) {
                return false;
            }
            tally.passing(said(write));
            tally.reached(() -> "changes are on all name servers of their services");
            noted(write, log);
            return true;
        } catch (ProviderException e) {
            boolean passing =
                    e.kind() == FailureKind.THROTTLED
                            || e.kind() == FailureKind.UNAVAILABLE
                            || e.kind() == FailureKind.TIMEOUT;
            if (passing && failures.merge(write, 1, Integer::sum) < FAILURES) {
                return false;
            }
            progress.step(
                    "cannot learn whether "
                            + said(write)
                            + ": "
                            + e.getMessage()
                            + "; they are asked themselves");
            return true;
        }
    }

    private static String said(WriteId write) {
        return write.zone() + " is on all name servers of " + write.provider();
    }

    private void noted(WriteId write, RunLog log) {
        try {
            log.append(List.of(new JournalEvent.InSync(world.time().clock().instant(), write)));
        } catch (JournalException e) {
            progress.step("the journal missed a note: " + e.getMessage());
        }
    }
}
