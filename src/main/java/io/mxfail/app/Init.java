package io.mxfail.app;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfText;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Looks at a domain from outside, for a first profile: its zone and who serves it, and what its
/// mail stands on. Nothing is written, and nobody but the resolver is asked.
public final class Init {
    private static final int AT_ONCE = 16;

    /// `--from` and `status` give these words a meaning of their own.
    private static final Set<String> NOT_A_SITE = Set.of("mixed", "unknown");

    /// Selectors that services publish under the same name everywhere.
    private static final List<String> SELECTORS =
            List.of(
                    "default",
                    "dkim",
                    "mail",
                    "smtp",
                    "google",
                    "selector1",
                    "selector2",
                    "s1",
                    "s2",
                    "k1",
                    "k2",
                    "k3",
                    "fm1",
                    "fm2",
                    "fm3",
                    "protonmail",
                    "protonmail2",
                    "protonmail3",
                    "zoho",
                    "mxvault",
                    "mandrill",
                    "mte1",
                    "mte2",
                    "key1",
                    "pm");

    /// A name that nobody publishes, unless everything is.
    private static final String NOBODYS = "mxfail-no-such-selector";

    private final World world;

    public Init(World world) {
        this.world = world;
    }

    /// @param domain as a person writes it
    /// @param site what the site that has the mail now is to be called
    /// @param resolver as `ADDR[:PORT]` or an https:// address; `system` is the machine's own
    public FirstLook run(String domain, String site, String resolver)
            throws CommandFailure, InterruptedException {
        if (!site.matches("[a-z0-9][a-z0-9-]{0,62}") || NOT_A_SITE.contains(site)) {
            throw CommandFailure.usage(
                    "--site: `" + site + "` cannot be a site's name; write one such as primary");
        }
        Name name = name(domain);
        var asking = Resolver.of(world.network().lookup().get(), resolver);
        SOARecord soa = zone(asking, name);
        var zone =
                new FirstLook.Zone(
                        soa.getName().canonicalize(),
                        asking.set(soa.getName(), Type.NS).stream()
                                .flatMap(set -> set.records().stream())
                                .map(r -> ((NSRecord) r).getTarget().canonicalize())
                                .sorted()
                                .toList());
        return new FirstLook(
                name,
                site,
                zone,
                new GuessedProvider(world.providers()).of(asking, soa, zone),
                new FirstLook.Mail(mx(asking, name), spf(asking, name), dkim(asking, name)),
                new FirstLook.Policies(
                        text(asking, below("_mta-sts", name), "v=STSv1"),
                        text(asking, below("_dmarc", name), "v=DMARC1")));
    }

    private static Name name(String domain) throws CommandFailure {
        try {
            String ascii = IDN.toASCII(domain.endsWith(".") ? domain : domain + ".");
            Name name = Name.fromString(ascii, Name.root).canonicalize();
            if (name.labels() < 3 || !ascii.toLowerCase(Locale.ROOT).matches("[a-z0-9._-]+")) {
                throw CommandFailure.usage("`" + domain + "` is no domain such as acme.example");
            }
            return name;
        } catch (TextParseException | IllegalArgumentException e) {
            throw CommandFailure.usage("`" + domain + "` is no domain name: " + e.getMessage());
        }
    }

    private static SOARecord zone(Resolver asking, Name name) throws CommandFailure {
        for (Name at = name; at.labels() > 1; at = new Name(at, 1)) {
            Optional<SOARecord> soa =
                    asking.set(at, Type.SOA).stream()
                            .map(set -> (SOARecord) set.records().getFirst())
                            .findFirst();
            if (soa.isPresent() && name.subdomain(soa.get().getName())) {
                // the zone of a top-level domain holds no company's mail
                if (soa.get().getName().labels() < 3) {
                    break;
                }
                return soa.get();
            }
        }
        throw CommandFailure.refused(
                "no-such-zone", "there is no zone that holds " + name + "; is it spelled right?");
    }

    private static List<String> mx(Resolver asking, Name domain) throws CommandFailure {
        return asking.set(domain, Type.MX).stream()
                .flatMap(set -> set.records().stream())
                .map(MXRecord.class::cast)
                .sorted(
                        java.util.Comparator.comparingInt(MXRecord::getPriority)
                                .thenComparing(MXRecord::getTarget))
                .map(mx -> mx.getPriority() + " " + mx.getTarget().canonicalize())
                .toList();
    }

    /// The terms that name senders and can be owned; `mx` and `a` follow the zone by themselves.
    private static List<String> spf(Resolver asking, Name domain) throws CommandFailure {
        return text(asking, domain, SpfText.VERSION).flatMap(SpfText::parse).stream()
                .flatMap(spf -> spf.terms().stream())
                .map(term -> term.text())
                .filter(
                        term ->
                                term.toLowerCase(Locale.ROOT)
                                        .matches("\\+?(include:|ip4:|ip6:|a:|mx:|exists:).+"))
                .filter(term -> term.indexOf('%') < 0 && term.indexOf('$') < 0)
                .toList();
    }

    private static List<String> dkim(Resolver asking, Name domain)
            throws CommandFailure, InterruptedException {
        Name keys = below("_domainkey", domain);
        // where every name exists, the guessed ones prove nothing
        if (keyAt(asking, NOBODYS, keys).isPresent()) {
            return List.of();
        }
        return Parallel.map(SELECTORS, AT_ONCE, selector -> keyAt(asking, selector, keys)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> keyAt(Resolver asking, String selector, Name keys)
            throws CommandFailure {
        Name name = below(selector, keys);
        String label = selector + "._domainkey";
        Optional<RecordSet> alias = asking.set(name, Type.CNAME);
        if (alias.isPresent()) {
            return Optional.of(label + " CNAME " + alias.get().data().getFirst());
        }
        return asking.set(name, Type.TXT).stream()
                .flatMap(set -> set.records().stream())
                .map(TXTRecord.class::cast)
                .map(TxtText::of)
                .filter(text -> text.contains("p="))
                .filter(text -> text.chars().allMatch(c -> c >= ' ' && c <= '~'))
                .filter(text -> text.chars().noneMatch(c -> c == '"' || c == '\\' || c == '$'))
                .map(text -> label + " TXT \"" + text + "\"")
                .findFirst();
    }

    /// The one text at a name that begins so; two of them count as none.
    private static Optional<String> text(Resolver asking, Name name, String start)
            throws CommandFailure {
        List<String> texts =
                asking.set(name, Type.TXT).stream()
                        .flatMap(set -> set.records().stream())
                        .map(TXTRecord.class::cast)
                        .map(TxtText::of)
                        .filter(
                                text ->
                                        text.toLowerCase(Locale.ROOT)
                                                .startsWith(start.toLowerCase(Locale.ROOT)))
                        .toList();
        return texts.size() == 1 ? Optional.of(texts.getFirst()) : Optional.empty();
    }

    private static Name below(String labels, Name name) {
        try {
            return Name.concatenate(Name.fromConstantString(labels), name);
        } catch (NameTooLongException _) {
            // a name that cannot be has no records; the root has none of these either
            return Name.root;
        }
    }
}
