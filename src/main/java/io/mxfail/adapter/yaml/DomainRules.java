package io.mxfail.adapter.yaml;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.plan.Claim;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// No two domains may claim the same record set, unless both keep it standing and want the same
/// in it. Serves the domains of one profile and those of all profiles of a folder alike.
final class DomainRules {
    private final Problems problems;
    private final Map<Key, Owner> owners = new HashMap<>();
    private final Set<List<Object>> said = new HashSet<>();

    DomainRules(Problems problems) {
        this.problems = problems;
    }

    /// What is claimed; A, AAAA and CNAME at a name are the same.
    private record Key(Name name, int type, Optional<TxtTag> tag) {
        static Key of(RecordKey key, Claim claim) {
            boolean address =
                    key.type() == Type.A || key.type() == Type.AAAA || key.type() == Type.CNAME;
            return new Key(key.name(), address ? Type.A : key.type(), claim.tag());
        }
    }

    /// Who claims it.
    private record Owner(Draft.DomainDraft domain, Claim claim, String who) {}

    void check(List<Draft.DomainDraft> domains) {
        check(domains, "", true);
    }

    /// @param profile for messages; empty within one profile
    /// @param report whether collisions of these domains are to be reported
    @SuppressWarnings("ReferenceEquality") // two profiles may make equal claims, and still collide
    void check(List<Draft.DomainDraft> domains, String profile, boolean report) {
        for (Draft.DomainDraft domain : domains) {
            for (Claim claim : domain.claims()) {
                for (RecordKey key : claim.keys()) {
                    var owner = new Owner(domain, claim, who(domain, profile));
                    Owner before = owners.putIfAbsent(Key.of(key, claim), owner);
                    if (before != null && before.claim() != claim && collide(before, owner)) {
                        if (report) {
                            report(key, before, owner);
                        }
                    }
                }
            }
        }
    }

    private static String who(Draft.DomainDraft domain, String profile) {
        String name = domain.domain().domain().name().toString(true);
        return profile.isEmpty() ? name : "the profile " + profile;
    }

    private static boolean collide(Owner one, Owner other) {
        return one.claim().switched()
                || other.claim().switched()
                || !content(one.claim()).equals(content(other.claim()));
    }

    private static Set<String> content(Claim claim) {
        var content = new HashSet<String>();
        claim.wishes()
                .values()
                .forEach(
                        wish ->
                                wish.values()
                                        .forEach(
                                                records ->
                                                        records.forEach(
                                                                r ->
                                                                        content.add(
                                                                                RecordRules.data(
                                                                                        r)))));
        return content;
    }

    private void report(RecordKey key, Owner before, Owner owner) {
        Place place = place(owner, key);
        if (said.add(List.of(place, before.who()))) {
            problems.error(
                    place,
                    key + " is claimed by " + before.who() + " too",
                    owner.claim().switched() || before.claim().switched()
                            ? "let one of them have it: two switches of one record set undo each"
                                    + " other"
                            : "write the same data in both, or let one of them have it");
        }
    }

    private static Place place(Owner owner, RecordKey key) {
        for (Entries site : owner.domain().sites()) {
            if (key.type() == Type.MX) {
                for (var entry : site.mx()) {
                    if (entry.value().getName().equals(key.name())) {
                        return entry.place();
                    }
                }
            }
            for (var entry : site.standalone()) {
                Record record = entry.value();
                if (record.getName().canonicalize().equals(key.name())
                        && owner.claim().keys().contains(RecordKey.of(record))) {
                    return entry.place();
                }
            }
        }
        return owner.domain().domain().place();
    }
}
