package io.mxfail.core.guard;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MailHost;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.mail.MtaStsId;
import io.mxfail.core.mail.MtaStsPolicy;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Planner;
import io.mxfail.core.plan.SpfReport;
import io.mxfail.core.plan.Transition;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.Extensions;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.MailExchanger;
import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.SiteJudgement;
import io.mxfail.core.probe.SiteProbe;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.ServerView;
import io.mxfail.core.propagation.SignedZone;
import io.mxfail.core.propagation.ZoneSecurity;

import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A situation put together line by line: `example.test` with a primary and a backup site, both
/// well, and a switch to the backup. Each method changes one thing and gives the scene back.
final class Scene {
    static final Name DOMAIN = Name.fromConstantString("example.test.");
    static final Instant NOW = Instant.parse("2026-11-24T02:50:00Z");

    private static final String LIVE =
            """
            example.test. 3600 IN MX 10 mx1.example.test.
            example.test. 3600 IN TXT "v=spf1 ip4:192.0.2.0/28 ~all"
            """;
    private static final String WORLD =
            """
            mx1.example.test. 3600 IN A 192.0.2.10
            mx.backup.test. 3600 IN A 192.0.2.20
            mx.backup.test. 3600 IN AAAA 2001:db8::20
            _spf.backup.test. 3600 IN TXT "v=spf1 ip4:192.0.2.32/28 -all"
            33.2.0.192.in-addr.arpa. 3600 IN PTR out.backup.test.
            99.2.0.192.in-addr.arpa. 3600 IN PTR out.backup.test.
            out.backup.test. 3600 IN A 192.0.2.33
            out.backup.test. 3600 IN A 192.0.2.99
            out.backup.test. 3600 IN AAAA 2001:db8::33
            3.3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 3600 IN PTR out.backup.test.
            """;

    /// ::ffff:127.0.0.2 in a list (RFC 5782, section 5).
    static final String TEST_OF_IPV6 =
            "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.";

    private final List<String> domains = new ArrayList<>(List.of("example.test."));
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private String live = LIVE;
    private String world = WORLD;
    private Optional<String> to = Optional.of("backup");
    private Mode mode = Mode.PLANNED;
    private Instant now = NOW;
    private Optional<String> profileChanged = Optional.empty();
    private Acknowledged acknowledged = Acknowledged.NOTHING;
    private List<String> recipients = List.of("billing@${domain}");
    private Probing.StartTls startTls = Probing.StartTls.REQUIRED;
    private List<Policies.Freeze> freeze = List.of();
    private List<String> blocklists = List.of();
    private List<String> contacts = List.of();
    private Map<String, io.mxfail.core.dns.ServerAddress> connectTo = Map.of();
    private Capabilities capabilities = capable(Capabilities.Atomicity.ZONE, 0, 100);
    private final Map<String, List<Seen>> probed = new LinkedHashMap<>();
    private final Set<String> unprobed = new TreeSet<>();
    private final Map<Name, MtaStsFetched> policies = new TreeMap<>();
    private Optional<Instant> policyUnseen = Optional.empty();
    private final Map<String, Instant> lastActive = new TreeMap<>();
    private Policies.MtaSts mtaSts = Policies.MtaSts.CHECK;
    private Optional<HostProbe> control = Optional.empty();
    private final List<CheckReport.Flown> flown = new ArrayList<>();
    private final List<RelayProbe> relays = new ArrayList<>();
    private final Set<String> silentNames = new TreeSet<>();
    private final List<ServerView> servers = new ArrayList<>();
    private final List<Change> extra = new ArrayList<>();
    private final Map<String, String> secondProvider = new LinkedHashMap<>();
    private List<Services.ProviderFact> providers = List.of();
    private Set<Name> proxied = Set.of();
    private List<Unread> unread = List.of();
    private List<EspKnowledge> esps = List.of();
    private Outside outside = Outside.NONE;
    private Optional<Name> zoneName = Optional.empty();
    private Map<String, String> resolvers = Map.of("192.0.2.53", "");

    /// What one address of a host showed, from its recipients' domain on.
    @FunctionalInterface
    interface Seen {
        HostProbe of(List<Name> domains);
    }

    /// What one address showed, for those domains.
    @FunctionalInterface
    interface SeenAt {
        AddressProbe apply(List<Name> domains);
    }

    static Scene well() {
        var scene = new Scene();
        scene.site("primary", "10 mx1.example.test.").spf("primary", "ip4:192.0.2.0/28");
        scene.site("backup", "10 mx.backup.test.").spf("backup", "include:_spf.backup.test");
        scene.probed("primary", host("mx1.example.test.", accepting("192.0.2.10")));
        scene.probed("backup", host("mx.backup.test.", accepting("192.0.2.20")));
        scene.servers.add(server("192.0.2.1", 7, "10 mx1.example.test."));
        scene.servers.add(server("192.0.2.2", 7, "10 mx1.example.test."));
        return scene;
    }

    /// Another domain with the same records, in a zone of its own.
    Scene domain(String name) {
        domains.add(name);
        live +=
                LIVE.replace("example.test. 3600 IN MX", name + " 3600 IN MX")
                        .replace("example.test. 3600 IN TXT", name + " 3600 IN TXT");
        return this;
    }

    Scene site(String name, String... mx) {
        sites.put(
                name,
                new Site(
                        name,
                        Site.Role.MAILBOX,
                        new Site.Text(List.of(mx), List.of(), List.of(), List.of(), List.of()),
                        Optional.empty(),
                        List.of()));
        return this;
    }

    Scene role(String site, Site.Role role) {
        sites.computeIfPresent(
                site, (_, s) -> new Site(s.name(), role, s.text(), s.submission(), s.checklist()));
        return this;
    }

    Scene spf(String site, String... terms) {
        return text(
                site,
                t -> new Site.Text(t.mx(), List.of(terms), t.senders(), t.dkim(), t.records()));
    }

    Scene contacts(String... those) {
        contacts = List.of(those);
        return this;
    }

    Scene checklist(String site, String id, Optional<Duration> every) {
        return checklist(site, id, "Lists are in sync", every);
    }

    Scene checklist(String site, String id, String text, Optional<Duration> every) {
        sites.computeIfPresent(
                site,
                (_, s) ->
                        new Site(
                                s.name(),
                                s.role(),
                                s.text(),
                                s.submission(),
                                List.of(new Site.ChecklistItem(id, text, every))));
        return this;
    }

    /// The relay that applications use at a site.
    Scene submission(String site, String host) {
        return submission(site, host, Site.Sending.UNSAID);
    }

    /// The same, with that domain in the envelope.
    Scene envelope(String site, String envelope) {
        return submission(site, "smtp." + site + ".test", Site.Sending.by(envelope));
    }

    Scene submission(String site, String host, Site.Sending sending) {
        sites.computeIfPresent(
                site,
                (_, s) ->
                        new Site(
                                s.name(),
                                s.role(),
                                s.text(),
                                Optional.of(
                                        new Site.Submission(
                                                host,
                                                587,
                                                Optional.empty(),
                                                Optional.empty(),
                                                "news@${domain}",
                                                sending)),
                                s.checklist()));
        return this;
    }

    Scene acknowledged(Acknowledged known) {
        acknowledged = known;
        return this;
    }

    Scene senders(String site, String... addresses) {
        return text(
                site,
                t -> new Site.Text(t.mx(), t.spf(), List.of(addresses), t.dkim(), t.records()));
    }

    Scene dkim(String site, String... keys) {
        return text(
                site, t -> new Site.Text(t.mx(), t.spf(), t.senders(), List.of(keys), t.records()));
    }

    Scene records(String site, String... records) {
        return text(
                site, t -> new Site.Text(t.mx(), t.spf(), t.senders(), t.dkim(), List.of(records)));
    }

    private Scene text(String site, java.util.function.UnaryOperator<Site.Text> edit) {
        sites.computeIfPresent(
                site,
                (_, s) ->
                        new Site(
                                s.name(),
                                s.role(),
                                edit.apply(s.text()),
                                s.submission(),
                                s.checklist()));
        return this;
    }

    /// What the zones hold, as a zone file.
    /// What somebody else has published beside it.
    Scene beside(String records) {
        live += records;
        return this;
    }

    Scene live(String zoneFile) {
        live = zoneFile;
        return this;
    }

    /// What the rest of DNS holds, beside what it held before.
    Scene world(String zoneFile) {
        world += zoneFile;
        return this;
    }

    /// What the rest of DNS holds, and nothing else.
    Scene onlyWorld(String zoneFile) {
        world = zoneFile;
        return this;
    }

    /// What the domain's policy host serves, and the record that says so.
    Scene mtaSts(MtaStsFetched fetched) {
        return serving(fetched).world("_mta-sts.example.test. 60 IN TXT \"v=STSv1; id=1;\"\n");
    }

    /// What the domain's policy host serves, whatever its record says.
    Scene serving(MtaStsFetched fetched) {
        policies.put(DOMAIN, fetched);
        return this;
    }

    /// The profile gives mxfail the id of the MTA-STS record.
    ///
    /// @param record as the zone holds it; empty: the zone holds none
    Scene bump(String record) {
        mtaSts = Policies.MtaSts.BUMP;
        live += record;
        return this;
    }

    /// Until then senders may not see the MTA-STS id that is served.
    Scene policyUnseen(String until) {
        policyUnseen = Optional.of(Instant.parse(until));
        return this;
    }

    /// A run found the mail at a site then.
    Scene lastActive(String site, String at) {
        lastActive.put(site, Instant.parse(at));
        return this;
    }

    /// No server answers for that name.
    Scene silent(String name) {
        silentNames.add(name);
        return this;
    }

    Scene to(String site) {
        to = Optional.of(site);
        return this;
    }

    /// Nothing is planned.
    Scene check() {
        to = Optional.empty();
        return this;
    }

    Scene mode(Mode wanted) {
        mode = wanted;
        return this;
    }

    Scene at(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    Scene freeze(String start, String end) {
        freeze = List.of(new Policies.Freeze(Instant.parse(start), Instant.parse(end)));
        return this;
    }

    Scene profileChanged(String what) {
        profileChanged = Optional.of(what);
        return this;
    }

    Scene recipients(String... addresses) {
        recipients = List.of(addresses);
        return this;
    }

    Scene startTls(Probing.StartTls wanted) {
        startTls = wanted;
        return this;
    }

    /// Lists that work: each has its test entries, and nobody else.
    Scene blocklists(String... zones) {
        blocklists = List.of(zones);
        for (String zone : zones) {
            world("2.0.0.127.%s. 60 IN A 127.0.0.2%n".formatted(zone));
            world(TEST_OF_IPV6 + "%s. 60 IN A 127.0.0.2%n".formatted(zone));
        }
        return this;
    }

    /// A list that does not exist any more.
    Scene blocklistGone(String zone) {
        blocklists = List.of(zone);
        return this;
    }

    Scene connectTo(String host) {
        connectTo = Map.of(host, new io.mxfail.core.dns.ServerAddress("127.0.0.1", 2525));
        return this;
    }

    Scene capabilities(Capabilities wanted) {
        capabilities = wanted;
        return this;
    }

    Scene esps(EspKnowledge... known) {
        esps = List.of(known);
        return this;
    }

    Scene unread(Unread... reads) {
        unread = List.of(reads);
        return this;
    }

    /// A read of another domain that failed.
    static Unread unread(FailureKind kind) {
        return new Unread(
                "first",
                Set.of(Name.fromConstantString("lost.test.")),
                new Services.Refusal(kind, "it says no"));
    }

    /// The provider hides these names behind proxies.
    Scene proxying(String... names) {
        proxied = Stream.of(names).map(Name::fromConstantString).collect(Collectors.toSet());
        return this;
    }

    Scene providers(Services.ProviderFact... facts) {
        providers = List.of(facts);
        return this;
    }

    /// A second provider that holds this instead of what is live.
    Scene alsoAt(String provider, String zoneFile) {
        secondProvider.put(provider, zoneFile);
        return this;
    }

    Scene resolvers(Map<String, String> answers) {
        resolvers = answers;
        return this;
    }

    Scene servers(ServerView... views) {
        servers.clear();
        servers.addAll(List.of(views));
        return this;
    }

    /// A server that names those as the zone's servers.
    static ServerView naming(ServerView server, String... names) {
        RecordKey ns = new RecordKey(DOMAIN, Type.NS);
        var answers = new LinkedHashMap<>(server.answers());
        answers.put(ns, new DnsAnswer.Found(RecordSet.parse(ns, 3600, List.of(names)), false));
        return new ServerView(server.server(), answers, server.recursion());
    }

    /// The parent names those servers.
    Scene delegated(String... names) {
        outside =
                new Outside(
                        outside.resolvers(),
                        Map.of(
                                DOMAIN,
                                java.util.Arrays.stream(names)
                                        .map(Name::fromConstantString)
                                        .collect(java.util.stream.Collectors.toSet())));
        return this;
    }

    Scene resolversSee(ServerView... views) {
        outside = new Outside(Map.of(DOMAIN, List.of(views)), outside.parents());
        return this;
    }

    /// What the parent and its own records say of where a name server is.
    Scene glue(String server, Set<String> parent, Set<String> own) {
        outside =
                new Outside(
                        outside.resolvers(),
                        outside.parents(),
                        outside.security(),
                        Map.of(
                                DOMAIN,
                                List.of(
                                        new Outside.Glue(
                                                Name.fromConstantString(server), parent, own))));
        return this;
    }

    /// What DNSSEC says of a zone.
    Scene secured(SignedZone... zones) {
        var seen = new TreeMap<Name, ZoneSecurity>();
        for (SignedZone zone : zones) {
            seen.put(zone.seen().zone(), zone.seen());
        }
        outside = outside.with(seen);
        return this;
    }

    /// The zone that the domains are in.
    Scene zone(String name) {
        zoneName = Optional.of(Name.fromConstantString(name));
        return this;
    }

    Scene change(Change change) {
        extra.add(change);
        return this;
    }

    Scene control(Contact contact) {
        control =
                Optional.of(
                        HostProbe.of(
                                Name.fromConstantString("control.test."),
                                List.of(address("192.0.2.99", contact, List.of()))));
        return this;
    }

    Scene control(HostProbe seen) {
        control = Optional.of(seen);
        return this;
    }

    /// What became of a test message.
    Scene flown(CanaryReport canary) {
        flown.add(new CheckReport.Flown("acme", DOMAIN, canary));
        return this;
    }

    /// What talking to a site's hosts showed.
    Scene probed(String site, Seen... hosts) {
        probed.put(site, List.of(hosts));
        return this;
    }

    /// What the submission relay of a site showed, under the name that applications use.
    Scene relay(String site, RelayAddress... addresses) {
        return relay(
                site,
                addresses.length == 0
                        ? HostProbe.Resolution.NO_ADDRESS
                        : HostProbe.Resolution.FOUND,
                addresses);
    }

    Scene relay(String site, HostProbe.Resolution resolution, RelayAddress... addresses) {
        relays.add(
                new RelayProbe(
                        site,
                        Name.fromConstantString("smtp.example.test."),
                        587,
                        Name.fromConstantString("relay." + site + ".test."),
                        resolution,
                        List.of(addresses)));
        return this;
    }

    /// An address of a relay that answers.
    static RelayAddress relaying(
            TlsResult tls, Authentication authentication, StepResult... steps) {
        return new RelayAddress(
                new io.mxfail.core.dns.ServerAddress("192.0.2.58", 587),
                Contact.CONNECTED,
                List.of(steps),
                tls,
                authentication);
    }

    /// An address of a relay that takes no connection.
    static RelayAddress deadRelay(String address, Contact contact) {
        return new RelayAddress(
                new io.mxfail.core.dns.ServerAddress(address, 587),
                contact,
                List.of(),
                TlsResult.notTried(),
                Authentication.of(Authentication.Status.NOT_REACHED, "no connection"));
    }

    Scene notProbed(String site) {
        unprobed.add(site);
        return this;
    }

    static Capabilities capable(Capabilities.Atomicity unit, int minimumTtl, int maximumChanges) {
        return new Capabilities(
                unit,
                Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                Duration.ofSeconds(minimumTtl),
                maximumChanges);
    }

    static Seen host(String name, SeenAt... addresses) {
        return domains ->
                HostProbe.of(
                        Name.fromConstantString(name),
                        List.of(addresses).stream().map(a -> a.apply(domains)).toList());
    }

    static SeenAt accepting(String address) {
        return answering(address, Reply.of(250, List.of("2.1.5 Ok")), unknownUser());
    }

    static Reply unknownUser() {
        return Reply.of(550, List.of("5.1.1 no such user"));
    }

    /// Answers one thing for `billing@`, another for the name that nobody has.
    static SeenAt answering(String address, Reply declared, Reply invented) {
        return domains -> {
            var results = new ArrayList<RecipientResult>();
            for (Name domain : domains) {
                String at = "@" + domain.toString(true);
                results.add(result(Recipient.declared(domain, "billing" + at), declared));
                results.add(result(Recipient.invented(domain, "mxfail-7f3c" + at), invented));
            }
            return address(address, Contact.CONNECTED, results);
        };
    }

    static SeenAt dead(String address, Contact contact) {
        return domains ->
                address(
                        address,
                        contact,
                        domains.stream()
                                .map(
                                        d ->
                                                RecipientResult.notAsked(
                                                        Recipient.declared(
                                                                d, "billing@" + d.toString(true)),
                                                        "no connection"))
                                .toList());
    }

    /// An address at which something else than usual was seen.
    static SeenAt but(SeenAt address, java.util.function.UnaryOperator<AddressProbe> difference) {
        return domains -> difference.apply(address.apply(domains));
    }

    static AddressProbe slow(AddressProbe probe, Duration greeting) {
        return new AddressProbe(
                probe.endpoint(),
                probe.contact(),
                List.of(
                        new StepResult(
                                Stage.GREETING, true, greeting, Reply.of(220, List.of("hello")))),
                probe.recipients(),
                probe.tls(),
                probe.nullSenderRefusal());
    }

    static AddressProbe tls(AddressProbe probe, TlsResult tls) {
        return new AddressProbe(
                probe.endpoint(),
                probe.contact(),
                probe.steps(),
                probe.recipients(),
                tls,
                probe.nullSenderRefusal());
    }

    /// An address that offers these extensions after `EHLO`.
    static SeenAt offering(SeenAt address, String... lines) {
        return but(
                address,
                probe ->
                        new AddressProbe(
                                probe.endpoint(),
                                probe.contact(),
                                probe.steps(),
                                probe.recipients(),
                                probe.tls(),
                                new AddressProbe.Service(
                                        Optional.empty(), new Extensions(List.of(lines)))));
    }

    static AddressProbe refusingNullSender(AddressProbe probe) {
        return new AddressProbe(
                probe.endpoint(),
                probe.contact(),
                probe.steps(),
                probe.recipients(),
                probe.tls(),
                Optional.of(Reply.of(550, List.of("5.7.1 no bounces here"))));
    }

    /// An address that was asked about one more name that nobody has.
    static SeenAt asked(SeenAt address, String recipient, Reply reply) {
        return asked(address, domain -> Recipient.invented(domain, recipient), reply);
    }

    static SeenAt asked(SeenAt address, Function<Name, Recipient> recipient, Reply reply) {
        return domains -> {
            AddressProbe probe = address.apply(domains);
            var results = new ArrayList<>(probe.recipients());
            results.add(result(recipient.apply(domains.getFirst()), reply));
            return new AddressProbe(
                    probe.endpoint(),
                    probe.contact(),
                    probe.steps(),
                    results,
                    probe.tls(),
                    probe.service());
        };
    }

    /// A good certificate of an authority that nobody trusts.
    static TlsResult untrusted(String name) {
        TlsSession good = certificate(name, true, true).session().orElseThrow();
        return TlsResult.established(
                new TlsSession(good.protocol(), good.cipher(), good.certificate(), true, false));
    }

    static TlsResult certificate(String name, boolean nameMatches, boolean inDate) {
        return TlsResult.established(
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        new PeerCertificate(
                                "CN=" + name,
                                List.of(name),
                                new PeerCertificate.Validity(
                                        Instant.parse("2026-01-01T00:00:00Z"),
                                        Instant.parse("2026-11-01T00:00:00Z")),
                                inDate,
                                "CN=Test CA",
                                "00"),
                        nameMatches,
                        true));
    }

    /// A good session of that version, with a certificate that is in date between those moments.
    static TlsResult session(String protocol, String notBefore, String notAfter) {
        return TlsResult.established(
                new TlsSession(
                        protocol,
                        "TLS_AES_128_GCM_SHA256",
                        new PeerCertificate(
                                "CN=mx.backup.test",
                                List.of("mx.backup.test"),
                                new PeerCertificate.Validity(
                                        Instant.parse(notBefore), Instant.parse(notAfter)),
                                true,
                                "CN=Test CA",
                                "00"),
                        true,
                        true));
    }

    private static AddressProbe address(
            String address, Contact contact, List<RecipientResult> recipients) {
        return new AddressProbe(
                new io.mxfail.core.dns.ServerAddress(address, 25),
                contact,
                List.of(),
                recipients,
                TlsResult.notTried(),
                Optional.empty());
    }

    private static RecipientResult result(Recipient recipient, Reply reply) {
        return new RecipientResult(
                recipient,
                Stage.RCPT,
                reply,
                Verdict.of(Stage.RCPT, reply, recipient.address()),
                Duration.ofMillis(5));
    }

    static ServerView server(String address, long serial, String... mx) {
        RecordKey soa = new RecordKey(DOMAIN, Type.SOA);
        RecordKey key = new RecordKey(DOMAIN, Type.MX);
        return new ServerView(
                address,
                Map.of(
                        soa,
                        new DnsAnswer.Found(
                                RecordSet.parse(
                                        soa,
                                        3600,
                                        List.of("ns. admin. " + serial + " 3600 900 604800 300")),
                                false),
                        key,
                        mx.length == 0
                                ? new DnsAnswer.NoData(300)
                                : new DnsAnswer.Found(
                                        RecordSet.parse(key, 3600, List.of(mx)), false)));
    }

    static ServerView silentServer(String address) {
        return new ServerView(
                address,
                Map.of(
                        new RecordKey(DOMAIN, Type.SOA),
                        new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer within 5 s")));
    }

    static RecordSet set(String zoneFile) {
        return RecordSet.of(read(zoneFile));
    }

    private static List<Record> read(String zoneFile) {
        var records = new ArrayList<Record>();
        try (var master =
                new Master(new ByteArrayInputStream(zoneFile.getBytes(StandardCharsets.UTF_8)))) {
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                records.add(r);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    private static Map<RecordKey, RecordSet> sets(String zoneFile) {
        var byKey = new TreeMap<RecordKey, List<Record>>();
        read(zoneFile)
                .forEach(
                        r -> byKey.computeIfAbsent(RecordKey.of(r), _ -> new ArrayList<>()).add(r));
        var sets = new TreeMap<RecordKey, RecordSet>();
        byKey.forEach((key, records) -> sets.put(key, RecordSet.of(records)));
        return sets;
    }

    /// The finished situation.
    Situation situation() {
        var profile = profile();
        List<MailDomain> mailDomains = profile.domains();
        var cases = new ArrayList<Situation.DomainCase>();
        Map<RecordKey, RecordSet> zone = sets(live);
        for (MailDomain domain : mailDomains) {
            cases.add(domainCase(profile, domain, zone));
        }
        var situation =
                new Situation(
                        new Situation.Task(profile, to, mode, now, profileChanged, acknowledged),
                        cases,
                        probes(profile, cases),
                        Situation.Names.NONE,
                        Map.of(DOMAIN, servers),
                        new Services(
                                providers.isEmpty()
                                        ? List.of(Services.ProviderFact.of("first", capabilities))
                                        : providers,
                                resolvers,
                                unread,
                                esps,
                                outside));
        return new Situation(
                situation.task(),
                situation.domains(),
                situation.probes(),
                names(situation),
                situation.zones(),
                situation.services());
    }

    private Profile profile() {
        return new Profile(
                new Profile.About(
                        "acme", Optional.empty(), contacts, "acme.yaml", Profile.Neighbours.NONE),
                domains.stream()
                        .map(
                                d ->
                                        new MailDomain(
                                                Name.fromConstantString(d),
                                                Optional.empty(),
                                                Map.of()))
                        .toList(),
                List.of(),
                sites,
                new Policies(
                        new Policies.Ttl(Optional.empty(), Duration.ofSeconds(60)),
                        Policies.Spf.UNION,
                        mtaSts,
                        Policies.Hooks.NONE,
                        freeze),
                new Probing(
                        new Probing.Checks(
                                recipients,
                                Optional.empty(),
                                Optional.empty(),
                                Probing.Limits.DEFAULT,
                                startTls,
                                new Probing.Witnesses(Optional.empty(), blocklists)),
                        new Probing.Verify(
                                Duration.ofMinutes(15), Optional.empty(), Optional.empty()),
                        new Probing.Dns(List.of(), List.of()),
                        new Probing.Smtp(25, connectTo, Optional.empty())));
    }

    private Situation.DomainCase domainCase(
            Profile profile, MailDomain domain, Map<RecordKey, RecordSet> zone) {
        var records = new LinkedHashMap<String, io.mxfail.core.profile.SiteRecords>();
        Name zoneOfDomain = zoneName.orElse(domain.name());
        profile.sites()
                .forEach((name, site) -> records.put(name, site.expand(domain, zoneOfDomain)));
        DomainView plain = DomainView.of(domain, zoneOfDomain, records);
        DomainView view = mtaSts == Policies.MtaSts.BUMP ? plain.owningPolicyId() : plain;
        Observed observed = observed(view, zone);
        var changes = new ArrayList<Change>(extra);
        to.ifPresent(
                target ->
                        changes.addAll(
                                Planner.changes(
                                        view,
                                        observed,
                                        new Intent(
                                                target,
                                                mode == Mode.BREACH
                                                        ? Optional.of("primary")
                                                        : Optional.empty(),
                                                profile.policies().ttl(),
                                                Policies.Spf.UNION,
                                                Set.of(),
                                                capabilities.minimumTtl()),
                                        policyId(domain.name()))));
        var reads = new LinkedHashMap<String, Observed>();
        reads.put("first", observed);
        secondProvider.forEach((name, file) -> reads.put(name, observed(view, sets(file))));
        return new Situation.DomainCase(
                Transition.of(view, observed, changes, capabilities),
                ActiveSite.of(view, observed).site(),
                reads,
                new Situation.Past(policyUnseen, lastActive));
    }

    private Optional<String> policyId(Name domain) {
        return policies.get(domain) instanceof MtaStsFetched.Served(String text)
                        && MtaStsPolicy.parse(text) instanceof MtaStsPolicy.Good
                ? Optional.of(MtaStsId.of(text))
                : Optional.empty();
    }

    private Observed observed(DomainView view, Map<RecordKey, RecordSet> zone) {
        Set<RecordKey> keys = new TreeSet<>(view.keys());
        extra.forEach(change -> keys.add(change.key()));
        zone.keySet().stream().filter(key -> key.type() == Type.NS).forEach(keys::add);
        Observed read =
                Observed.of(
                        view.zone(),
                        300,
                        zone.values().stream().filter(set -> keys.contains(set.key())).toList(),
                        keys);
        return new Observed(read.zone(), read.negativeTtl(), read.sets(), keys, Set.of(), proxied);
    }

    private Situation.Probes probes(Profile profile, List<Situation.DomainCase> cases) {
        List<Name> names = profile.domains().stream().map(MailDomain::name).toList();
        var all = new ArrayList<SiteProbe>();
        probed.forEach(
                (site, hosts) -> {
                    if (unprobed.contains(site) || !sites.containsKey(site)) {
                        return;
                    }
                    var exchangers = new LinkedHashMap<Name, List<MailExchanger>>();
                    cases.forEach(
                            c ->
                                    exchangers.put(
                                            c.name(),
                                            c.transition().view().sites().get(site).mx().stream()
                                                    .map(Scene::exchanger)
                                                    .toList()));
                    all.add(
                            new SiteProbe(
                                    site,
                                    exchangers,
                                    hosts.stream().map(h -> h.of(names)).toList()));
                });
        Set<Integer> blocked =
                control.map(c -> SiteJudgement.blockedPorts(c, SiteProbe.hostsOf(all)))
                        .orElse(Set.of());
        var reports = new LinkedHashMap<String, SiteReport>();
        all.forEach(
                probe ->
                        reports.put(
                                probe.site(),
                                SiteJudgement.judge(
                                        probe, Probing.Limits.DEFAULT, startTls, blocked)));
        return new Situation.Probes(reports, control, blocked, relays, flown);
    }

    private static MailExchanger exchanger(MXRecord mx) {
        return new MailExchanger(mx.getPriority(), mx.getTarget().canonicalize());
    }

    private Situation.Names names(Situation situation) {
        DnsAnswers answers = answers(situation);
        var hosts = new TreeMap<Name, MailHost>();
        situation.mailHosts().keySet().forEach(h -> hosts.put(h, MailHost.of(h, answers)));
        var spf = new TreeMap<Name, SpfReport>();
        situation
                .domains()
                .forEach(
                        d ->
                                spf.put(
                                        d.name(),
                                        SpfReport.of(
                                                d.transition(),
                                                to.isPresent(),
                                                before(),
                                                answers)));
        return new Situation.Names(
                hosts,
                spf,
                new Situation.Dns(new MailDns(before()), new MailDns(answers), policies));
    }

    private DnsAnswers before() {
        Map<RecordKey, RecordSet> known = new TreeMap<>(sets(world));
        known.putAll(sets(live));
        return key -> answer(known, key, 0);
    }

    private DnsAnswers answers(Situation situation) {
        Map<RecordKey, RecordSet> known = new TreeMap<>(sets(world));
        known.putAll(sets(live));
        situation
                .domains()
                .forEach(
                        d ->
                                d.transition()
                                        .after()
                                        .forEach(
                                                (key, set) ->
                                                        set.ifPresentOrElse(
                                                                s -> known.put(key, s),
                                                                () -> known.remove(key))));
        return key -> answer(known, key, 0);
    }

    private DnsAnswer answer(Map<RecordKey, RecordSet> known, RecordKey key, int depth) {
        if (silentNames.contains(key.name().toString())) {
            return new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer within 5 s");
        }
        if (known.containsKey(key)) {
            return new DnsAnswer.Found(known.get(key), depth > 0);
        }
        RecordSet alias = known.get(new RecordKey(key.name(), Type.CNAME));
        if (alias != null && depth < 8) {
            Name target = ((org.xbill.DNS.CNAMERecord) alias.records().getFirst()).getTarget();
            return answer(known, new RecordKey(target, key.type()), depth + 1);
        }
        return known.keySet().stream().anyMatch(k -> k.name().equals(key.name()))
                ? new DnsAnswer.NoData(300)
                : new DnsAnswer.NxDomain(300);
    }

    static MXRecord mx(int preference, String host) {
        return new MXRecord(DOMAIN, DClass.IN, 60, preference, Name.fromConstantString(host));
    }
}
