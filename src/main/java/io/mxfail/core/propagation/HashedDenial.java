package io.mxfail.core.propagation;

import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Proofs by NSEC3: as with NSEC, but in the order of the names' hashes (RFC 5155, section 8).
final class HashedDenial {
    /// Above it validators treat the zone as unsigned (RFC 9276, section 3.2).
    private static final int MOST_ITERATIONS = 150;

    private static final int OPT_OUT = 1;
    private static final base32 TEXT = new base32(base32.Alphabet.BASE32HEX, false, false);

    private HashedDenial() {}

    /// Whether validators pass over it, as though the zone were not signed.
    static boolean isPassedOver(NSEC3Record set) {
        return set.getIterations() > MOST_ITERATIONS
                || set.getHashAlgorithm() != NSEC3Record.SHA1_DIGEST_ID;
    }

    static boolean proves(
            Denials.Kind kind, Name name, int type, Name zone, List<NSEC3Record> sets) {
        Optional<Encloser> closest = closest(name, zone, sets);
        return switch (kind) {
            case NO_DATA ->
                    sets.stream().anyMatch(set -> matches(set, name) && lacks(set, type))
                            || closest.flatMap(Encloser::wildcard)
                                    .filter(wild -> isLacking(sets, wild, type))
                                    .isPresent()
                            || closest.filter(Encloser::optedOut).isPresent();
            case NO_NAME ->
                    closest.flatMap(Encloser::wildcard)
                            .filter(wild -> sets.stream().anyMatch(set -> covers(set, wild)))
                            .isPresent();
            // the wildcard was found, and with it the closest name that exists
            case NO_NAME_OF_ITS_OWN -> sets.stream().anyMatch(set -> covers(set, name));
        };
    }

    /// The closest name above that exists.
    ///
    /// @param optedOut whether delegations without DS may lie between, so that validators take what
    ///   is said of names there as they take it from a zone that is not signed
    private record Encloser(Name name, boolean optedOut) {
        Optional<Name> wildcard() {
            try {
                return Optional.of(Name.concatenate(Name.fromConstantString("*"), name));
            } catch (NameTooLongException _) {
                return Optional.empty();
            }
        }
    }

    private static java.util.stream.Stream<Name> ancestors(Name name, Name zone) {
        return java.util.stream.Stream.iterate(
                name, at -> at.labels() > zone.labels(), at -> new Name(at, 1));
    }

    /// Proved by a match for it, and by a set that covers the name one label longer (RFC 5155,
    /// section 8.3).
    private static Optional<Encloser> closest(Name name, Name zone, List<NSEC3Record> sets) {
        return ancestors(name, zone)
                .filter(next -> isEncloser(sets, new Name(next, 1)))
                .findFirst()
                .flatMap(
                        next ->
                                sets.stream()
                                        .filter(set -> covers(set, next))
                                        .map(
                                                set ->
                                                        new Encloser(
                                                                new Name(next, 1),
                                                                (set.getFlags() & OPT_OUT) != 0))
                                        .findFirst());
    }

    /// What is below a delegation or a DNAME is not the zone's to deny.
    private static boolean isEncloser(List<NSEC3Record> sets, Name name) {
        return sets.stream()
                .anyMatch(
                        set ->
                                matches(set, name)
                                        && !set.hasType(Type.DNAME)
                                        && (!set.hasType(Type.NS) || set.hasType(Type.SOA)));
    }

    private static boolean isLacking(List<NSEC3Record> sets, Name name, int type) {
        return sets.stream().anyMatch(set -> matches(set, name) && lacks(set, type));
    }

    /// At a zone cut the parent's word counts for DS, and the child's for all else.
    private static boolean lacks(NSEC3Record set, int type) {
        boolean wrongSide =
                type == Type.DS
                        ? set.hasType(Type.SOA)
                        : set.hasType(Type.NS) && !set.hasType(Type.SOA);
        return !set.hasType(type) && !set.hasType(Type.CNAME) && !wrongSide;
    }

    private static boolean matches(NSEC3Record set, Name name) {
        return Arrays.equals(owner(set), hash(set, name));
    }

    private static boolean covers(NSEC3Record set, Name name) {
        byte[] owner = owner(set);
        byte[] hash = hash(set, name);
        boolean after = Arrays.compareUnsigned(owner, hash) < 0;
        boolean before = Arrays.compareUnsigned(hash, set.getNext()) < 0;
        boolean last = Arrays.compareUnsigned(set.getNext(), owner) <= 0;
        return last ? (after || before) && !Arrays.equals(owner, hash) : after && before;
    }

    /// What is no hash matches nothing.
    private static byte[] owner(NSEC3Record set) {
        byte[] hash = TEXT.fromString(set.getName().getLabelString(0));
        return hash == null ? new byte[0] : hash;
    }

    private static byte[] hash(NSEC3Record set, Name name) {
        try {
            return set.hashName(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
