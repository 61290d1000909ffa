package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The smallest thing that a profile owns as a whole, with what each site wants there.
///
/// Usually one record set, or one string of a TXT set. A, AAAA and CNAME at a name are one
/// claim, since they answer the same question; and where one site wants a CNAME and another
/// wants other types at the same name, all of these are one, since a CNAME stands alone (RFC
/// 1034, section 3.6.2).
///
/// @param keys every record set that the claim covers
/// @param tag where one string of a TXT set is owned: which
/// @param wishes what each site that names it wants, by site, in the profile's order
public record Claim(
        Set<RecordKey> keys,
        Optional<TxtTag> tag,
        Map<String, Map<RecordKey, List<Record>>> wishes) {
    /// Types that may hold an address of a name.
    static final Set<Integer> ADDRESS = Set.of(Type.A, Type.AAAA, Type.CNAME);

    public Claim {
        keys = Collections.unmodifiableSet(new TreeSet<>(keys));
        wishes = Collections.unmodifiableMap(new LinkedHashMap<>(wishes));
    }

    /// Whether two or more sites name it: the active site's content replaces the other's.
    /// Otherwise it is standing: published whichever site is active.
    public boolean switched() {
        return wishes.size() > 1;
    }

    /// What a site wants, by record set; empty where it does not name the claim.
    public Map<RecordKey, List<Record>> wish(String site) {
        return wishes.getOrDefault(site, Map.of());
    }

    /// Where the claim's content stands: each of its record sets, and of a TXT set each owned
    /// string, since its neighbours are someone else's.
    public List<Change.Place> places() {
        var places = new ArrayList<Change.Place>();
        for (RecordKey key : keys) {
            if (tag.isPresent() || key.type() != Type.TXT) {
                places.add(new Change.Place(key, tag));
                continue;
            }
            List<List<Record>> wanted =
                    wishes.values().stream()
                            .map(wish -> wish.getOrDefault(key, List.of()))
                            .toList();
            tags(wanted).forEach(own -> places.add(new Change.Place(key, Optional.of(own))));
        }
        return List.copyOf(places);
    }

    /// What a site that wishes `wish` wants at one of the places; empty: nothing.
    public static List<Record> at(Change.Place place, Map<RecordKey, List<Record>> wish) {
        return wish.getOrDefault(place.key(), List.of()).stream()
                .filter(record -> carries(record, place.tag()))
                .toList();
    }

    /// The claims of a profile's sites on one domain, in canonical order; SPF is not among
    /// them, since it is owned term by term.
    public static List<Claim> of(Map<String, SiteRecords> sites) {
        var byName = new TreeMap<Name, Map<String, List<Record>>>();
        sites.forEach(
                (site, records) -> {
                    for (Record record : records.all()) {
                        byName.computeIfAbsent(
                                        record.getName().canonicalize(), _ -> new LinkedHashMap<>())
                                .computeIfAbsent(site, _ -> new ArrayList<>())
                                .add(record);
                    }
                });
        var claims = new ArrayList<Claim>();
        byName.forEach((name, bySite) -> claims.addAll(at(name, bySite)));
        return List.copyOf(claims);
    }

    private static List<Claim> at(Name name, Map<String, List<Record>> bySite) {
        var types = new TreeSet<Integer>();
        bySite.values().forEach(records -> records.forEach(r -> types.add(r.getType())));
        var claims = new ArrayList<Claim>();
        Set<Integer> together = together(types);
        if (!together.isEmpty()) {
            claims.add(claim(name, together, Optional.empty(), bySite));
        }
        for (int type : types) {
            if (together.contains(type)) {
                continue;
            }
            if (type == Type.TXT) {
                for (TxtTag tag : tags(bySite.values())) {
                    claims.add(claim(name, Set.of(type), Optional.of(tag), bySite));
                }
            } else {
                claims.add(claim(name, Set.of(type), Optional.empty(), bySite));
            }
        }
        return claims;
    }

    private static Set<Integer> together(Set<Integer> types) {
        if (Collections.disjoint(types, ADDRESS)) {
            return Set.of();
        }
        var together = new TreeSet<>(ADDRESS);
        if (types.contains(Type.CNAME)) {
            together.addAll(types);
        }
        return together;
    }

    private static Claim claim(
            Name name, Set<Integer> types, Optional<TxtTag> tag, Map<String, List<Record>> bySite) {
        var keys = new TreeSet<RecordKey>();
        types.forEach(type -> keys.add(new RecordKey(name, type)));
        var wishes = new LinkedHashMap<String, Map<RecordKey, List<Record>>>();
        bySite.forEach(
                (site, records) -> {
                    var wish = new TreeMap<RecordKey, List<Record>>();
                    for (Record record : records) {
                        if (types.contains(record.getType()) && carries(record, tag)) {
                            wish.computeIfAbsent(RecordKey.of(record), _ -> new ArrayList<>())
                                    .add(record);
                        }
                    }
                    if (!wish.isEmpty()) {
                        wishes.put(site, wish);
                    }
                });
        return new Claim(keys, tag, wishes);
    }

    private static boolean carries(Record record, Optional<TxtTag> tag) {
        return tag.isEmpty()
                || (record instanceof TXTRecord txt && TxtTag.of(txt).equals(tag.get()));
    }

    private static Collection<TxtTag> tags(Collection<List<Record>> all) {
        var tags = new TreeMap<String, TxtTag>();
        for (List<Record> records : all) {
            for (Record record : records) {
                if (record instanceof TXTRecord txt) {
                    TxtTag tag = TxtTag.of(txt);
                    tags.put(tag.text(), tag);
                }
            }
        }
        return tags.values();
    }
}
