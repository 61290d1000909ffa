package io.mxfail.adapter.yaml;

import io.mxfail.adapter.yaml.Entries.Entry;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.profile.Site;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the records of a profile must be to each other. Each rule complains of a text once, on
/// the first domain where it breaks.
final class RecordRules {
    private final Problems problems;
    private final List<SiteReader.Placed> sites;
    private final Set<List<Object>> said = new HashSet<>();

    RecordRules(Problems problems, List<SiteReader.Placed> sites) {
        this.problems = problems;
        this.sites = List.copyOf(sites);
    }

    void check(List<Draft.DomainDraft> domains) {
        mxByAllOrNone();
        queues();
        Set<Name> aliases = aliases(domains);
        for (Draft.DomainDraft domain : domains) {
            Name name = domain.domain().domain().name();
            for (Entries site : domain.sites()) {
                mx(site, aliases);
                spf(site);
                senders(site);
                dkim(site, name);
                records(site, name);
                MxRules.check(site, domain.sites(), this::error, this::warning);
            }
            selectors(domain.sites());
        }
        new DomainRules(problems).check(domains);
    }

    private void error(Place place, String message, String fix) {
        if (said.add(List.of(place, fix))) {
            problems.error(place, message, fix);
        }
    }

    private void warning(Place place, String message, String fix) {
        if (said.add(List.of(place, fix))) {
            problems.warning(place, message, fix);
        }
    }

    private void mxByAllOrNone() {
        boolean any = sites.stream().anyMatch(RecordRules::givesMx);
        for (SiteReader.Placed site : sites) {
            if (any && !givesMx(site)) {
                error(
                        site.place(),
                        "the site `" + site.site().name() + "` gives no `mx`, and others do",
                        "give `mx` in every site, or in none if the profile only sends mail");
            }
        }
    }

    private static boolean givesMx(SiteReader.Placed site) {
        return site.written().mentioned().contains("mx")
                && (site.written().list("mx").isEmpty()
                        ? site.written().field("mx").isEmpty()
                        : true);
    }

    private void queues() {
        Map<String, Site> byName =
                sites.stream()
                        .map(SiteReader.Placed::site)
                        .collect(Collectors.toMap(Site::name, s -> s, (one, _) -> one));
        for (SiteReader.Placed placed : sites) {
            Site site = placed.site();
            if (site.role().kind() == Site.Kind.QUEUE && site.role().forwardsTo().isPresent()) {
                String target = site.role().forwardsTo().get();
                Place place = placed.written().scalar("forwards-to").orElseThrow().place();
                Site there = byName.get(target);
                if (there == null || target.equals(site.name())) {
                    error(
                            place,
                            "`forwards-to: " + target + "` names no other site",
                            "name one of: "
                                    + String.join(
                                            ", ",
                                            byName.keySet().stream()
                                                    .filter(n -> !n.equals(site.name()))
                                                    .sorted()
                                                    .toList()));
                } else if (there.role().kind() != Site.Kind.MAILBOX) {
                    error(
                            place,
                            "the queue forwards to `" + target + "`, which is a queue itself",
                            "name the site that delivers into mailboxes");
                }
            }
        }
    }

    private static Set<Name> aliases(List<Draft.DomainDraft> domains) {
        return domains.stream()
                .flatMap(domain -> domain.sites().stream())
                .flatMap(site -> site.standalone().stream())
                .map(Entry::value)
                .filter(record -> record.getType() == Type.CNAME)
                .map(record -> record.getName().canonicalize())
                .collect(Collectors.toSet());
    }

    private void mx(Entries site, Set<Name> aliases) {
        var hosts = new HashSet<Name>();
        for (Entry<MXRecord> entry : site.mx()) {
            Name host = entry.value().getTarget().canonicalize();
            if (!hosts.add(host)) {
                error(entry.place(), "the host " + host + " is there twice", "keep one of them");
            }
            if (aliases.contains(host)) {
                error(
                        entry.place(),
                        "the MX host " + host + " is a CNAME in this profile (RFC 5321, 5.1)",
                        "name the host that the CNAME points to, or publish its addresses");
            }
            if (host.equals(Name.root)) {
                nullMx(entry, site.mx().size());
            }
        }
    }

    private void nullMx(Entry<MXRecord> entry, int size) {
        if (size > 1) {
            error(
                    entry.place(),
                    "a null MX beside others (RFC 7505, section 3)",
                    "take it out: a null MX stands alone");
        } else {
            warning(
                    entry.place(),
                    "a null MX: senders give up on all mail at once (RFC 7505)",
                    "to keep mail waiting, name a host that does not answer instead");
        }
    }

    private void spf(Entries site) {
        var terms = new HashSet<String>();
        for (Entry<SpfTerm> entry : site.spf()) {
            String term = entry.value().normalised();
            if (!terms.add(term)) {
                error(entry.place(), "the same term twice: " + term, "keep one of them");
            }
            if (term.equals("mx") && !site.mx().isEmpty()) {
                warning(
                        entry.place(),
                        "`mx` means other senders as soon as the MX moves (RFC 7208, 5.4)",
                        "name the senders' addresses: ip4:…, ip6:… or include:…");
            }
            if (term.equals("ptr") || term.startsWith("ptr:")) {
                warning(
                        entry.place(),
                        "`ptr` is slow and unreliable (RFC 7208, section 5.5)",
                        "name the senders' addresses instead");
            }
        }
    }

    private void senders(Entries site) {
        var seen = new HashSet<String>();
        for (Entry<String> entry : site.senders()) {
            if (!seen.add(entry.value())) {
                error(entry.place(), entry.value() + " is there twice", "keep one of them");
            }
        }
    }

    private void dkim(Entries site, Name domain) {
        for (Entry<Record> entry : site.dkim()) {
            Record record = entry.value();
            boolean key = record.getType() == Type.TXT || record.getType() == Type.CNAME;
            if (!key || !TxtTag.of(record.getName(), "").equals(TxtTag.DKIM)) {
                error(
                        entry.place(),
                        "not a DKIM key: " + record.getName() + " " + Type.string(record.getType()),
                        "write SELECTOR._domainkey as TXT or CNAME; other records belong in"
                                + " `records`");
            }
        }
        for (Entry<Record> entry : site.standalone()) {
            if (entry.value().getType() == Type.CNAME && entry.value().getName().equals(domain)) {
                error(
                        entry.place(),
                        "a CNAME at the domain itself, which holds MX and TXT",
                        "publish A and AAAA records instead");
            }
        }
    }

    private void records(Entries site, Name domain) {
        for (Entry<Record> entry : site.standalone()) {
            Record record = entry.value();
            boolean atDomain = record.getName().equals(domain);
            if (atDomain && record.getType() == Type.MX) {
                error(entry.place(), "an MX of the domain itself", "it belongs in `mx`");
            }
            if (atDomain && record instanceof TXTRecord txt && TxtTag.of(txt).equals(TxtTag.SPF)) {
                error(
                        entry.place(),
                        "an SPF record of the domain itself",
                        "list the site's terms in `spf`; mxfail keeps the rest of the record");
            }
        }
        new NameRules(this::error).check(site.standalone());
    }

    /// A selector whose key changes at the switch leaves mail in transit unverifiable.
    private void selectors(List<Entries> all) {
        Map<Name, Set<String>> keys = new HashMap<>();
        for (Entries site : all) {
            Map<Name, Set<String>> own = new HashMap<>();
            for (Entry<Record> entry : site.dkim()) {
                own.computeIfAbsent(entry.value().getName().canonicalize(), _ -> new TreeSet<>())
                        .add(data(entry.value()));
            }
            for (Entry<Record> entry : site.dkim()) {
                Name name = entry.value().getName().canonicalize();
                Set<String> before = keys.get(name);
                if (before != null && !before.equals(own.get(name))) {
                    warning(
                            entry.place(),
                            "another site has a different key at " + name,
                            "give each site its own selector: mail that is under way is verified"
                                    + " with the old key (RFC 6376, section 5.2)");
                }
            }
            keys.putAll(own);
        }
    }

    static String data(Record record) {
        return record instanceof TXTRecord txt
                ? "TXT " + TxtText.of(txt)
                : Type.string(record.getType()) + " " + record.rdataToString();
    }
}
