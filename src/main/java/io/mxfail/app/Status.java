package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.journal.Forgetting;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.Claim;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Planner;
import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says which site is active, from what the authoritative servers answer now; state on disk
/// is history only.
public final class Status {
    /// The task of a run that began and did not end.
    public static final String FINISH = "finish-run";

    private final World world;
    private final Progress progress;

    public Status(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /// The status of the selected domains.
    public StatusReport run(Selection selection) throws CommandFailure, InterruptedException {
        var domains = new ArrayList<StatusReport.Domain>();
        List<RunState> runs = new Runs(world.records().journal()).all();
        Acknowledged acknowledged = acknowledged();
        Lookup look = OneLook.at(world.network().lookup().get());
        for (Selection.Chosen chosen : selection.observed(world.profiles())) {
            progress.live("reading " + chosen.profile().name());
            List<StatusReport.Domain> read =
                    Parallel.map(
                            chosen.domains(), 16, domain -> domain(look, chosen, domain, runs));
            domains.addAll(withChecklist(read, chosen.profile(), acknowledged));
        }
        return new StatusReport(domains);
    }

    private Acknowledged acknowledged() throws CommandFailure {
        try {
            return new Acknowledged(world.records().notes().acknowledgements(), Optional.empty());
        } catch (JournalException e) {
            throw Acknowledge.unusable(e);
        }
    }

    /// A checklist is the profile's, not a domain's: it stands once, with the first.
    private List<StatusReport.Domain> withChecklist(
            List<StatusReport.Domain> domains, Profile profile, Acknowledged acknowledged) {
        List<StatusReport.Due> due =
                DueTasks.checklist(profile, acknowledged, world.time().clock().instant());
        if (due.isEmpty() || domains.isEmpty()) {
            return domains;
        }
        var with = new ArrayList<>(domains);
        StatusReport.Domain first = domains.getFirst();
        with.set(
                0,
                new StatusReport.Domain(
                        first.subject(),
                        first.active(),
                        first.caches(),
                        first.drift(),
                        withDue(first.history(), due),
                        first.error()));
        return with;
    }

    private StatusReport.Domain domain(
            Lookup lookup, Selection.Chosen chosen, MailDomain domain, List<RunState> runs)
            throws CommandFailure, InterruptedException {
        StatusReport.History history = history(domain.name(), runs, world.time().clock().instant());
        var subject = new StatusReport.Subject(chosen.profile().name(), domain.name());
        ServedDomain served;
        try {
            served = ServedDomain.find(lookup, chosen.profile(), domain);
        } catch (CommandFailure e) {
            // one domain that nobody finds must not hide the others
            return unread(subject, List.of(), history, e.message());
        }
        DomainView view = served.view();
        List<ServerAddress> servers = served.servers();
        List<LiveReads.Read> reads = LiveReads.of(lookup, view, servers);
        List<Observed> observed = reads.stream().flatMap(r -> r.observed().stream()).toList();
        List<StatusReport.Silent> silent =
                reads.stream()
                        .filter(read -> read.observed().isEmpty())
                        .map(read -> new StatusReport.Silent(read.server(), read.detail()))
                        .toList();
        if (observed.isEmpty()) {
            return unread(subject, silent, history, Sought.silence(served, reads));
        }
        List<ActiveSite> actives = observed.stream().map(o -> ActiveSite.of(view, o)).toList();
        boolean agree = actives.stream().map(ActiveSite::site).distinct().count() == 1;
        ActiveSite first = actives.getFirst();
        String site = agree ? first.site() : DomainPlan.MIXED;
        Optional<Duration> ttl =
                observed.getFirst().set(view.mx()).map(RecordSet::ttl).map(Duration::ofSeconds);
        Optional<RunState> last =
                runs.stream()
                        .filter(run -> history.lastRun().filter(run.run()::equals).isPresent())
                        .findFirst();
        return new StatusReport.Domain(
                subject,
                new StatusReport.Active(site, first.matched(), first.total(), silent),
                new StatusReport.Caches(ttl, until(domain.name(), runs, observed)),
                drift(view, reference(view, first, observed.getFirst(), last), observed),
                withDue(
                        history,
                        DueTasks.of(chosen.profile(), view, observed.getFirst(), site, runs)),
                Optional.empty());
    }

    private static StatusReport.Domain unread(
            StatusReport.Subject subject,
            List<StatusReport.Silent> silent,
            StatusReport.History history,
            String why) {
        return new StatusReport.Domain(
                subject,
                new StatusReport.Active(DomainPlan.UNKNOWN, 0, 0, silent),
                new StatusReport.Caches(Optional.empty(), Optional.empty()),
                List.of(),
                history,
                Optional.of(why));
    }

    /// The site that drift is told against: the active one; where none is, the one whose MX is
    /// live, else the target of the last run, else the profile's first.
    private static String reference(
            DomainView view, ActiveSite active, Observed observed, Optional<RunState> last) {
        if (view.sites().containsKey(active.site())) {
            return active.site();
        }
        return view.claims().stream()
                .filter(Claim::switched)
                .filter(claim -> claim.places().stream().anyMatch(p -> p.key().equals(view.mx())))
                .flatMap(
                        claim ->
                                view.sites().keySet().stream()
                                        .filter(s -> Planner.matches(claim, s, observed)))
                .findFirst()
                .or(() -> last.map(r -> r.plan().to()).filter(view.sites()::containsKey))
                .orElseGet(() -> view.sites().keySet().iterator().next());
    }

    /// What differs at any of the addresses: one that serves other data than the rest is no less
    /// real for the senders that ask it.
    private static List<StatusReport.Drift> drift(
            DomainView view, String reference, List<Observed> observed) {
        return observed.stream()
                .flatMap(one -> drift(view, reference, one).stream())
                .distinct()
                .toList();
    }

    private static List<StatusReport.Drift> drift(
            DomainView view, String reference, Observed observed) {
        var drift = new ArrayList<StatusReport.Drift>();
        for (Claim claim : view.claims()) {
            String site = claim.switched() ? reference : claim.wishes().keySet().iterator().next();
            Map<RecordKey, List<Record>> wish = claim.wish(site);
            if (wish.isEmpty()) {
                continue;
            }
            boolean same = Planner.matches(claim, site, observed);
            for (Change.Place place : claim.places()) {
                List<String> expected =
                        Claim.at(place, wish).stream().map(Record::rdataToString).sorted().toList();
                List<String> found =
                        Planner.live(place, observed).stream()
                                .flatMap(set -> set.data().stream())
                                .sorted()
                                .toList();
                if (!same && !expected.equals(found)) {
                    drift.add(new StatusReport.Drift(place.key(), expected, found));
                }
            }
        }
        return drift;
    }

    private StatusReport.History history(Name domain, List<RunState> runs, Instant now) {
        Optional<RunState> last = OpenRuns.last(runs, domain);
        var due = new ArrayList<StatusReport.Due>();
        last.filter(OpenRuns::needsSomeone)
                .ifPresent(
                        run ->
                                due.add(
                                        new StatusReport.Due(
                                                FINISH, now, "mxfail resume " + run.run())));
        return new StatusReport.History(last.map(RunState::run), due);
    }

    private static StatusReport.History withDue(
            StatusReport.History history, List<StatusReport.Due> more) {
        var due = new ArrayList<>(history.due());
        due.addAll(more);
        due.sort(Comparator.comparing(StatusReport.Due::at));
        return new StatusReport.History(history.lastRun(), due);
    }

    private Optional<Instant> until(Name domain, List<RunState> runs, List<Observed> served) {
        Instant now = world.time().clock().instant();
        return Forgetting.until(domain, runs, served).filter(now::isBefore);
    }

    /// The exit code: 0 one site at every authoritative address and no drift, 1 drift, overdue
    /// task, still propagating or an address that is silent, 2 mixed or unknown, 3 could not read.
    /// Of several domains what is known to be wrong counts before what is not known, as in `check`.
    public static int exit(StatusReport report, Instant now) {
        List<Integer> exits = report.domains().stream().map(domain -> exitOf(domain, now)).toList();
        return List.of(2, 3, 1).stream().filter(exits::contains).findFirst().orElse(0);
    }

    private static int exitOf(StatusReport.Domain domain, Instant now) {
        if (domain.error().isPresent()) {
            return 3;
        }
        String site = domain.active().site();
        if (site.equals(DomainPlan.MIXED) || site.equals(DomainPlan.UNKNOWN)) {
            return 2;
        }
        boolean overdue = domain.history().due().stream().anyMatch(d -> !d.at().isAfter(now));
        boolean propagating = domain.caches().until().filter(now::isBefore).isPresent();
        boolean silent = !domain.active().silent().isEmpty();
        return !domain.drift().isEmpty() || overdue || propagating || silent ? 1 : 0;
    }
}
