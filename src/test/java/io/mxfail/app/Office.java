package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.core.profile.Site;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.MailSender;
import io.mxfail.port.MailboxSearch;
import io.mxfail.port.ProfileSource;
import io.mxfail.port.Programs;
import io.mxfail.port.Secrets;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.ProviderDescription;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A company with a primary and a backup site, its name servers and mail hosts in memory, and an
/// operator's commands.
final class Office {
    static final ServerAddress NS1 = new ServerAddress("192.0.2.1", 53);
    static final ServerAddress NS2 = new ServerAddress("192.0.2.2", 53);
    static final String RESOLVER = "192.0.2.53";
    static final Name EXAMPLE = Name.fromConstantString("example.test.");
    static final Name OTHER = Name.fromConstantString("other.test.");
    static final RecordKey MX = new RecordKey(EXAMPLE, Type.MX);
    static final RecordKey OTHER_MX = new RecordKey(OTHER, Type.MX);

    final VirtualTime time = new VirtualTime();
    final Map<String, MemoryDns.Zones> services = new LinkedHashMap<>();
    final MemoryJournal journal = new MemoryJournal();
    final MemoryLease lease = new MemoryLease(journal);
    final ScriptedMail mail = new ScriptedMail();
    final ScriptedLookup lookup;
    MailSender sender =
            (letter, _) -> {
                throw new AssertionError("nobody asked for " + letter.envelope());
            };
    MailboxSearch mailboxes = (_, _) -> new MailboxSearch.Look.Missing();
    final List<String> shown = new ArrayList<>();
    final List<JudgedPlan> plans = new ArrayList<>();
    final List<String> heard = java.util.Collections.synchronizedList(new ArrayList<>());
    Confirmation.Answer answer = Confirmation.Answer.CONFIRMED;
    Runnable whileAsking = () -> {};
    Runnable atOpening = () -> {};
    private final AtomicInteger runs = new AtomicInteger();
    private final Capabilities capabilities;
    private final List<Name> domains;
    private List<String> resolvers = List.of();
    private Optional<Probing.Canary> delivery = Optional.empty();
    private Optional<String> secret = Optional.of("opened");
    private List<OptionSpec> providerOptions = List.of();
    private final Map<String, List<String>> records = new LinkedHashMap<>();
    private final Map<String, List<String>> exchangers = new LinkedHashMap<>();

    /// Which hooks ran, each with the MX that was served then.
    final List<String> hooked = new ArrayList<>();

    /// What happens while a hook runs.
    java.util.function.Consumer<String> whileHooked = _ -> {};

    /// What the hooks learnt from their environment.
    final Map<String, String> learned = new TreeMap<>();

    private Policies.Spf senders = Policies.Spf.UNION;
    private Policies.Hooks hooks = Policies.Hooks.NONE;

    private Office(Capabilities.Atomicity unit, List<Name> domains, int providers) {
        this.capabilities = MemoryDns.unit(unit);
        this.domains = domains;
        for (int i = 1; i <= providers; i++) {
            var zones = new MemoryDns.Zones();
            domains.forEach(domain -> zones.zone(domain, content(domain)));
            zones.beforeAnything(journal::mustLive);
            services.put("memory " + i, zones);
        }
        lookup = new ScriptedLookup(zones(), time);
        lookup.elsewhere(set("mx.backup.example.", Type.A, 3600, "192.0.2.20"));
        lookup.elsewhere(
                set("_spf.backup.example.", Type.TXT, 3600, "\"v=spf1 ip4:192.0.2.32/28 -all\""));
        // the public key of RFC 8463, appendix A.2
        for (String name : List.of("s1.dkim.primary.example.", "b1.dkim.backup.example.")) {
            lookup.elsewhere(
                    set(
                            name,
                            Type.TXT,
                            3600,
                            "\"v=DKIM1; k=ed25519;"
                                    + " p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\""));
        }
        exchangers.put("primary", List.of("10 mx1.${domain}."));
        exchangers.put("backup", List.of("10 mx.backup.example."));
        records.put("primary", List.of("smtp CNAME relay.primary.example."));
        records.put("backup", List.of("smtp CNAME relay.backup.example."));
    }

    /// One domain whose service changes whole zones.
    static Office open() {
        return new Office(Capabilities.Atomicity.ZONE, List.of(EXAMPLE), 1);
    }

    /// One domain whose service changes one set after the other, so that a run takes several
    /// writes.
    static Office setBySet() {
        return new Office(Capabilities.Atomicity.RRSET, List.of(EXAMPLE), 1);
    }

    /// Two domains in zones of their own.
    static Office twoZones() {
        return new Office(Capabilities.Atomicity.ZONE, List.of(EXAMPLE, OTHER), 1);
    }

    /// Many domains, each in a zone of its own.
    static Office zones(int number) {
        return new Office(
                Capabilities.Atomicity.ZONE,
                IntStream.rangeClosed(1, number)
                        .mapToObj(i -> Name.fromConstantString("d" + i + ".test."))
                        .toList(),
                1);
    }

    static Office twoProviders() {
        return new Office(Capabilities.Atomicity.ZONE, List.of(EXAMPLE), 2);
    }

    static Office twoProvidersSetBySet() {
        return new Office(Capabilities.Atomicity.RRSET, List.of(EXAMPLE), 2);
    }

    /// Hooks that are noted with what they learn, and that fail where their program says so.
    Office withHooks(String preSwitch, String fence, String postSwitch, String onPartial) {
        hooks =
                new Policies.Hooks(
                        List.of(preSwitch),
                        List.of(fence),
                        List.of(postSwitch),
                        List.of(onPartial));
        return this;
    }

    private Programs.Ran hook(
            List<String> command, Map<String, String> environment, Duration timeout) {
        hooked.add(environment.get("MXFAIL_HOOK") + " mx " + mx());
        learned.putAll(environment);
        whileHooked.accept(String.valueOf(environment.get("MXFAIL_HOOK")));
        return command.getFirst().equals("fail")
                ? new Programs.Ran(false, "fail ended with 1: the ticket is missing")
                : new Programs.Ran(true, command.getFirst() + " ended well");
    }

    /// A message must be seen in a mailbox whose password is there.
    Office withDelivery() {
        delivery =
                Optional.of(
                        new Probing.Canary(
                                "probe@${domain}",
                                Optional.empty(),
                                new Probing.Mailbox(
                                        "imaps://probe@192.0.2.30", Optional.of("env:MAILBOX")),
                                Map.of()));
        return this;
    }

    /// The backup has mailboxes of its own, at 192.0.2.31.
    Office withMailboxAtBackup() {
        delivery =
                delivery.map(
                        canary ->
                                new Probing.Canary(
                                        canary.to(),
                                        canary.from(),
                                        canary.mailbox(),
                                        Map.of(
                                                "backup",
                                                new Probing.Mailbox(
                                                        "imaps://probe@192.0.2.31",
                                                        Optional.of("env:MAILBOX")))));
        return this;
    }

    /// The provider has a key, which nobody can get.
    Office withProviderSecret() {
        providerOptions = List.of(OptionSpec.of("key", OptionSpec.Kind.SECRET, true, "the key"));
        return this;
    }

    Office withoutSecrets() {
        secret = Optional.empty();
        return this;
    }

    /// The site that was left comes off the SPF record in time.
    Office withActiveSpf() {
        senders = Policies.Spf.ACTIVE;
        return this;
    }

    Office withResolver() {
        resolvers = List.of(RESOLVER);
        return this;
    }

    Office site(String name, List<String> mx, List<String> more) {
        exchangers.put(name, mx);
        records.put(name, more);
        return this;
    }

    private static List<RecordSet> content(Name domain) {
        String d = domain.toString();
        return List.of(
                set(d, Type.MX, 3600, "10 mx1." + d),
                set(
                        d,
                        Type.TXT,
                        300,
                        "\"v=spf1 ip4:192.0.2.0/28 ~all\"",
                        "\"verification=" + d + "\""),
                set("mx1." + d, Type.A, 3600, "192.0.2.10"),
                set("smtp." + d, Type.CNAME, 1800, "relay.primary.example."),
                set("s1._domainkey." + d, Type.CNAME, 3600, "s1.dkim.primary.example."),
                set("www." + d, Type.A, 300, "192.0.2.80"));
    }

    static RecordSet set(String name, int type, long ttl, String... data) {
        return RecordSet.parse(
                new RecordKey(Name.fromConstantString(name), type), ttl, List.of(data));
    }

    MemoryDns.Zones zones() {
        return services.get("memory 1");
    }

    String mx() {
        return String.join(", ", zones().at(MX).map(RecordSet::data).orElse(List.of("none")));
    }

    String otherMx() {
        return String.join(", ", zones().at(OTHER_MX).map(RecordSet::data).orElse(List.of("none")));
    }

    /// The process died: a new one starts.
    void restart() {
        journal.restart();
        lease.restart();
    }

    Profile profile() {
        var sites = new LinkedHashMap<String, Site>();
        exchangers.forEach(
                (name, mx) ->
                        sites.put(
                                name,
                                new Site(
                                        name,
                                        Site.Role.MAILBOX,
                                        new Site.Text(
                                                mx,
                                                List.of(
                                                        name.equals("primary")
                                                                ? "ip4:192.0.2.0/28"
                                                                : "include:_spf.backup.example"),
                                                List.of(),
                                                List.of(
                                                        name.equals("primary")
                                                                ? "s1._domainkey CNAME"
                                                                      + " s1.dkim.primary.example."
                                                                : "b1._domainkey CNAME"
                                                                      + " b1.dkim.backup.example."),
                                                records.getOrDefault(name, List.of())),
                                        Optional.empty(),
                                        List.of())));
        return new Profile(
                new Profile.About(
                        "acme", Optional.empty(), List.of(), "acme.yaml", Profile.Neighbours.NONE),
                domains.stream().map(d -> new MailDomain(d, Optional.empty(), Map.of())).toList(),
                services.keySet().stream()
                        .map(name -> new ProviderConfig("memory", options(name)))
                        .toList(),
                sites,
                new Policies(
                        new Policies.Ttl(Optional.empty(), Duration.ofSeconds(60)),
                        senders,
                        Policies.MtaSts.OFF,
                        hooks,
                        List.of()),
                new Probing(
                        new Probing.Checks(
                                List.of("billing@${domain}"),
                                Optional.empty(),
                                Optional.empty(),
                                Probing.Limits.DEFAULT,
                                Probing.StartTls.OFF,
                                new Probing.Witnesses(Optional.empty(), List.of())),
                        new Probing.Verify(Duration.ofMinutes(15), delivery, Optional.empty()),
                        new Probing.Dns(List.of(NS1, NS2), resolvers),
                        new Probing.Smtp(25, Map.of(), Optional.empty())));
    }

    private Map<String, Object> options(String name) {
        return providerOptions.isEmpty()
                ? Map.of("name", name)
                : Map.of("name", name, "key", "env:KEY");
    }

    World world() {
        var profiles =
                new ProfileSource() {
                    @Override
                    public Loaded load(List<String> names) {
                        return new Loaded("profiles", List.of(profile()), List.of());
                    }

                    @Override
                    public String schema() {
                        return "{}";
                    }
                };
        var providers =
                new World.Providers() {
                    @Override
                    public List<ProviderDescription> descriptions() {
                        return List.of(
                                new ProviderDescription(
                                        "memory",
                                        "in memory",
                                        providerOptions,
                                        ProviderDescription.Traits.of(capabilities, "none")));
                    }

                    @Override
                    public Optional<ProviderDescription> description(String type) {
                        return descriptions().stream()
                                .filter(d -> d.type().equals(type))
                                .findFirst();
                    }

                    @Override
                    public Optional<DnsProvider> open(ProviderConfig config) {
                        atOpening.run();
                        String name = config.text("name").orElseThrow();
                        return Optional.of(new MemoryDns(name, capabilities, services.get(name)));
                    }
                };
        Secrets secrets =
                reference -> {
                    if (delivery.isEmpty() || secret.isEmpty()) {
                        throw new Secrets.SecretException("no secret is needed: " + reference);
                    }
                    return secret.get();
                };
        return new World(
                profiles,
                providers,
                new World.Network(
                        () -> lookup,
                        () -> mail,
                        () ->
                                request -> {
                                    throw new AssertionError("no site has a relay: " + request);
                                },
                        () ->
                                request -> {
                                    throw new AssertionError("the profile wants none: " + request);
                                },
                        () -> this::hook,
                        new World.Post(() -> sender, () -> mailboxes),
                        secrets),
                new World.Records(
                        journal,
                        lease,
                        () -> String.format("20261124T030500Z-%06x", runs.incrementAndGet())),
                new World.Time(time, time),
                "ann@ops");
    }

    /// An order as the command line gives it, `--yes` and with verification.
    record Order(
            boolean yes,
            Optional<String> from,
            Optional<Mode> mode,
            List<String> accepted,
            boolean dry,
            boolean verify) {
        static final Order YES =
                new Order(true, Optional.of("primary"), Optional.empty(), List.of(), false, true);

        Order from(String site) {
            return new Order(yes, Optional.of(site), mode, accepted, dry, verify);
        }

        Order fromAnywhere() {
            return new Order(yes, Optional.empty(), mode, accepted, dry, verify);
        }

        Order asking() {
            return new Order(false, Optional.empty(), mode, accepted, dry, verify);
        }

        Order mode(Mode wanted) {
            return new Order(yes, from, Optional.of(wanted), accepted, dry, verify);
        }

        Order accepting(String... ids) {
            return new Order(yes, from, mode, List.of(ids), dry, verify);
        }

        Order dryRun() {
            return new Order(yes, from, mode, accepted, true, verify);
        }

        Order unverified() {
            return new Order(yes, from, mode, accepted, dry, false);
        }

        ChangeRequest request(String command) {
            return request(command, List.of());
        }

        ChangeRequest request(String command, List<String> domains) {
            return new ChangeRequest(
                    new Selection(List.of(), false, domains),
                    command,
                    new ChangeRequest.Consent(yes, from),
                    new ChangeRequest.Terms(
                            mode,
                            accepted,
                            accepted.isEmpty() ? Optional.empty() : Optional.of("a test")),
                    new ChangeRequest.Pace(dry, verify, Optional.empty()));
        }
    }

    Confirmation confirmation() {
        return asked -> {
            shown.add(asked.command());
            plans.add(asked.plan());
            whileAsking.run();
            return answer;
        };
    }

    Progress progress() {
        return new Progress() {
            @Override
            public void step(String line) {
                heard.add(line);
            }

            @Override
            public void takenUp(String run) {
                heard.add("taken up " + run);
            }

            @Override
            public void live(String line) {}
        };
    }

    Switch.Done switchTo(String site, Order order) throws Exception {
        return new Switch(world(), confirmation(), progress()).run(order.request("switch"), site);
    }

    Switch.Done switchToBackup() throws Exception {
        return switchTo("backup", Order.YES);
    }

    Switch.Done resume(Order order) throws Exception {
        return new Resume(world(), confirmation(), progress())
                .run(order.request("resume"), Optional.empty());
    }

    Switch.Done resume() throws Exception {
        return resume(Order.YES.fromAnywhere());
    }

    /// Whether `resume` finds every run at its end.
    boolean findsNothingToResume() throws Exception {
        Carrying.Result result = resume().result();
        return result.exit() == Exit.DONE
                && result.report().run().isEmpty()
                && result.report().outcome() == RunOutcome.UNCHANGED
                && result.report().note().orElse("").startsWith("nothing to resume");
    }

    Switch.Done undo(Order order) throws Exception {
        return new Undo(world(), confirmation(), progress())
                .run(order.request("undo"), Optional.empty());
    }

    Switch.Done undo() throws Exception {
        return undo(Order.YES.fromAnywhere());
    }

    Switch.Done undo(String run, Order order) throws Exception {
        return new Undo(world(), confirmation(), progress())
                .run(order.request("undo"), Optional.of(run));
    }

    Switch.Done prepare(String to) throws Exception {
        return new Prepare(world(), confirmation(), progress())
                .run(Order.YES.fromAnywhere().request("prepare"), to);
    }

    MakePlan.Made plan(String to) throws Exception {
        return new MakePlan(world(), Progress.SILENT)
                .run(
                        new Selection(List.of(), false, List.of()),
                        to,
                        new ChangeRequest.Terms(Optional.empty(), List.of(), Optional.empty()));
    }

    Switch.Done apply(MakePlan.Made made) throws Exception {
        return apply(made, Order.YES);
    }

    Switch.Done apply(MakePlan.Made made, Order order) throws Exception {
        return new ApplyPlan(world(), confirmation(), progress())
                .run(order.request("apply"), made.judged().plan(), made.judged().blocked());
    }

    RunState run(String id) throws JournalException {
        return RunState.fold(journal.read(id));
    }

    RunState newest() throws JournalException {
        return run(journal.runs().getFirst());
    }

    List<JournalEvent> events() throws JournalException {
        return journal.read(journal.runs().getFirst());
    }
}
