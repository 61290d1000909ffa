package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.Situation;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.SiteJudgement;
import io.mxfail.core.probe.SiteProbe;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.ServerView;
import io.mxfail.core.propagation.ZoneSecurity;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Asks name servers, resolvers, mail hosts, relays and policy hosts what the rules need to know,
/// all at once.
final class Observing {
    private static final Duration ASK = Duration.ofSeconds(3);

    private final World world;
    private final Profile profile;

    Observing(World world, Profile profile) {
        this.world = world;
        this.profile = profile;
    }

    /// What one of those who ask brings.
    private record Part(
            Map<Name, List<ServerView>> views,
            NameServerQuestions.Panel panel,
            Situation.Probes probes,
            Map<Name, MtaStsFetched> policies) {
        static final Part NONE =
                new Part(Map.of(), NameServerQuestions.Panel.NONE, Situation.Probes.NONE, Map.of());

        static Part views(Map<Name, List<ServerView>> seen) {
            return new Part(seen, NONE.panel, NONE.probes, NONE.policies);
        }

        static Part panel(NameServerQuestions.Panel seen) {
            return new Part(NONE.views, seen, NONE.probes, NONE.policies);
        }

        static Part probes(Situation.Probes seen) {
            return new Part(NONE.views, NONE.panel, seen, NONE.policies);
        }

        static Part policies(Map<Name, MtaStsFetched> seen) {
            return new Part(NONE.views, NONE.panel, NONE.probes, seen);
        }
    }

    /// @param after sets that the plan leaves, by key
    /// @param groups the MX sets to probe, which need not be a site's
    /// @param panel whether to ask resolvers, too, and for signatures
    Assessment.Seen everybody(
            Scope scope,
            Map<RecordKey, Optional<RecordSet>> after,
            List<SiteProbing.Group> groups,
            boolean panel)
            throws CommandFailure, InterruptedException {
        Lookup lookup = OneLook.at(world.network().lookup().get());
        Probing.Dns dns = profile.probing().dns();
        Map<Name, List<Lookup.NameServer>> delegations =
                AuthoritativeServers.delegations(lookup, dns, scope.zones());
        Map<Name, List<ServerAddress>> servers =
                dns.authoritative().isEmpty()
                        ? AuthoritativeServers.addresses(delegations)
                        : AuthoritativeServers.of(lookup, dns, scope.zones());
        var questions = new NameServerQuestions(lookup, ASK);
        var answers =
                new LiveAnswers(lookup, after, servers, profile.probing().dns().resolvers(), ASK);
        var security = new ConcurrentHashMap<Name, ZoneSecurity>();
        List<Parallel.Task<Integer, Part>> tasks =
                List.of(
                        _ -> Part.views(questions.views(scope.domains(), servers)),
                        _ -> panel ? Part.panel(questions.panel(scope.domains(), dns)) : Part.NONE,
                        _ -> Part.probes(probes(answers, groups)),
                        _ -> Part.policies(policies(answers).of(scope.domains())),
                        _ ->
                                Part.probes(
                                        Situation.Probes.NONE.with(relays(answers, groups, scope))),
                        _ -> {
                            new AskAhead(answers).about(scope.domains());
                            return Part.NONE;
                        },
                        _ -> {
                            if (panel) {
                                security.putAll(
                                        new SecurityQuestions(lookup, dns, ASK)
                                                .of(scope.domains(), servers, answers.before()));
                            }
                            return Part.NONE;
                        });
        List<Part> parts = Parallel.map(tasks, tasks.size(), task -> task.run(0));
        return new Assessment.Seen(
                servers,
                parts.get(0).views(),
                parts.get(1).panel().replies(),
                NameServerQuestions.outside(parts.get(1).panel(), delegations).with(security),
                parts.get(2).probes().with(parts.get(4).probes().relays()),
                parts.get(3).policies(),
                answers);
    }

    private MailPolicies policies(LiveAnswers answers) {
        return new MailPolicies(profile, world.network().policies(), new MailDns(answers));
    }

    private Situation.Probes probes(LiveAnswers answers, List<SiteProbing.Group> groups)
            throws CommandFailure, InterruptedException {
        var probing =
                new SiteProbing(
                        profile,
                        world.network().mail().get(),
                        answers,
                        Anchors.of(profile),
                        Nobody.localPart(),
                        true);
        record Talked(List<SiteProbe> probed, Optional<HostProbe> control) {}
        List<Parallel.Task<Integer, Talked>> talks =
                List.of(
                        _ -> new Talked(probing.probe(groups), Optional.empty()),
                        _ -> new Talked(List.of(), probing.control()));
        List<Talked> talked = Parallel.map(talks, talks.size(), talk -> talk.run(0));
        List<SiteProbe> probed = talked.getFirst().probed();
        Optional<HostProbe> control = talked.getLast().control();
        Set<Integer> blocked =
                control.map(c -> SiteJudgement.blockedPorts(c, SiteProbe.hostsOf(probed)))
                        .orElse(Set.of());
        var reports = new LinkedHashMap<String, SiteReport>();
        for (SiteProbe site : probed) {
            reports.put(
                    site.site(),
                    SiteJudgement.judge(
                            site,
                            profile.probing().checks().limits(),
                            profile.probing().checks().startTls(),
                            blocked));
        }
        return new Situation.Probes(reports, control, blocked);
    }

    private List<RelayProbe> relays(
            LiveAnswers answers, List<SiteProbing.Group> groups, Scope scope)
            throws CommandFailure, InterruptedException {
        World.Network network = world.network();
        return new SubmissionProbing(profile, network.submission(), network.secrets(), answers)
                .probe(groups.stream().map(SiteProbing.Group::site).toList(), scope.all());
    }
}
