package io.mxfail.core.journal;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Settlement;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is left to do after a switch, and when: by what runs did and what is served now.
public final class Settling {
    /// By then a fault of the new site has shown itself, and a quick way back is needed less.
    private static final Duration SHORT_TTL = Duration.ofHours(24);

    /// Senders retry for up to five days (RFC 5321, section 4.5.4.1): until then mail that the
    /// former site accepted may still leave from there.
    private static final Duration DRAIN = Duration.ofDays(5);

    private Settling() {}

    /// What is left to do.
    public enum Kind {
        /// give switched sets their long TTL again
        RESTORE_TTL,
        /// take the former site's terms out of the SPF record
        SHRINK_SPF
    }

    /// One task of a domain.
    ///
    /// @param at when it may be done
    public record Task(Kind kind, Instant at, List<Change> changes) {
        public Task {
            changes = List.copyOf(changes);
        }
    }

    /// The tasks of one domain, soonest first; empty where all is done, or where no run of the
    /// history left anything to do.
    ///
    /// @param observed what is served
    /// @param site the active one
    /// @param runs all runs, newest first
    public static List<Task> tasks(
            DomainView view, Observed observed, String site, List<RunState> runs, Intent intent) {
        List<RunState> standing = Standing.of(runs);
        var tasks = new ArrayList<Task>();
        List<Change> done =
                standing.stream().flatMap(run -> written(run, view.name()).stream()).toList();
        List<Change> ttls = Settlement.ttls(view, observed, site, done, intent);
        Optional<Instant> shortened = shortened(view.name(), standing);
        if (!ttls.isEmpty() && shortened.isPresent()) {
            tasks.add(new Task(Kind.RESTORE_TTL, shortened.get().plus(SHORT_TTL), ttls));
        }
        Optional<Instant> moved = moved(view.name(), standing, site);
        Optional<Change> spf = Settlement.spf(view, observed, site, intent);
        if (moved.isPresent() && spf.isPresent()) {
            tasks.add(new Task(Kind.SHRINK_SPF, moved.get().plus(DRAIN), List.of(spf.get())));
        }
        tasks.sort(Comparator.comparing(Task::at));
        return List.copyOf(tasks);
    }

    /// When a TTL was last shortened.
    private static Optional<Instant> shortened(Name domain, List<RunState> standing) {
        return standing.stream()
                .filter(run -> written(run, domain).stream().anyMatch(Settlement::shortens))
                .findFirst()
                .map(run -> at(run, domain));
    }

    /// When mail was moved to the site; empty where the newest move went elsewhere or is not
    /// known.
    private static Optional<Instant> moved(Name domain, List<RunState> standing, String site) {
        return standing.stream()
                .filter(run -> written(run, domain).stream().anyMatch(Settling::moves))
                .findFirst()
                .filter(run -> run.plan().to().equals(site))
                .map(run -> at(run, domain));
    }

    private static boolean moves(Change change) {
        return change.kind() == ChangeClass.SUBSTITUTIVE && !change.ttlOnly();
    }

    /// What a run wrote, or may have written, of a domain.
    private static List<Change> written(RunState run, Name domain) {
        return run.written(domain).stream().flatMap(write -> write.changes().stream()).toList();
    }

    private static Instant at(RunState run, Name domain) {
        return Optional.ofNullable(run.authoritative().get(domain))
                .map(JournalEvent.Authoritative::at)
                .or(() -> run.ended().map(JournalEvent.Ended::at))
                .orElse(run.started().at());
    }
}
