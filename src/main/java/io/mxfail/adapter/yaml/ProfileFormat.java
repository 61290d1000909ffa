package io.mxfail.adapter.yaml;

import io.mxfail.adapter.yaml.Shape.Choice;
import io.mxfail.adapter.yaml.Shape.Either;
import io.mxfail.adapter.yaml.Shape.Form;
import io.mxfail.adapter.yaml.Shape.Group;
import io.mxfail.adapter.yaml.Shape.Key;
import io.mxfail.adapter.yaml.Shape.Later;
import io.mxfail.adapter.yaml.Shape.Listing;
import io.mxfail.adapter.yaml.Shape.Named;
import io.mxfail.adapter.yaml.Shape.Secret;
import io.mxfail.adapter.yaml.Shape.Text;
import io.mxfail.adapter.yaml.Shape.Typed;
import io.mxfail.adapter.yaml.Shape.Variables;
import io.mxfail.adapter.yaml.Shape.Whole;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.ProviderDescription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The keys of a profile: the one place that names them all.
final class ProfileFormat {
    static final Form DURATION =
            new Form(
                    "a duration",
                    "a number and a unit without a blank: 60s, 5m, 1h or 1d",
                    Optional.of("[1-9][0-9]{0,6}[smhd]"));
    static final Form ID =
            new Form(
                    "a name of small letters, digits and `-`",
                    "such as `acme` or `backup-2`",
                    Optional.of("[a-z0-9][a-z0-9-]{0,62}"));
    static final Form VARIABLE =
            new Form(
                    "a variable's name",
                    "a letter, then letters, digits, `_` and `-`",
                    Optional.of("[A-Za-z_][A-Za-z0-9_-]*"));
    private static final Form ANY = new Form("a text", "write a text", Optional.empty());
    private static final Form DOMAIN =
            new Form("a domain", "such as acme.example", Optional.empty());
    private static final Form HOST =
            new Form("a host name", "such as mx1.acme.example", Optional.empty());
    private static final Form ADDRESS =
            new Form(
                    "an address", "write ADDR or ADDR:PORT, with [] around IPv6", Optional.empty());
    private static final Form URL =
            new Form(
                    "a web address",
                    "an absolute address such as https://dns.example.net",
                    Optional.of("https?://[^\\s]+"));
    private static final Form ENVIRONMENT =
            new Form(
                    "the name of an environment variable",
                    "such as DNS_TOKEN",
                    Optional.of("[A-Za-z_][A-Za-z0-9_]*"));
    private static final Form PATH = new Form("a path", "name a file", Optional.empty());
    private static final Form MAIL =
            new Form(
                    "a mail address",
                    "such as postmaster@${domain}",
                    Optional.of("[^\\s@<>]+@[^\\s@<>]+"));

    private static final Form ENVELOPE =
            new Form(
                    "the sender in the envelope",
                    "an address or its domain, such as bounce.${domain}",
                    Optional.of("([^\\s@<>]+@)?[^\\s@<>]+"));

    /// From 1 to 65535.
    private static final String PORT =
            "(6553[0-5]|655[0-2]\\d|65[0-4]\\d\\d|6[0-4]\\d{3}|[1-5]\\d{4}|[1-9]\\d{0,3})";

    private static final Form MAILBOX =
            new Form(
                    "an IMAP address",
                    "such as imaps://user@imap.example.net, with a port as :10993",
                    Optional.of(
                            "imaps?://[^\\s/]+@(\\[[0-9A-Fa-f:.]+\\]|[^\\s/@:\\[\\]]+)(:"
                                    + PORT
                                    + ")?/?"));

    private ProfileFormat() {}

    /// The format of a profile.
    ///
    /// @param providers adapters and their options
    static Group of(List<ProviderDescription> providers) {
        Typed provider = provider(providers);
        return new Group(
                List.of(
                        key("version", new Whole(1, 1), true, "the format's version, 1"),
                        key("name", text(ID), true, "the profile's name, unique in its folder"),
                        key("description", new Text(ANY, Variables.LITERAL), "what it is for"),
                        key(
                                "contacts",
                                new Listing(new Text(ANY, Variables.LITERAL), 0),
                                "whom to call; not mail in the profile's own domains"),
                        key(
                                "include",
                                new Listing(text(PATH), 1),
                                "files named `_…` whose top-level keys belong to this profile too"),
                        key("domains", domains(), true, "the domains, switched together"),
                        key("provider", provider, "where the zones are written"),
                        key(
                                "providers",
                                new Listing(provider, 1),
                                "where the zones are written, if by several"),
                        key("ttl", ttl(), "TTLs to write"),
                        key(
                                "sites",
                                new Named(ID, site(), 0),
                                true,
                                "two or more sites that can carry the mail"),
                        key(
                                "spf",
                                group(
                                        key(
                                                "policy",
                                                choice("union", "active"),
                                                "when a site's terms leave the SPF record")),
                                "how the SPF record changes"),
                        key(
                                "mta-sts",
                                group(
                                        key(
                                                "policy",
                                                choice("check", "bump", "off"),
                                                "what to do about MTA-STS")),
                                "MTA-STS (RFC 8461)"),
                        key("checks", checks(), "thresholds and samples of the probes"),
                        key("verify", verify(), "how a switch is verified"),
                        key("dns", dns(), "which DNS servers are asked"),
                        key("smtp", smtp(), "how mail hosts are reached"),
                        key("hooks", hooks(), "programs around a switch"),
                        key(
                                "freeze",
                                new Listing(
                                        text(
                                                new Form(
                                                        "an ISO interval",
                                                        "START/END, such as"
                                                            + " 2026-12-20T00:00Z/2027-01-02T00:00Z",
                                                        Optional.of("[^/\\s]+/[^/\\s]+"))),
                                        0),
                                "when planned switches are refused"),
                        key("esp", new Later(), "reserved for later"),
                        key("notify", new Later(), "reserved for later"),
                        key("approvals", new Later(), "reserved for later"),
                        key("dmarc", new Later(), "reserved for later")));
    }

    private static Shape domains() {
        return new Either(
                List.of(
                        new Listing(
                                new Either(
                                        List.of(
                                                text(DOMAIN),
                                                group(
                                                        key("name", text(DOMAIN), true, "domain"),
                                                        key(
                                                                "zone",
                                                                text(DOMAIN),
                                                                "the zone that holds it; default:"
                                                                        + " found by SOA"),
                                                        key(
                                                                "vars",
                                                                new Named(VARIABLE, text(ANY), 0),
                                                                "values of ${…} in records")))),
                                1),
                        group(
                                key(
                                        "file",
                                        text(PATH),
                                        true,
                                        "a name a line, or CSV with a header: name, zone,"
                                                + " variables…"))));
    }

    private static Group ttl() {
        return group(
                key("steady", text(DURATION), "what `settle` restores; default: what was found"),
                key("switching", text(DURATION), "what `prepare` and `switch` write; 60s"));
    }

    private static Group site() {
        return group(
                key("kind", choice("mailbox", "queue"), "whether it delivers or only stores"),
                key("accepts", choice("always", "when-primary-down"), "when it takes mail"),
                key("forwards-to", text(ID), "the site that a queue delivers to"),
                key("route", choice("static"), "a queue that does not deliver by MX"),
                key("mx", texts("an MX entry", "10 mx1.example.net."), "PREFERENCE HOST."),
                key("spf", texts("an SPF term", "ip4:192.0.2.0/28"), "its senders' SPF terms"),
                key("senders", texts("an address", "192.0.2.10"), "what it really sends from"),
                key("dkim", texts("a record", "s1._domainkey CNAME s1.example.net."), "keys"),
                key("records", texts("a record", "smtp CNAME relay.example.net."), "others"),
                key("submission", submission(), "the relay that applications send through"),
                key(
                        "checklist",
                        new Listing(
                                group(
                                        key("id", text(ID), true, "a short name for `ack`"),
                                        key("text", expanding(ANY), true, "what to look after"),
                                        key("every", text(DURATION), "how often")),
                                0),
                        "what no probe can see"));
    }

    private static Group submission() {
        return group(
                key("host", expanding(HOST), true, "its host"),
                key("port", new Whole(1, 65_535), "its port; 587"),
                key("user", expanding(ANY), "the account"),
                key("password", new Secret(), "the account's password"),
                key("from", expanding(MAIL), "the sender; postmaster@${domain}"),
                key("envelope", expanding(ENVELOPE), "the sender in the envelope (MAIL FROM)"),
                key(
                        "max-hourly",
                        new Whole(1, 100_000_000),
                        "messages an hour that are safe after a time of rest"),
                key("idle", text(DURATION), "a stranger again after so long without mail; 30d"));
    }

    private static Group checks() {
        return group(
                key(
                        "recipients",
                        new Listing(expanding(MAIL), 0),
                        "must be accepted; postmaster@${domain}"),
                key("helo", text(HOST), "the name given in EHLO"),
                key("mail-from", text(MAIL), "used where a server refuses the null sender"),
                key("timeout", text(DURATION), "per step; 10s"),
                key(
                        "latency",
                        group(
                                key("warn", text(DURATION), "slow from here; 1s"),
                                key("crit", text(DURATION), "too slow from here; 5s")),
                        "how slow is slow"),
                key("starttls", choice("required", "wanted", "off"), "whether TLS is demanded"),
                key("control", text(HOST), "a mail host known to be up: HOST or HOST:PORT"),
                key("blocklists", new Listing(text(DOMAIN), 0), "DNSBL zones to ask"));
    }

    private static Group verify() {
        return group(
                key("timeout", text(DURATION), "how long to wait; 15m"),
                key("delivery", canary(true), "a canary through the new MX"),
                key("outbound", canary(false), "a canary through the submission relay"));
    }

    private static Group canary(boolean inbound) {
        var keys = new ArrayList<Key>();
        keys.add(key("to", expanding(MAIL), true, "where it is sent"));
        if (inbound) {
            keys.add(key("from", expanding(MAIL), "its sender"));
        }
        keys.add(key("imap", expanding(MAILBOX), true, "where it must turn up"));
        keys.add(key("password", new Secret(), "the mailbox's password"));
        if (inbound) {
            keys.add(
                    key(
                            "sites",
                            new Named(ID, mailbox(), 0),
                            "by site: the mailbox of its own, where it must turn up instead"));
        }
        return new Group(keys);
    }

    private static Group mailbox() {
        return group(
                key("imap", expanding(MAILBOX), true, "where it must turn up at this site"),
                key("password", new Secret(), true, "the password there"));
    }

    private static Group dns() {
        return group(
                key(
                        "authoritative",
                        new Listing(text(ADDRESS), 0),
                        "ADDR[:PORT]; default: every address of every NS"),
                key(
                        "resolvers",
                        new Listing(text(ADDRESS), 0),
                        "the recursive panel: ADDR[:PORT] or https://…; [] = none"));
    }

    private static Group smtp() {
        return group(
                key("port", new Whole(1, 65_535), "SMTP between servers; 25"),
                key(
                        "connect-to",
                        new Named(HOST, text(ADDRESS), 0),
                        "reach this host there instead: HOST: ADDR:PORT"),
                key("ca-file", text(PATH), "extra trust anchors (PEM)"));
    }

    private static Group hooks() {
        Listing argv = argv();
        return group(
                key("pre-switch", argv, "may stop the run"),
                key("fence", argv, "keeps the old site from taking mail"),
                key("post-switch", argv, "after a switch"),
                key("on-partial", argv, "after a switch that was not completed"));
    }

    private static Typed provider(List<ProviderDescription> providers) {
        var types = new LinkedHashMap<String, Group>();
        for (ProviderDescription provider : providers) {
            var keys = new ArrayList<Key>();
            keys.add(key("type", text(ID), true, provider.summary()));
            provider.options().forEach(option -> keys.add(option(option)));
            if (provider.options().stream().noneMatch(o -> o.name().equals("timeout"))) {
                keys.add(key("timeout", text(DURATION), "for one call; 10s"));
            }
            types.put(provider.type(), new Group(keys));
        }
        return new Typed(types);
    }

    private static Key option(OptionSpec option) {
        return new Key(option.name(), shape(option), option.required(), option.help());
    }

    private static Shape shape(OptionSpec option) {
        return switch (option.kind()) {
            case TEXT -> text(ANY);
            case ADDRESS -> text(ADDRESS);
            case URL -> text(URL);
            case DURATION -> text(DURATION);
            case SECRET -> new Secret();
            case PATH -> expanding(PATH);
            case ARGV -> argv();
            case NAMES -> new Listing(text(ENVIRONMENT), 0);
            case GROUP -> {
                Group nested =
                        new Group(option.nested().stream().map(ProfileFormat::option).toList());
                // whoever has no key must say so: a forgotten one would send unsigned updates
                yield option.required() ? new Either(List.of(nested, choice("none"))) : nested;
            }
        };
    }

    private static Listing argv() {
        return new Listing(new Text(ANY, Variables.LITERAL), 1);
    }

    private static Listing texts(String what, String example) {
        return new Listing(
                expanding(new Form(what, "such as `" + example + "`", Optional.empty())), 0);
    }

    private static Text text(Form form) {
        return new Text(form, Variables.REFUSE);
    }

    private static Text expanding(Form form) {
        return new Text(form, Variables.EXPAND);
    }

    private static Choice choice(String... words) {
        return new Choice(List.of(words));
    }

    private static Group group(Key... keys) {
        return new Group(List.of(keys));
    }

    private static Key key(String name, Shape shape, String help) {
        return new Key(name, shape, false, help);
    }

    private static Key key(String name, Shape shape, boolean required, String help) {
        return new Key(name, shape, required, help);
    }
}
