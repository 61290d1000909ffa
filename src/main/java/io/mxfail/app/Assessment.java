package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.Advice;
import io.mxfail.core.guard.Aftermath;
import io.mxfail.core.guard.Blocking;
import io.mxfail.core.guard.BreachTerms;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.Outgoing;
import io.mxfail.core.guard.Outside;
import io.mxfail.core.guard.Rules;
import io.mxfail.core.guard.SenderMoments;
import io.mxfail.core.guard.Services;
import io.mxfail.core.guard.Situation;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MailHost;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.mail.MtaStsId;
import io.mxfail.core.mail.MtaStsPolicy;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Agreement;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Moments;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Remembered;
import io.mxfail.core.plan.SpfReport;
import io.mxfail.core.plan.Transition;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.propagation.ServerView;
import io.mxfail.spi.DnsProvider;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Has the rules judge what was seen, with what else they need to know.
final class Assessment {
    private final World world;
    private final Profile profile;
    private final Accounts accounts;

    Assessment(World world, Profile profile, Accounts accounts) {
        this.world = world;
        this.profile = profile;
        this.accounts = accounts;
    }

    /// What was seen.
    ///
    /// @param servers authoritative addresses by zone
    /// @param views what each address answered, by zone
    /// @param resolvers what became of asking each resolver: empty text where it answered,
    ///   else why not
    /// @param outside what the rest of DNS says of the zones
    /// @param probes what talking to mail hosts showed
    /// @param policies what the policy hosts of MTA-STS serve, by domain
    /// @param answers DNS, with the plan's after-state laid over it
    record Seen(
            Map<Name, List<ServerAddress>> servers,
            Map<Name, List<ServerView>> views,
            Map<String, String> resolvers,
            Outside outside,
            Situation.Probes probes,
            Map<Name, MtaStsFetched> policies,
            LiveAnswers answers) {
        /// The ids that stand for the policies that senders can get and follow, by domain.
        Map<Name, String> policyIds() {
            var ids = new TreeMap<Name, String>();
            policies.forEach(
                    (domain, fetched) -> {
                        if (fetched instanceof MtaStsFetched.Served(String text)
                                && MtaStsPolicy.parse(text) instanceof MtaStsPolicy.Good) {
                            ids.put(domain, MtaStsId.of(text));
                        }
                    });
            return ids;
        }

        /// The zones of which it is known that nobody can validate them.
        Set<Name> unsigned(Instant now) {
            return outside.security().entrySet().stream()
                    .filter(zone -> !zone.getValue().isVouchedFor(now).orElse(true))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /// What the later steps need to know of it.
        Drafting.Observation observation() {
            return new Drafting.Observation(
                    servers,
                    views.values().stream()
                            .flatMap(List::stream)
                            .filter(view -> view.failure().isPresent())
                            .map(ServerView::server)
                            .collect(Collectors.toSet()),
                    probes.sites());
        }
    }

    /// Asks everyone at once.
    ///
    /// @param after sets that the plan leaves, by key
    /// @param sites the sites to probe
    Seen observe(LiveZones live, Map<RecordKey, Optional<RecordSet>> after, List<String> sites)
            throws CommandFailure, InterruptedException {
        return observe(
                live,
                after,
                sites.stream().map(s -> SiteProbing.site(s, live.domains().values())).toList(),
                true);
    }

    /// Asks everyone at once, for MX sets that need not be a site's.
    Seen observe(
            LiveZones live,
            Map<RecordKey, Optional<RecordSet>> after,
            List<SiteProbing.Group> groups,
            boolean panel)
            throws CommandFailure, InterruptedException {
        return new Observing(world, profile).everybody(Scope.of(live), after, groups, panel);
    }

    /// Asks everyone at once, before anything is known of the records.
    Seen observe(Scope scope, List<String> sites) throws CommandFailure, InterruptedException {
        return new Observing(world, profile)
                .everybody(
                        scope,
                        Map.of(),
                        sites.stream().map(s -> SiteProbing.site(s, scope.all())).toList(),
                        true);
    }

    /// What the rules are asked.
    ///
    /// @param plan what would change; for a mere check a plan without changes
    /// @param to the site that shall carry the mail; empty: nothing is planned
    /// @param profileChanged what differs between the profile and a reviewed plan
    /// @param finishes whether the plan finishes a run or takes it back, so that providers may
    ///   differ by what the run wrote at some of them only
    /// @param caches what caches may hold of earlier runs; empty: nothing moves, so it misleads
    ///   nobody
    record Question(
            Plan plan,
            LiveZones live,
            Map<Name, ActiveSite> active,
            Optional<String> to,
            Optional<String> profileChanged,
            boolean finishes,
            Optional<CacheMemory> caches) {
        Question(
                Plan plan,
                LiveZones live,
                Map<Name, ActiveSite> active,
                Optional<String> to,
                Optional<String> profileChanged,
                boolean finishes) {
            this(plan, live, active, to, profileChanged, finishes, Optional.empty());
        }

        List<Remembered> remembered(DomainView view) {
            return caches.map(memory -> memory.of(view, live.of(view))).orElse(List.of());
        }
    }

    /// What the rules say.
    ///
    /// @param findings worst first
    /// @param spf what SPF records cost, of the domains that have one
    /// @param senders what SPF says of the addresses that send
    /// @param moments at which mail may be judged
    record Judged(
            List<Finding> findings,
            List<SpfReport> spf,
            List<SenderMoments.Sender> senders,
            Moments moments) {
        /// Advice, with what was not looked at.
        List<String> beside(List<String> advice) {
            return Stream.concat(advice.stream(), SenderMoments.cut(senders).stream()).toList();
        }
    }

    /// Has the rules judge.
    Judged judge(Seen seen, Question question) {
        Situation situation = situation(seen, question);
        return new Judged(
                Rules.judge(situation),
                situation.names().spf().values().stream().filter(SpfReport::exists).toList(),
                situation.planned() ? SenderMoments.of(situation) : List.of(),
                situation.moments());
    }

    /// The SPF terms that would still authorise the site that a breach leaves and that the operator
    /// gives up, by domain, as normalised text.
    Map<Name, Set<String>> open(Seen seen, Question question, List<String> accepted) {
        return BreachTerms.of(situation(seen, question), accepted);
    }

    /// What an operator should know before deciding.
    List<String> advice(Seen seen, Question question) {
        Situation situation = situation(seen, question);
        return Stream.of(Advice.of(situation), Aftermath.of(situation), Outgoing.of(situation))
                .flatMap(List::stream)
                .toList();
    }

    /// The findings that forbid a plan.
    static List<Finding> blockers(List<Finding> findings, Plan plan) {
        return Blocking.of(findings, plan.to(), plan.accepted());
    }

    private Situation situation(Seen seen, Question question) {
        Situation bare = bare(seen, question);
        return new Situation(
                bare.task(),
                bare.domains(),
                bare.probes(),
                names(bare, seen),
                bare.zones(),
                bare.services());
    }

    /// What was asked and seen, before names are looked up.
    private Situation bare(Seen seen, Question question) {
        var domains = new ArrayList<Situation.DomainCase>();
        var runs = new Runs(world.records().journal());
        // only where applications come to send through another site does it matter who sent when
        List<RunState> earlier =
                question.to().flatMap(profile::site).flatMap(Site::submission).isPresent()
                        ? runs.known()
                        : List.of();
        for (DomainPlan domain : question.plan().domains()) {
            DomainView view =
                    Objects.requireNonNull(question.live().domains().get(domain.domain()));
            domains.add(
                    new Situation.DomainCase(
                            Transition.of(
                                            view,
                                            question.live().of(view),
                                            domain.changes(),
                                            accounts.weakest())
                                    .remembering(question.remembered(view)),
                            domain.from(),
                            reads(question, domain),
                            new Situation.Past(
                                    question.finishes()
                                            ? Optional.empty()
                                            : runs.policyUnseen(view, question.live().of(view)),
                                    Runs.lastActive(earlier, view.name()))));
        }
        var task =
                new Situation.Task(
                        profile,
                        question.to(),
                        question.to().isPresent() ? question.plan().mode() : Mode.PLANNED,
                        world.time().clock().instant(),
                        question.profileChanged(),
                        Acknowledge.known(world.records().notes()));
        var services =
                new Services(
                        accounts.all().stream().map(p -> fact(p, question.live())).toList(),
                        seen.resolvers(),
                        question.live().unread(),
                        world.profiles().esps(),
                        seen.outside());
        return new Situation(
                task, domains, seen.probes(), Situation.Names.NONE, seen.views(), services);
    }

    private static Services.ProviderFact fact(DnsProvider provider, LiveZones live) {
        return new Services.ProviderFact(
                provider.identity(),
                provider.capabilities(),
                Optional.empty(),
                live.routedAt(provider.identity()).stream().map(RecordKey::toString).toList());
    }

    private static Map<String, Observed> reads(Question question, DomainPlan domain) {
        Map<String, Observed> live = question.live().at(domain.zone());
        if (!question.finishes()) {
            return live;
        }
        var after = new LinkedHashMap<String, Observed>();
        live.forEach(
                (provider, read) -> after.put(provider, Agreement.after(read, domain.changes())));
        return after;
    }

    private static Situation.Names names(Situation situation, Seen seen) {
        // who was probed had to be known before the plan was; by now it says all that it leaves
        var after = new TreeMap<RecordKey, Optional<RecordSet>>();
        situation.domains().forEach(domain -> after.putAll(domain.transition().after()));
        LiveAnswers answers = seen.answers().leaving(after);
        var hosts = new HashMap<Name, MailHost>();
        Collection<Name> needed = situation.mailHosts().keySet();
        needed.forEach(host -> hosts.put(host, MailHost.of(host, answers)));
        var spf = new LinkedHashMap<Name, SpfReport>();
        for (Situation.DomainCase domain : situation.domains()) {
            spf.put(
                    domain.name(),
                    SpfReport.of(
                            domain.transition(),
                            situation.task().to().isPresent(),
                            answers.before(),
                            answers));
        }
        return new Situation.Names(
                hosts,
                spf,
                new Situation.Dns(
                        new MailDns(answers.before()), new MailDns(answers), seen.policies()));
    }
}
