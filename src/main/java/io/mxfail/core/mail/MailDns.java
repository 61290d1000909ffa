package io.mxfail.core.mail;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// What DNS says of a domain's mail, at one moment: now, or as a plan leaves it.
///
/// The answers behind it are remembered, so that rules may ask as often as they like and all see
/// the same.
public final class MailDns {
    /// Gives no answer to anything.
    public static final MailDns SILENT =
            new MailDns(
                    key ->
                            new DnsAnswer.Failed(
                                    DnsAnswer.Reason.UNREACHABLE, "nobody was asked for " + key));

    private static final String TLSA_LABELS = "_25._tcp";
    private static final String WILDCARD = "*";
    private static final int LONGEST_NAME = 255;

    private final DnsAnswers answers;

    public MailDns(DnsAnswers answers) {
        this.answers = answers;
    }

    /// Whom it asks.
    DnsAnswers answers() {
        return answers;
    }

    /// What SPF says of mail of a domain that comes from an address; empty: the text is no IP
    /// address.
    public Optional<SpfVerdict> spf(String address, Name domain) {
        return spf(address, domain.toString(true));
    }

    /// The same for a name of a host as DNS gave it, without final dot.
    public Optional<SpfVerdict> spf(String address, String host) {
        return address(address)
                .map(client -> SpfCheck.Message.of(client, "postmaster@" + host, host))
                .map(message -> SpfCheck.of(message, host, answers));
    }

    /// An SPF record that says the same and no longer asks too much, by the networks of the
    /// domain's own hosts; empty: that does not suffice.
    ///
    /// @param kept terms that come back when they are taken out
    /// @param moving sets that a switch changes
    public Optional<String> withFewerLookups(
            Name domain, String record, List<SpfTerm> kept, Set<RecordKey> moving) {
        return new SpfShorter(answers, domain, kept, moving).fewerLookups(record);
    }

    /// The same DNS with another TXT record at a name, and no other there.
    public MailDns withText(Name name, String text) {
        return with(RecordSet.of(List.of((Record) TxtText.record(name, 0, text))));
    }

    private MailDns with(RecordSet set) {
        return new MailDns(
                key -> key.equals(set.key()) ? new DnsAnswer.Found(set, false) : answers.ask(key));
    }

    /// Whether the names of an address lead back to it; empty: the text is no IP address.
    public Optional<ReverseName> reverse(String address) {
        return address(address).map(found -> ReverseName.of(found, answers));
    }

    /// What a blocklist says of an address; empty: the text is no IP address.
    public Optional<Listing> listing(String address, String blocklist) {
        return address(address).map(found -> Listing.of(found, blocklist, answers));
    }

    /// The addresses of a host, IPv4 first; none where it has none or nobody tells.
    public List<String> addresses(Name host) {
        var addresses = new ArrayList<String>();
        for (int type : List.of(Type.A, Type.AAAA)) {
            if (answers.ask(new RecordKey(host, type)) instanceof DnsAnswer.Found found) {
                found.set().records().stream()
                        .flatMap(record -> address(record).stream())
                        .map(AddressText::of)
                        .forEach(addresses::add);
            }
        }
        return List.copyOf(addresses);
    }

    /// The DKIM key at a selector's full name, aliases followed.
    public Published<DkimKey> dkim(Name selector) {
        return published(selector, _ -> true, text -> Optional.of(DkimKey.parse(text)));
    }

    /// The DMARC policy that holds for a domain: its own, else that of its organisational domain,
    /// else that of the public suffix above it (RFC 9989, section 4.10.1). Receivers that still use
    /// the public suffix list may stop at another parent.
    public Dmarc dmarc(Name domain) {
        Dmarc own = dmarcAt(domain);
        return own.policy() instanceof Published.Missing ? ancestor(domain).orElse(own) : own;
    }

    /// The domain that a name belongs to, by the records above it (RFC 9989, section 4.10.2); the
    /// name itself where there are none.
    public Name organisation(Name domain) {
        Dmarc own = dmarcAt(domain);
        if (own.policy() instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)
                && policy.suffix() == DmarcPolicy.Suffix.NO) {
            return domain;
        }
        return ancestor(domain)
                .filter(found -> found.policy() instanceof Published.Valid<DmarcPolicy>)
                .map(found -> isSuffix(found) ? below(found.owner(), domain) : found.owner())
                .orElse(domain);
    }

    /// The record above a domain that counts: the first that says `psd=n`, else the one with the
    /// fewest labels, below a public suffix (`psd=y`) if there is one. One that cannot be read is
    /// told where there is no other.
    private Optional<Dmarc> ancestor(Name domain) {
        Optional<Dmarc> best = Optional.empty();
        Optional<Dmarc> odd = Optional.empty();
        Name at = domain;
        while (at.labels() > 2) {
            // of a very long name the walk goes on with its last seven labels
            at = new Name(at, Math.max(1, at.labels() - 1 - 7));
            Dmarc found = dmarcAt(at);
            if (found.policy() instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)) {
                switch (policy.suffix()) {
                    case NO -> {
                        return Optional.of(found);
                    }
                    case YES -> {
                        return best.isPresent() ? best : Optional.of(found);
                    }
                    case UNSAID -> best = Optional.of(found);
                }
            } else if (!(found.policy() instanceof Published.Missing) && odd.isEmpty()) {
                odd = Optional.of(found);
            }
        }
        return best.isPresent() ? best : odd;
    }

    private static boolean isSuffix(Dmarc found) {
        return found.policy() instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)
                && policy.suffix() == DmarcPolicy.Suffix.YES;
    }

    /// The name one label below a suffix that a domain is in.
    private static Name below(Name suffix, Name domain) {
        return new Name(domain, domain.labels() - suffix.labels() - 1);
    }

    private Dmarc dmarcAt(Name owner) {
        return new Dmarc(
                owner, published(below("_dmarc", owner), DmarcPolicy::isDmarc, DmarcPolicy::parse));
    }

    /// The text of a domain's one DMARC record; empty where it has none, or several.
    public Optional<String> dmarcText(Name owner) {
        RecordKey key = new RecordKey(below("_dmarc", owner), Type.TXT);
        List<String> texts =
                answers.ask(key) instanceof DnsAnswer.Found found
                        ? SpfCheck.texts(found.set()).stream().filter(DmarcPolicy::isDmarc).toList()
                        : List.of();
        return texts.size() == 1 ? Optional.of(texts.getFirst()) : Optional.empty();
    }

    /// A DMARC policy with the name of the domain whose it is.
    public record Dmarc(Name owner, Published<DmarcPolicy> policy) {}

    /// The record of MTA-STS (RFC 8461, section 3.1).
    public Published<MtaStsRecord> mtaSts(Name domain) {
        return published(policyRecord(domain), MtaStsRecord::isMtaSts, MtaStsRecord::parse);
    }

    /// Where the record of MTA-STS stands (RFC 8461, section 3.1).
    public static Name policyRecord(Name domain) {
        return below("_mta-sts", domain);
    }

    /// The host that serves a domain's MTA-STS policy (RFC 8461, section 3.3).
    public static Name policyHost(Name domain) {
        return below("mta-sts", domain);
    }

    /// Where the record of TLS-RPT stands (RFC 8460, section 3).
    public static Name reportsRecord(Name domain) {
        return below("_smtp._tls", domain);
    }

    /// Where a DMARC policy stands (RFC 9989, section 4.7).
    public static Name dmarcRecord(Name owner) {
        return below("_dmarc", owner);
    }

    /// Where the domain of an address says that it takes reports about another (RFC 9990); empty:
    /// there is no such name.
    public static Optional<Name> permission(Name owner, String receiver) {
        try {
            return Optional.of(
                    Name.concatenate(
                            owner.relativize(Name.root),
                            Name.fromString("_report._dmarc." + receiver + ".")));
        } catch (TextParseException | NameTooLongException _) {
            return Optional.empty();
        }
    }

    /// Where an address has its PTR records; empty: the text is no IP address.
    public static Optional<Name> reverseName(String address) {
        return address(address)
                .map(found -> Name.fromConstantString(SpfQueries.reverse(found) + "."))
                .map(Name::canonicalize);
    }

    /// The texts of a name's TXT records, aliases followed; none where it has none or nobody tells.
    public List<String> texts(Name owner) {
        return answers.ask(new RecordKey(owner, Type.TXT)) instanceof DnsAnswer.Found found
                ? SpfCheck.texts(found.set())
                : List.of();
    }

    /// The data of a name's records of a type, as zone files have it; none where it has none or
    /// nobody tells.
    public List<String> data(Name owner, int type) {
        return answers.ask(new RecordKey(owner, type)) instanceof DnsAnswer.Found found
                ? found.set().records().stream()
                        .filter(record -> record.getType() == type)
                        .map(ToPublish::data)
                        .toList()
                : List.of();
    }

    /// The DS records with which a parent vouches for a zone's keys: by SHA-256, of those that sign
    /// the others (RFC 4034, section 2.1.1), or of all where none is marked so.
    public List<String> delegations(Name zone) {
        if (!(answers.ask(new RecordKey(zone, Type.DNSKEY)) instanceof DnsAnswer.Found found)) {
            return List.of();
        }
        List<DNSKEYRecord> keys =
                found.set().records().stream()
                        .filter(DNSKEYRecord.class::isInstance)
                        .map(DNSKEYRecord.class::cast)
                        .toList();
        List<DNSKEYRecord> first =
                keys.stream()
                        .filter(key -> (key.getFlags() & DNSKEYRecord.Flags.SEP_KEY) != 0)
                        .toList();
        return (first.isEmpty() ? keys : first)
                .stream()
                        .map(
                                key ->
                                        ToPublish.record(
                                                new DSRecord(
                                                        zone,
                                                        DClass.IN,
                                                        0,
                                                        DNSSEC.Digest.SHA256,
                                                        key)))
                        .toList();
    }

    /// Where reports on TLS go (RFC 8460, section 3).
    public Published<TlsReporting> tlsReporting(Name domain) {
        return published(reportsRecord(domain), TlsReporting::isTlsReporting, TlsReporting::parse);
    }

    /// What senders that use DANE demand of a mail host's certificate (RFC 7672, section 2.2): the
    /// usable TLSA records of its port 25, whatever port it is reached at from here. Records that
    /// senders cannot use count as absent, and so do those of a name too long to have any. Where
    /// the host is an alias, the records of its target come first (section 2.2.3); whether each
    /// alias on the way is signed is not looked at.
    public Published<List<Tlsa>> tlsa(Name host) {
        Optional<Name> target = aliased(host);
        if (target.isPresent()
                && tlsaAt(target.get()) instanceof Published.Valid<List<Tlsa>> found) {
            return found;
        }
        return tlsaAt(host);
    }

    /// Where the aliases of a host lead; empty: it is none.
    private Optional<Name> aliased(Name host) {
        return answers.ask(new RecordKey(host, Type.A)) instanceof DnsAnswer.Found found
                        && found.aliased()
                ? Optional.of(found.set().key().name())
                : Optional.empty();
    }

    private Published<List<Tlsa>> tlsaAt(Name host) {
        Optional<Name> name = tlsaName(host);
        if (name.isEmpty()) {
            return new Published.Missing<>();
        }
        return switch (answers.ask(new RecordKey(name.get(), Type.TLSA))) {
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> new Published.Missing<>();
            case DnsAnswer.Failed failed -> new Published.NoAnswer<>(failed.detail());
            case DnsAnswer.Found found -> {
                List<Tlsa> usable =
                        found.set().records().stream()
                                .filter(TLSARecord.class::isInstance)
                                .map(record -> Tlsa.of((TLSARecord) record))
                                .filter(Tlsa::isUsable)
                                .toList();
                yield usable.isEmpty() ? new Published.Missing<>() : new Published.Valid<>(usable);
            }
        };
    }

    /// What a name is an alias of, where it is one.
    public Optional<Name> alias(Name name) {
        RecordKey key = new RecordKey(name, Type.CNAME);
        return answers.ask(key) instanceof DnsAnswer.Found found
                        && found.set().key().equals(key)
                        && found.set().records().getFirst() instanceof CNAMERecord cname
                ? Optional.of(cname.getTarget())
                : Optional.empty();
    }

    /// The hosts that take mail for any name below a domain, by a wildcard (RFC 4592); none where
    /// there is none or nobody tells.
    public List<Name> wildcardMx(Name domain) {
        if (domain.length() + WILDCARD.length() + 1 > LONGEST_NAME
                || !(answers.ask(new RecordKey(below(WILDCARD, domain), Type.MX))
                        instanceof DnsAnswer.Found found)) {
            return List.of();
        }
        return found.set().records().stream()
                .filter(MXRecord.class::isInstance)
                .map(record -> ((MXRecord) record).getTarget().canonicalize())
                .filter(host -> !host.equals(Name.root))
                .toList();
    }

    /// The types that a name has of a wildcard alone: it answers what the closest wildcard above it
    /// answers (RFC 4592, section 2.2.1).
    ///
    /// @param zone where to stop looking for one
    /// @param types to look at
    public List<Integer> synthesised(Name name, Name zone, List<Integer> types) {
        for (Name at = name; at.labels() > zone.labels(); at = new Name(at, 1)) {
            Name wildcard = at.wild(1);
            if (wildcard.equals(name)) {
                return List.of();
            }
            if (answers.ask(new RecordKey(wildcard, types.getFirst()))
                    instanceof DnsAnswer.NxDomain) {
                continue;
            }
            return types.stream().filter(type -> same(name, wildcard, type)).toList();
        }
        return List.of();
    }

    private boolean same(Name name, Name wildcard, int type) {
        return answers.ask(new RecordKey(wildcard, type)) instanceof DnsAnswer.Found general
                && answers.ask(new RecordKey(name, type)) instanceof DnsAnswer.Found special
                && general.set().data().equals(special.set().data());
    }

    /// Whether the zone that holds a name has keys to be signed with (RFC 4034, section 2). Without
    /// them nobody can validate what it says; whether its parent vouches for them is not looked at.
    /// Empty: nobody tells.
    public Optional<Boolean> hasZoneKeys(Name name) {
        return zoneOf(name)
                .flatMap(
                        zone ->
                                switch (answers.ask(new RecordKey(zone, Type.DNSKEY))) {
                                    case DnsAnswer.Found _ -> Optional.of(true);
                                    case DnsAnswer.NoData _, DnsAnswer.NxDomain _ ->
                                            Optional.of(false);
                                    case DnsAnswer.Failed _ -> Optional.empty();
                                });
    }

    /// The zone that holds a name, the root aside; empty: nobody tells. A server that says "no such
    /// SOA" mostly says of which zone it speaks; where not, the names above are asked one by one.
    public Optional<Name> zoneOf(Name name) {
        for (Name at = name; at.labels() > 1; at = new Name(at, 1)) {
            RecordKey soa = new RecordKey(at, Type.SOA);
            switch (answers.ask(soa)) {
                case DnsAnswer.NoData(_, Optional<Name> zone) when zone.isPresent() -> {
                    return zone.filter(found -> !found.equals(Name.root));
                }
                case DnsAnswer.NxDomain(_, Optional<Name> zone) when zone.isPresent() -> {
                    return zone.filter(found -> !found.equals(Name.root));
                }
                case DnsAnswer.Failed _ -> {
                    return Optional.empty();
                }
                case DnsAnswer.Found found when found.set().key().equals(soa) -> {
                    return Optional.of(at.canonicalize());
                }
                case DnsAnswer.Found _, DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> {}
            }
        }
        return Optional.empty();
    }

    /// Where the TLSA records of a mail host stand; empty: its name is too long to have any.
    public static Optional<Name> tlsaName(Name host) {
        return host.length() + TLSA_LABELS.length() + 1 > LONGEST_NAME
                ? Optional.empty()
                : Optional.of(below(TLSA_LABELS, host));
    }

    private <T> Published<T> published(
            Name name, Predicate<String> claims, Function<String, Optional<T>> parse) {
        return switch (answers.ask(new RecordKey(name, Type.TXT))) {
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> new Published.Missing<>();
            case DnsAnswer.Failed failed -> new Published.NoAnswer<>(failed.detail());
            case DnsAnswer.Found found -> {
                List<String> texts = SpfCheck.texts(found.set()).stream().filter(claims).toList();
                yield switch (texts.size()) {
                    case 0 -> new Published.Missing<>();
                    case 1 ->
                            parse.apply(texts.getFirst())
                                    .<Published<T>>map(Published.Valid::new)
                                    .orElseGet(() -> new Published.Invalid<>(texts.getFirst()));
                    default -> new Published.Several<>(texts.size());
                };
            }
        };
    }

    private static Name below(String labels, Name domain) {
        try {
            return Name.fromString(labels, domain);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(labels + " does not fit below " + domain, e);
        }
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(a.getAddress());
            case AAAARecord aaaa -> Optional.of(aaaa.getAddress());
            default -> Optional.empty();
        };
    }

    static Optional<InetAddress> address(String text) {
        byte[] bytes =
                Address.toByteArray(text, text.indexOf(':') < 0 ? Address.IPv4 : Address.IPv6);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("an address of " + bytes.length + " octets", e);
        }
    }
}
