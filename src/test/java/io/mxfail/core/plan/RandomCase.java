package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Notation;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// A profile, a zone that some site left behind and others have worked in, and something to do,
/// all grown from one seed.
final class RandomCase {
    static final Name ZONE = name("example.test.");
    private static final List<String> SITES = List.of("primary", "backup", "third");
    private static final List<String> SPF_TERMS =
            List.of(
                    "ip4:192.0.2.0/28",
                    "IP4:192.0.2.7/28",
                    "ip4:198.51.100.7",
                    "ip6:2001:db8::/32",
                    "include:_spf.primary.example",
                    "include:_SPF.backup.example",
                    "include:_spf.shared.example",
                    "a:out.backup.example",
                    "mx");
    private static final List<String> SPF_LIVE =
            List.of(
                    "v=spf1 -all",
                    "v=spf1 mx ip4:203.0.113.5 ?include:_spf.office.example ~all",
                    "V=SPF1 ip4:192.0.2.3/28 A:out.backup.example. exists:%{i}.x.example -all",
                    "v=spf1  include:_spf.primary.example   ip4:198.51.100.7/32 -ALL",
                    "v=spf1 redirect=_spf.office.example",
                    "v=spf1 include:_spf.shared.example redirect=_spf.office.example exp=e.example",
                    "v=spf1 -all include:_spf.backup.example",
                    "v=spf1");
    private static final List<String> FOREIGN =
            List.of(
                    "google-site-verification=abc",
                    "say \"hello\" \\ ; $ORIGIN @",
                    "gr\u00fc\u00df \u00ff\u0080\u0001 bytes",
                    "p=" + "k".repeat(448),
                    "v=spf10 is another version",
                    "");
    private static final long[] TTLS = {0, 60, 300, 3600, 86400};

    final RandomGenerator random;
    final List<DomainView> views = new ArrayList<>();
    final ModelZone zone;
    final Intent intent;
    final Capabilities capabilities;

    RandomCase(long seed) {
        this(seed, true);
    }

    /// @param sorted false: the same case with its sites and records given in another order
    RandomCase(long seed, boolean sorted) {
        random = new Random(seed);
        int count = 2 + (chance(3) ? 1 : 0);
        List<String> sites = SITES.subList(0, count);
        boolean withMx = !chance(8);
        var shuffle = new Random(~seed);
        for (String domain : chance(3) ? List.of("@", "news") : List.of("@")) {
            Name name = domain.equals("@") ? ZONE : name(domain + "." + ZONE);
            views.add(view(name, sites, withMx, sorted, shuffle));
        }
        zone = new ModelZone(ZONE, pick(List.of(0L, 300L, 3600L)), content(sites));
        String to = pick(sites);
        List<String> others = sites.stream().filter(s -> !s.equals(to)).toList();
        intent =
                new Intent(
                                to,
                                chance(4) ? Optional.of(pick(others)) : Optional.empty(),
                                new Policies.Ttl(
                                        chance(2)
                                                ? Optional.of(Duration.ofHours(2))
                                                : Optional.empty(),
                                        Duration.ofSeconds(60)),
                                chance(3) ? Policies.Spf.ACTIVE : Policies.Spf.UNION,
                                chance(3)
                                        ? Set.of(
                                                new SpfTerm("include:_spf.primary.example")
                                                        .normalised())
                                        : Set.of(),
                                Duration.ofSeconds(chance(4) ? 120 : 0))
                        // drawn by itself, so that the cases stay what they were
                        .revoking(
                                new Random(31 * seed).nextInt(2) == 0
                                        ? Set.of("mx", "?include:_spf.office.example")
                                        : Set.of());
        capabilities =
                new Capabilities(
                        pick(List.of(Capabilities.Atomicity.values())),
                        Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                        Duration.ZERO,
                        chance(4) ? 2 : 100);
    }

    /// Everything that must be read to judge the domains.
    Set<RecordKey> keys() {
        var keys = new TreeSet<RecordKey>();
        views.forEach(view -> keys.addAll(view.keys()));
        return keys;
    }

    List<Change> changes() {
        Observed observed = zone.observe(keys());
        return views.stream()
                .flatMap(view -> Planner.changes(view, observed, intent).stream())
                .toList();
    }

    /// Whether the plan would be refused, since an alias would stand beside other data.
    boolean blocked() {
        Observed observed = zone.observe(keys());
        return views.stream()
                .map(
                        view ->
                                Transition.of(
                                        view,
                                        observed,
                                        Planner.changes(view, observed, intent),
                                        capabilities))
                .anyMatch(transition -> !transition.occupied().isEmpty());
    }

    @Override
    public String toString() {
        var text = new StringBuilder("to " + intent + " with " + capabilities + "\n");
        for (DomainView view : views) {
            view.sites()
                    .forEach((site, r) -> text.append(view.name() + " " + site + " " + r + "\n"));
        }
        new TreeMap<>(zone.content()).values().forEach(set -> text.append("  " + set + "\n"));
        return text.toString();
    }

    private DomainView view(
            Name domain, List<String> sites, boolean withMx, boolean sorted, Random shuffle) {
        var records = new LinkedHashMap<String, SiteRecords>();
        for (String site : sites) {
            records.put(site, site(domain, site, withMx));
        }
        if (sorted) {
            return DomainView.of(
                    new MailDomain(domain, Optional.of(ZONE), Map.of()), ZONE, records);
        }
        var order = new ArrayList<>(sites);
        java.util.Collections.reverse(order);
        var shuffled = new LinkedHashMap<String, SiteRecords>();
        for (String site : order) {
            SiteRecords r = records.get(site);
            shuffled.put(
                    site,
                    new SiteRecords(
                            mixed(r.mx(), shuffle),
                            r.spf(),
                            r.senders(),
                            mixed(r.dkim(), shuffle),
                            mixed(r.records(), shuffle)));
        }
        return DomainView.of(new MailDomain(domain, Optional.of(ZONE), Map.of()), ZONE, shuffled);
    }

    private static <T> List<T> mixed(List<T> list, Random shuffle) {
        var mixed = new ArrayList<>(list);
        java.util.Collections.shuffle(mixed, shuffle);
        return mixed;
    }

    /// Valid as the profile reader demands it: at each name either an alias or other types, no
    /// alias at the domain or at a mail host, and every own mail host with its addresses.
    private SiteRecords site(Name domain, String site, boolean withMx) {
        int n = SITES.indexOf(site) + 1;
        var mx = new LinkedHashSet<String>();
        var records = new LinkedHashSet<String>();
        if (withMx) {
            for (int i = 0; i <= random.nextInt(3); i++) {
                String host =
                        pick(
                                List.of(
                                        "mx1",
                                        "mx2",
                                        "mail",
                                        "mx." + site + ".example.",
                                        "mx2." + site + ".example.",
                                        "legacy.example.test."));
                mx.add((random.nextInt(3) + 1) * 10 + " " + host);
                if (!host.endsWith(".")) {
                    records.addAll(addresses(host, n));
                }
            }
        }
        for (String host : List.of("mx1", "mail")) {
            if (chance(6) && records.stream().noneMatch(r -> r.startsWith(host + " "))) {
                records.addAll(addresses(host, n));
            }
        }
        if (chance(2)) {
            records.addAll(
                    chance(2)
                            ? List.of("smtp CNAME relay." + site + ".example.")
                            : addresses("smtp", n));
        }
        if (chance(4)) {
            records.add("@ TXT \"site-verification=" + pick(List.of(site, "both")) + "\"");
        }
        if (chance(4)) {
            records.add("_mta-sts TXT \"v=STSv1; id=2026" + n + "\"");
        }
        if (chance(4)) {
            records.addAll(
                    chance(2)
                            ? List.of("bounce CNAME bounce." + site + ".example.")
                            : List.of(
                                    "bounce MX 10 feedback." + site + ".example.",
                                    "bounce TXT \"v=spf1 include:b." + site + ".example ~all\"",
                                    "bounce TXT \"owner=" + site + "\""));
        }
        if (chance(5)) {
            records.add("_sip._tcp SRV 0 " + n + " 5060 sip." + site + ".example.");
        }
        var dkim = new ArrayList<String>();
        for (int i = 0; i < random.nextInt(3); i++) {
            String selector = pick(List.of("s" + n, "t" + n, "shared")) + "._domainkey";
            if (dkim.stream().noneMatch(d -> d.startsWith(selector + " "))) {
                dkim.add(
                        selector
                                + pick(
                                        List.of(
                                                " CNAME k" + i + ".dkim." + site + ".example.",
                                                " TXT \"v=DKIM1; p=" + site + i + "\"",
                                                " TXT \"p=" + site + i + "\"")));
            }
        }
        var spf = new LinkedHashSet<SpfTerm>();
        for (int i = 0; i < random.nextInt(4); i++) {
            spf.add(new SpfTerm(pick(SPF_TERMS)));
        }
        return new SiteRecords(
                mx.stream().map(text -> Notation.mx(text, domain)).toList(),
                List.copyOf(spf),
                List.of(),
                dkim.stream().map(text -> Notation.record(text, domain)).toList(),
                records.stream().map(text -> Notation.record(text, domain)).toList());
    }

    private List<String> addresses(String host, int n) {
        String v4 = host + " A 192.0.2." + (n * 10 + random.nextInt(3));
        String v6 = host + " AAAA 2001:db8::" + n;
        return pick(List.of(List.of(v4), List.of(v6), List.of(v4, v6)));
    }

    /// What some site left, and what else happened to the zone since.
    private List<RecordSet> content(List<String> sites) {
        var content = new TreeMap<RecordKey, RecordSet>();
        for (DomainView view : views) {
            Optional<String> base = chance(6) ? Optional.empty() : Optional.of(pick(sites));
            for (Claim claim : view.claims()) {
                String owner =
                        claim.switched()
                                ? base.orElse("")
                                : claim.wishes().keySet().iterator().next();
                if (!claim.switched() && chance(2)) {
                    continue;
                }
                claim.wish(owner).forEach((key, records) -> add(content, key, records));
            }
            spf(content, view);
        }
        drift(content);
        Name legacy = name("legacy.example.test.");
        put(content, set(new RecordKey(legacy, Type.A), "192.0.2.200"));
        put(content, set(new RecordKey(name("ftp.example.test."), Type.A), "192.0.2.201"));
        return content.values().stream()
                .map(set -> set.withTtl(TTLS[random.nextInt(TTLS.length)]))
                .toList();
    }

    private void spf(Map<RecordKey, RecordSet> content, DomainView view) {
        int strings = chance(4) ? 0 : chance(12) ? 2 : 1;
        for (int i = 0; i < strings; i++) {
            add(
                    content,
                    view.spf(),
                    List.of(
                            TxtText.record(
                                    view.name(),
                                    0,
                                    SPF_LIVE.get(random.nextInt(SPF_LIVE.size())))));
        }
    }

    private void drift(TreeMap<RecordKey, RecordSet> content) {
        for (RecordKey key : List.copyOf(content.keySet())) {
            if (chance(8)) {
                content.remove(key);
            } else if (chance(8) && key.type() != Type.TXT) {
                content.remove(key);
                boolean apex = views.stream().anyMatch(view -> view.name().equals(key.name()));
                put(
                        content,
                        apex
                                ? set(new RecordKey(key.name(), Type.MX), "5 mx.other.example.")
                                : chance(2)
                                        ? set(
                                                new RecordKey(key.name(), Type.CNAME),
                                                "other.example.")
                                        : set(new RecordKey(key.name(), Type.A), "192.0.2.99"));
            } else if (chance(4) && key.type() == Type.TXT) {
                for (String text : FOREIGN) {
                    if (chance(2)) {
                        add(content, key, List.of(TxtText.record(key.name(), 0, text)));
                    }
                }
            } else if (chance(12) && key.type() != Type.CNAME) {
                add(
                        content,
                        new RecordKey(key.name(), Type.TXT),
                        List.of(TxtText.record(key.name(), 0, pick(FOREIGN))));
            }
        }
    }

    private static void add(
            Map<RecordKey, RecordSet> content, RecordKey key, List<? extends Record> records) {
        var all = new ArrayList<Record>(records);
        Optional.ofNullable(content.get(key)).ifPresent(set -> all.addAll(set.records()));
        put(content, new RecordSet(key, 0, all));
    }

    /// No server has an alias beside other data: the newcomer wins.
    private static void put(Map<RecordKey, RecordSet> content, RecordSet set) {
        content.keySet()
                .removeIf(
                        key ->
                                key.name().equals(set.key().name())
                                        && (key.type() == Type.CNAME)
                                                != (set.key().type() == Type.CNAME));
        content.put(set.key(), set);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    static RecordSet set(RecordKey key, String... data) {
        return RecordSet.parse(key, 300, Arrays.asList(data));
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root).canonicalize();
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// The mail hosts of a domain in a state, canonical.
    static Set<Name> targets(Map<RecordKey, RecordSet> state, Name domain) {
        return Optional.ofNullable(state.get(new RecordKey(domain, Type.MX))).stream()
                .flatMap(set -> set.records().stream())
                .map(r -> ((MXRecord) r).getTarget().canonicalize())
                .collect(Collectors.toSet());
    }
}
