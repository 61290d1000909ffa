package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One domain as a profile sees it: where it is written and what each site wants there.
///
/// @param domain the domain
/// @param zone the zone that holds it
/// @param sites every site's records for it, in the profile's order
/// @param claims what the profile owns there
/// @param policyRecord the set with the MTA-STS record whose id is mxfail's to write; empty: it is
///   not
public record DomainView(
        MailDomain domain,
        Name zone,
        Map<String, SiteRecords> sites,
        List<Claim> claims,
        Optional<RecordKey> policyRecord) {

    /// Types that may stand beside others at a name: all are read where a CNAME comes or
    /// goes, since a server silently drops one of two that may not coexist.
    static final Set<Integer> COMMON_TYPES =
            Set.of(
                    Type.A,
                    Type.AAAA,
                    Type.CNAME,
                    Type.MX,
                    Type.TXT,
                    Type.SRV,
                    Type.NS,
                    Type.SOA,
                    Type.TLSA,
                    Type.CAA,
                    Type.PTR,
                    Type.HTTPS,
                    Type.SVCB,
                    Type.NAPTR,
                    Type.SSHFP,
                    Type.DS,
                    Type.DNAME);

    public DomainView {
        zone = zone.canonicalize();
        sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
        claims = List.copyOf(claims);
    }

    /// The view of sites whose records are expanded already.
    public static DomainView of(MailDomain domain, Name zone, Map<String, SiteRecords> sites) {
        return new DomainView(domain, zone, sites, Claim.of(sites), Optional.empty());
    }

    /// The same, where the id of the MTA-STS record is mxfail's to write.
    public DomainView owningPolicyId() {
        return new DomainView(
                domain,
                zone,
                sites,
                claims,
                Optional.of(new RecordKey(MailDns.policyRecord(name()), Type.TXT)));
    }

    /// The domain's name.
    public Name name() {
        return domain.name();
    }

    /// The key of the domain's MX set.
    public RecordKey mx() {
        return new RecordKey(name(), Type.MX);
    }

    /// Whether the profile has the MX for names below the domain, too (RFC 4592).
    public boolean ownsWildcardMx() {
        return keys().stream()
                .anyMatch(
                        key ->
                                key.type() == Type.MX
                                        && key.name().isWild()
                                        && new Name(key.name(), 1).equals(name()));
    }

    /// The key of the TXT set that holds the domain's SPF record.
    public RecordKey spf() {
        return new RecordKey(name(), Type.TXT);
    }

    /// Every record set that must be read to judge this domain.
    public Set<RecordKey> keys() {
        var keys = new TreeSet<RecordKey>();
        keys.add(mx());
        keys.add(spf());
        policyRecord.ifPresent(
                key -> {
                    keys.add(key);
                    keys.add(new RecordKey(key.name(), Type.CNAME));
                });
        for (Claim claim : claims) {
            keys.addAll(claim.keys());
            for (RecordKey key : claim.keys()) {
                if (claim.keys().size() > 1 && key.type() == Type.CNAME) {
                    COMMON_TYPES.forEach(type -> keys.add(new RecordKey(key.name(), type)));
                }
                // a CNAME that someone else put there would make our record vanish silently
                keys.add(new RecordKey(key.name(), Type.CNAME));
            }
        }
        return Collections.unmodifiableSet(keys);
    }
}
