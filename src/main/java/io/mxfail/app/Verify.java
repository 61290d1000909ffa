package io.mxfail.app;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Awaited;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Asserts that a site is live: at every authoritative server, at the resolver panel, and at
/// its mail hosts. Changes nothing and needs no credential.
public final class Verify {
    private static final int AT_ONCE = 64;

    private final World world;
    private final Progress progress;

    public Verify(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /// Verifies the selected domains.
    ///
    /// @param expect the site that should be live; empty: the target of a domain's last
    ///   change, else the site that is served
    /// @param wait how long to look; empty: one look
    public VerifyReport run(Selection selection, Optional<String> expect, Optional<Duration> wait)
            throws CommandFailure, InterruptedException {
        List<RunState> runs = new Runs(world.records().journal()).all();
        var domains = new ArrayList<VerifyReport.Domain>();
        var unread = new ArrayList<VerifyReport.Unread>();
        List<Selection.Chosen> all = selection.observed(world.profiles());
        for (Selection.Chosen chosen : all) {
            if (expect.isPresent()) {
                Drafting.requireSite(chosen.profile(), expect.get());
            }
        }
        for (Selection.Chosen chosen : all) {
            VerifyReport report = profile(chosen, expect, wait, runs);
            domains.addAll(report.domains());
            unread.addAll(report.unread());
        }
        return new VerifyReport(
                domains,
                unread,
                OpenRuns.of(
                        runs,
                        all.stream()
                                .flatMap(chosen -> chosen.domains().stream())
                                .map(MailDomain::name)
                                .toList()));
    }

    private VerifyReport profile(
            Selection.Chosen chosen,
            Optional<String> expect,
            Optional<Duration> wait,
            List<RunState> runs)
            throws CommandFailure, InterruptedException {
        Lookup look = OneLook.at(world.network().lookup().get());
        var goals = new LinkedHashMap<DomainView, Goal>();
        Map<Name, List<ServerAddress>> servers = new TreeMap<>();
        Map<Name, Instant> since = new TreeMap<>();
        var elsewhere = new ArrayList<VerifyReport.Domain>();
        var unread = new ArrayList<VerifyReport.Unread>();
        List<Sought> all =
                Parallel.map(
                        chosen.domains(),
                        AT_ONCE,
                        domain -> Sought.of(look, chosen.profile(), domain, expect, runs));
        for (int i = 0; i < all.size(); i++) {
            MailDomain domain = chosen.domains().get(i);
            switch (all.get(i)) {
                case Sought.At(ServedDomain served, String site, Optional<RunState> last) -> {
                    servers.put(served.view().zone(), served.servers());
                    goal(served, site, last, runs)
                            .ifPresentOrElse(
                                    goal -> goals.put(served.view(), goal),
                                    () -> unread.add(nothing(chosen.profile(), domain, site)));
                    last.flatMap(run -> run.arrivedOrWritten(domain.name()))
                            .ifPresent(at -> since.put(domain.name(), at));
                }
                case Sought.Elsewhere(VerifyReport.Domain found) -> elsewhere.add(found);
                case Sought.Unknown(VerifyReport.Unread one) -> unread.add(one);
            }
        }
        var verification =
                new Verification(
                        world,
                        chosen.profile(),
                        new Verification.Servers(servers, Set.of()),
                        Anchors.of(chosen.profile()),
                        progress);
        VerifyReport looked =
                verification.run(goals, since, wait.orElse(Duration.ZERO), (_, _, _) -> {});
        elsewhere.addAll(0, looked.domains());
        return new VerifyReport(elsewhere, unread);
    }

    private static VerifyReport.Unread nothing(Profile profile, MailDomain domain, String site) {
        return new VerifyReport.Unread(
                new VerifyReport.Subject(profile.name(), domain.name(), site),
                "site "
                        + site
                        + " wants no record set that another site wants differently, so nothing"
                        + " shows where mail is");
    }

    /// What is expected, with what was there before: from the last run, else the other site's
    /// data.
    private static Optional<Goal> goal(
            ServedDomain served, String site, Optional<RunState> last, List<RunState> runs) {
        List<Change> changes =
                last.stream()
                        .flatMap(run -> run.written(served.view().name()).stream())
                        .flatMap(written -> written.changes().stream())
                        .toList();
        Optional<Goal> goal =
                Goals.ofSite(served.view(), site, changes, since(last, runs, served.view().name()));
        if (!changes.isEmpty()) {
            return goal;
        }
        Optional<Goal> other =
                served.otherSite(site).flatMap(o -> Goals.ofSite(served.view(), o, List.of()));
        return goal.map(
                g ->
                        g.instead(
                                g.sets().stream()
                                        .map(
                                                s ->
                                                        new Goal.Wanted(
                                                                s.key(),
                                                                s.wanted(),
                                                                other.flatMap(o -> wanted(o, s))))
                                        .toList()));
    }

    /// What a run and those after it wrote of a domain, as one.
    private static List<Change> since(Optional<RunState> first, List<RunState> runs, Name domain) {
        if (first.isEmpty()) {
            return List.of();
        }
        var changes = new ArrayDeque<Change>();
        for (RunState run : runs) {
            List<Change> own =
                    run.written(domain).stream().flatMap(w -> w.changes().stream()).toList();
            own.reversed().forEach(changes::addFirst);
            if (run.run().equals(first.get().run())) {
                break;
            }
        }
        return Awaited.together(changes);
    }

    private static Optional<RecordSet> wanted(Goal goal, Goal.Wanted like) {
        return goal.sets().stream()
                .filter(s -> s.key().equals(like.key()))
                .flatMap(s -> s.wanted().stream())
                .findFirst();
    }

    /// Why domains are not verified, and in the last line what to type next; where all are, at most
    /// which runs stand half-way.
    public static List<String> next(VerifyReport report, Instant now) {
        var lines = new ArrayList<String>();
        Optional<Instant> cachesEnd = Optional.empty();
        boolean failed = false;
        for (VerifyReport.Domain domain : report.domains()) {
            switch (domain.verdict()) {
                case VERIFIED -> {}
                case PENDING -> {
                    lines.add(
                            domain.subject().domain() + " pending: " + VerifyText.pending(domain));
                    cachesEnd =
                            Stream.concat(
                                            cachesEnd.stream(),
                                            domain.cachesUntil().stream()
                                                    .filter(_ -> VerifyText.isSpreading(domain)))
                                    .filter(now::isBefore)
                                    .max(Comparator.naturalOrder());
                }
                case FAILED -> {
                    failed = true;
                    lines.add(domain.subject().domain() + " failed: " + VerifyText.failed(domain));
                }
            }
        }
        for (VerifyReport.Unread unread : report.unread()) {
            lines.add(unread.subject().domain() + " unread: " + unread.why());
        }
        boolean verified = lines.isEmpty();
        report.open().forEach(run -> lines.add(run.said()));
        if (!verified) {
            lines.add(
                    failed
                            ? "Next: mxfail status shows what is served; mxfail history lists what"
                                    + " can be undone"
                            : "Next: "
                                    + cachesEnd
                                            .map(
                                                    at ->
                                                            "caches end by "
                                                                    + at.truncatedTo(
                                                                            ChronoUnit.SECONDS)
                                                                    + "; then ")
                                            .orElse("")
                                    + "mxfail verify again, or mxfail verify --wait 15m");
        }
        return lines;
    }

    /// The exit code: 0 verified, 1 pending, 2 failed, 3 nothing could be asked.
    public static int exit(VerifyReport report) {
        boolean nobodyAnswers =
                report.domains().stream()
                        .flatMap(domain -> domain.authoritative().stream())
                        .allMatch(s -> s.state() == VerifyReport.ServerState.FAILED);
        if (nobodyAnswers) {
            return 3;
        }
        if (has(report, VerifyReport.Verdict.FAILED)) {
            return 2;
        }
        return has(report, VerifyReport.Verdict.PENDING) || !report.unread().isEmpty() ? 1 : 0;
    }

    private static boolean has(VerifyReport report, VerifyReport.Verdict verdict) {
        return report.domains().stream().anyMatch(domain -> domain.verdict() == verdict);
    }
}
