package io.mxfail.core.propagation;

import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;

/// Proofs by NSEC: each names a name that exists, its types, and the next name in canonical order
/// (RFC 4035, section 5.4; RFC 6840, section 4).
final class NamedDenial {
    private NamedDenial() {}

    static boolean proves(Denials.Kind kind, Name name, int type, List<NSECRecord> sets) {
        return switch (kind) {
            case NO_DATA ->
                    sets.stream().anyMatch(set -> lacks(set, name, type) || isEmpty(set, name))
                            || covering(sets, name)
                                    .flatMap(set -> wildcard(set, name))
                                    .filter(
                                            wild ->
                                                    sets.stream()
                                                            .anyMatch(
                                                                    set -> lacks(set, wild, type)))
                                    .isPresent();
            case NO_NAME ->
                    covering(sets, name)
                            .filter(set -> !isEmpty(set, name))
                            .flatMap(set -> wildcard(set, name))
                            .filter(wild -> covering(sets, wild).isPresent())
                            .isPresent();
            case NO_NAME_OF_ITS_OWN -> covering(sets, name).isPresent();
        };
    }

    /// At a zone cut the parent's word counts for DS, and the child's for all else.
    private static boolean lacks(NSECRecord set, Name name, int type) {
        boolean wrongSide =
                type == Type.DS
                        ? set.hasType(Type.SOA) && !name.equals(Name.root)
                        : set.hasType(Type.NS) && !set.hasType(Type.SOA);
        return set.getName().equals(name)
                && !set.hasType(type)
                && !set.hasType(Type.CNAME)
                && !wrongSide;
    }

    /// Whether the name has nothing but names below it.
    private static boolean isEmpty(NSECRecord set, Name name) {
        return set.getName().compareTo(name) < 0
                && set.getNext().subdomain(name)
                && !set.getNext().equals(name);
    }

    private static Optional<NSECRecord> covering(List<NSECRecord> sets, Name name) {
        return sets.stream().filter(set -> covers(set, name)).findFirst();
    }

    /// The last name of a zone has its first as the next. What is below a delegation or a DNAME is
    /// not the zone's to deny.
    private static boolean covers(NSECRecord set, Name name) {
        Name owner = set.getName();
        boolean elsewhere =
                name.subdomain(owner)
                        && (set.hasType(Type.DNAME)
                                || set.hasType(Type.NS) && !set.hasType(Type.SOA));
        boolean last = set.getNext().compareTo(owner) <= 0;
        return !elsewhere
                && owner.compareTo(name) < 0
                && (last ? name.subdomain(set.getNext()) : name.compareTo(set.getNext()) < 0);
    }

    /// The wildcard that would answer for the name, were there one: right below the closest name
    /// that exists.
    private static Optional<Name> wildcard(NSECRecord set, Name name) {
        Name one = common(name, set.getName());
        Name other = common(name, set.getNext());
        try {
            return Optional.of(
                    Name.concatenate(
                            Name.fromConstantString("*"),
                            one.labels() > other.labels() ? one : other));
        } catch (NameTooLongException _) {
            return Optional.empty();
        }
    }

    private static Name common(Name name, Name other) {
        Name at = name;
        while (!other.subdomain(at)) {
            at = new Name(at, 1);
        }
        return at;
    }
}
