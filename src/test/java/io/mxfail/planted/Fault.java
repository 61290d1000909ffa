package io.mxfail.planted;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One thing that is wrong with a company that is otherwise healthy, and the findings that it must
/// give.
///
/// Texts hold tokens such as `@domain@`, which the world replaces (see [Healthy]).
public final class Fault {
    private final Set<String> findings = new TreeSet<>();
    private final String rule;
    private final String what;
    private final List<Edit> zone = new ArrayList<>();
    private final List<Edit> profile = new ArrayList<>();
    private final List<Edit> copy = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private List<String> tlsa = List.of("3 1 1 @fitting@");
    private Optional<MailHost> host = Optional.empty();
    private List<String> addresses = List.of("A 198.51.100.1");
    private Optional<String> name = Optional.empty();
    private Served policy = Served.HEALTHY;
    private Shown policyHost = Shown.FITTING;
    private String policyName = "mta-sts.@domain@";
    private List<String> command = List.of("check");
    private Security security = Security.UNSIGNED;
    private String parent = "test";
    private Provider provider = Provider.BIND;
    private List<String> first = List.of();
    private final List<Edit> later = new ArrayList<>();

    /// A replacement of text that must be there.
    public record Edit(String old, String replacement) {
        /// The text with it done.
        public String in(String text) {
            if (!text.contains(old)) {
                throw new AssertionError("`" + old + "` is not in: " + text);
            }
            return text.replace(old, replacement);
        }
    }

    /// What a host shows at TLS.
    public enum Shown {
        FITTING,
        OTHER_NAME,
        EXPIRED,
        ENDING,
        /// one that fits, of another authority
        STRANGER
    }

    /// How the company's zone is signed.
    public enum Security {
        UNSIGNED,
        SIGNED,
        EXPIRED,
        ENDING,
        /// what it has is signed anew, and what it lacks is not
        PROOFS_EXPIRED,
        OTHER_KEY_AT_PARENT,
        UNKNOWN_ALGORITHM
    }

    /// Where the company's zone is written.
    public enum Provider {
        BIND,
        /// the strict stand-in for Cloudflare, which then holds the same zone as BIND
        CLOUDFLARE
    }

    /// What the policy host answers.
    public record Served(int status, String type, String body) {
        static final String POLICY =
                "version: STSv1\nmode: enforce\nmx: *.hosts.test\nmax_age: 86400\n";
        static final Served HEALTHY = new Served(200, "text/plain", POLICY);

        static Served text(String body) {
            return new Served(200, "text/plain", body);
        }
    }

    /// A backup host of the company's own.
    ///
    /// @param settings of its Postfix that differ from those of healthy ones
    public record MailHost(Shown shown, List<String> settings) {
        public MailHost {
            settings = List.copyOf(settings);
        }
    }

    private Fault(String rule, String what) {
        this.rule = rule;
        this.what = what;
    }

    /// @param rule that must find it
    /// @param what in words, for the name of the test
    static Fault of(String rule, String what) {
        Fault fault = new Fault(rule, what);
        fault.findings.add(rule);
        return fault;
    }

    /// None: a company without fault, in some shape.
    public static Fault none(String what) {
        return new Fault("", what);
    }

    /// Further findings, which the rule's page must list.
    Fault along(String... ids) {
        findings.addAll(List.of(ids));
        return this;
    }

    /// A line more in the zone.
    Fault record(String line) {
        return instead("@more@", line + "\n@more@");
    }

    /// Another text in the zone, at all its servers.
    public Fault instead(String old, String replacement) {
        zone.add(new Edit(old, replacement));
        return this;
    }

    /// Another text in the zone at a second name server, which the profile then names, too.
    Fault behind(String old, String replacement) {
        copy.add(new Edit(old, replacement));
        return authoritative("\"@bind@\", \"@second@\"");
    }

    /// Another text in the zone at a second name server, of which the profile's `dns` knows
    /// nothing.
    Fault apart(String old, String replacement) {
        copy.add(new Edit(old, replacement));
        return this;
    }

    /// Other name servers in the profile.
    Fault authoritative(String servers) {
        return profile("authoritative: [\"@bind@\"]", "authoritative: [" + servers + "]");
    }

    /// Another text in the profile.
    public Fault profile(String old, String replacement) {
        profile.add(new Edit(old, replacement));
        return this;
    }

    /// A line more in the signed zone of the mail hosts.
    Fault hosts(String line) {
        hosts.add(line);
        return this;
    }

    /// A backup host of its own.
    Fault host(Shown shown, String... settings) {
        host = Optional.of(new MailHost(shown, List.of(settings)));
        return this;
    }

    /// Other TLSA records of that host; `@fitting@` is the hash of its key.
    Fault tlsa(String... records) {
        tlsa = List.of(records);
        return this;
    }

    /// No TLSA records of that host.
    Fault withoutTlsa() {
        tlsa = List.of();
        return this;
    }

    /// Other records at that host's name.
    Fault addresses(String... records) {
        addresses = List.of(records);
        return this;
    }

    /// A name of that host in the company's zone, which must then hold its records; the policy of
    /// MTA-STS lists it.
    Fault named(String host) {
        name = Optional.of(host);
        policy = Served.text(Served.POLICY + "mx: " + host + "\n");
        return this;
    }

    Fault policy(Served served) {
        policy = served;
        return this;
    }

    /// Another name for the policy host's certificate to be for.
    Fault policyName(String host) {
        policyName = host;
        return this;
    }

    Fault policyHost(Shown shown) {
        policyHost = shown;
        return this;
    }

    /// What shows it in place of `check`.
    public Fault by(String... words) {
        command = List.of(words);
        return this;
    }

    /// A company whose domain is below another name than `test`.
    Fault below(String other) {
        parent = other;
        return this;
    }

    /// A zone that is written at another provider.
    Fault at(Provider other) {
        provider = other;
        return this;
    }

    /// A call before that which shows it; `@plan@` is a file that both may name.
    Fault first(String... words) {
        first = List.of(words);
        return this;
    }

    /// Another text in the profile after that first call.
    Fault later(String old, String replacement) {
        later.add(new Edit(old, replacement));
        return this;
    }

    /// A zone that is signed so.
    public Fault security(Security how) {
        security = how;
        return this;
    }

    public String rule() {
        return rule;
    }

    public Set<String> findings() {
        return Set.copyOf(findings);
    }

    public List<Edit> zone() {
        return zone;
    }

    public List<Edit> profile() {
        return profile;
    }

    public List<Edit> copy() {
        return copy;
    }

    public List<String> hosts() {
        return hosts;
    }

    public List<String> tlsa() {
        return tlsa;
    }

    public Optional<MailHost> host() {
        return host;
    }

    public List<String> addresses() {
        return addresses;
    }

    public Optional<String> name() {
        return name;
    }

    public Served policy() {
        return policy;
    }

    public String policyName() {
        return policyName;
    }

    public Shown policyHost() {
        return policyHost;
    }

    public List<String> command() {
        return command;
    }

    public Security security() {
        return security;
    }

    public String parent() {
        return parent;
    }

    public Provider provider() {
        return provider;
    }

    public List<String> first() {
        return first;
    }

    public List<Edit> later() {
        return later;
    }

    @Override
    public String toString() {
        return rule.isEmpty() ? what : rule + ": " + what;
    }
}
