package io.mxfail.core.guard;

import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MailHost;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.plan.Agreement;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Moments;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.SpfReport;
import io.mxfail.core.plan.Transition;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.propagation.ServerView;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Everything that was seen and is planned, as data, for the rules to judge.
///
/// What is missing was not looked at, and is never taken for good.
///
/// @param task what is to happen
/// @param domains each domain, with what is served, what is planned and what that leaves
/// @param probes what talking to mail hosts showed
/// @param names what DNS says, with the plan's after-state laid over it
/// @param zones what each authoritative address of each zone answered
/// @param services the providers and the resolver panel
public record Situation(
        Task task,
        List<DomainCase> domains,
        Probes probes,
        Names names,
        Map<Name, List<ServerView>> zones,
        Services services) {
    public Situation {
        domains = List.copyOf(domains);
        zones = Collections.unmodifiableMap(new TreeMap<>(zones));
    }

    /// What is to happen.
    ///
    /// @param profile the profile
    /// @param to the site that shall carry the mail; empty: nothing is planned, all sites are
    ///   judged alike
    /// @param mode why mail moves
    /// @param now the moment of judging
    /// @param profileChanged what differs between the profile and the reviewed plan's; empty:
    ///   nothing, or no plan was reviewed
    /// @param acknowledged what is known of checklists
    public record Task(
            Profile profile,
            Optional<String> to,
            Mode mode,
            Instant now,
            Optional<String> profileChanged,
            Acknowledged acknowledged) {}

    /// One domain.
    ///
    /// @param transition from what is served to what the plan leaves
    /// @param from the site that the live data belongs to, or `mixed` or `unknown`
    /// @param reads what each provider of its zone holds, by identity
    /// @param past what earlier runs tell of it
    public record DomainCase(
            Transition transition, String from, Map<String, Observed> reads, Past past) {
        /// One of which earlier runs tell nothing.
        public DomainCase(Transition transition, String from, Map<String, Observed> reads) {
            this(transition, from, reads, Past.UNKNOWN);
        }

        public DomainCase {
            reads = Collections.unmodifiableMap(new LinkedHashMap<>(reads));
        }

        /// The domain's name.
        public Name name() {
            return transition.domain();
        }

        /// The sets that the providers hold differently.
        public List<Agreement.Difference> disagreements() {
            return Agreement.differences(transition.view(), reads);
        }

        /// The hosts of a site's MX for this domain, canonical.
        public Set<Name> hostsOf(String site) {
            var hosts = new HashSet<Name>();
            Optional.ofNullable(transition.view().sites().get(site)).stream()
                    .flatMap(records -> records.mx().stream())
                    .forEach(mx -> hosts.add(mx.getTarget().canonicalize()));
            return hosts;
        }
    }

    /// What earlier runs tell of a domain.
    ///
    /// @param policyUnseen until when senders may not see the MTA-STS id that is served now, since
    ///   mxfail wrote it a short while ago; empty: nothing is known that keeps them from it
    /// @param lastActive when sites carried its mail for the last time that a run saw, by name
    public record Past(Optional<Instant> policyUnseen, Map<String, Instant> lastActive) {
        /// They tell nothing.
        public static final Past UNKNOWN = new Past(Optional.empty(), Map.of());

        public Past {
            lastActive = Map.copyOf(lastActive);
        }
    }

    /// What talking to mail hosts showed.
    ///
    /// @param sites by name; a site that is missing was not probed
    /// @param control the host that is known to be up
    /// @param blockedPorts ports that cannot be reached from this machine at all
    /// @param relays the submission relays of the sites that name one
    /// @param canaries what became of test messages; empty: none was sent
    public record Probes(
            Map<String, SiteReport> sites,
            Optional<HostProbe> control,
            Set<Integer> blockedPorts,
            List<RelayProbe> relays,
            List<CheckReport.Flown> canaries) {
        /// Nothing was probed.
        public static final Probes NONE = new Probes(Map.of(), Optional.empty(), Set.of());

        public Probes {
            sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
            blockedPorts = Set.copyOf(blockedPorts);
            relays = List.copyOf(relays);
            canaries = List.copyOf(canaries);
        }

        /// Without submission relays.
        public Probes(
                Map<String, SiteReport> sites,
                Optional<HostProbe> control,
                Set<Integer> blockedPorts) {
            this(sites, control, blockedPorts, List.of(), List.of());
        }

        /// The submission relays of a site.
        public List<RelayProbe> relaysOf(String site) {
            return relays.stream().filter(relay -> relay.site().equals(site)).toList();
        }

        /// The same with submission relays.
        public Probes with(List<RelayProbe> probed) {
            return new Probes(sites, control, blockedPorts, probed, canaries);
        }

        /// The same with test messages.
        public Probes flown(List<CheckReport.Flown> sent) {
            return new Probes(sites, control, blockedPorts, relays, sent);
        }

        /// A site's report; empty: it was not probed.
        public Optional<SiteReport> site(String name) {
            return Optional.ofNullable(sites.get(name));
        }
    }

    /// What DNS says, with the plan's after-state laid over it.
    ///
    /// @param hosts addresses by mail host, of at least [Situation#mailHosts]
    /// @param spf what SPF records cost, by domain
    /// @param dns whom to ask for what else a rule needs
    public record Names(Map<Name, MailHost> hosts, Map<Name, SpfReport> spf, Dns dns) {
        /// Nothing was asked.
        public static final Names NONE = new Names(Map.of(), Map.of(), Dns.SILENT);

        public Names {
            hosts = Map.copyOf(hosts);
            spf = Collections.unmodifiableMap(new LinkedHashMap<>(spf));
        }
    }

    /// DNS at the two ends of a plan, and the policies that it points to.
    ///
    /// @param before what is served now
    /// @param after with the plan's after-state laid over it; the same as before where nothing is
    ///   planned
    /// @param policies what the policy hosts of MTA-STS serve, by domain; only of those whose DNS
    ///   says that they have one
    public record Dns(MailDns before, MailDns after, Map<Name, MtaStsFetched> policies) {
        /// Nobody was asked.
        public static final Dns SILENT = new Dns(MailDns.SILENT, MailDns.SILENT, Map.of());

        public Dns {
            policies = Map.copyOf(policies);
        }
    }

    /// The sites whose readiness is judged: the target, or all where nothing is planned.
    public List<String> candidates() {
        return task.to()
                .map(List::of)
                .orElseGet(() -> List.copyOf(task.profile().sites().keySet()));
    }

    /// The moments at which somebody may judge mail: before the plan, in between, and after.
    public Moments moments() {
        return new Moments(
                names.dns().before(),
                names.dns().after(),
                domains.stream().map(DomainCase::transition).toList());
    }

    /// Whether a site is left in a breach, so that it shall not send any more.
    boolean isRevoked(String site) {
        return task.mode() == Mode.BREACH && task.to().filter(to -> !to.equals(site)).isPresent();
    }

    /// Whether anything shall change.
    public boolean planned() {
        return task.to().isPresent();
    }

    /// The site that shall carry the mail, where the profile has it.
    public Optional<Site> target() {
        return task.to().flatMap(task.profile()::site);
    }

    /// Who uses a mail host.
    ///
    /// @param sites the candidates whose MX set names it
    /// @param domains whose mail goes there
    public record Use(Set<String> sites, Set<Name> domains) {
        /// The one site that uses it, where it is one.
        public Optional<String> site() {
            return sites.size() == 1 ? Optional.of(sites.iterator().next()) : Optional.empty();
        }
    }

    /// The mail hosts that are judged, with who uses them: those that the plan's MX sets name,
    /// or those of every site where nothing is planned.
    public Map<Name, Use> mailHosts() {
        var uses = new TreeMap<Name, Use>();
        for (DomainCase domain : domains) {
            if (task.to().isPresent()) {
                domain.transition()
                        .mxAfter()
                        .forEach(mx -> use(uses, mx, task.to().get(), domain.name()));
            } else {
                domain.transition()
                        .view()
                        .sites()
                        .forEach(
                                (site, records) ->
                                        records.mx()
                                                .forEach(mx -> use(uses, mx, site, domain.name())));
            }
        }
        return uses;
    }

    private static void use(Map<Name, Use> uses, MXRecord mx, String site, Name domain) {
        if (mx.getTarget().equals(Name.root)) {
            return;
        }
        Use use =
                uses.computeIfAbsent(
                        mx.getTarget().canonicalize(),
                        _ -> new Use(new TreeSet<>(), new TreeSet<>()));
        use.sites().add(site);
        use.domains().add(domain);
    }
}
