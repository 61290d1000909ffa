package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Type;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/// Whether a write leaves a CNAME beside other data (RFC 1034, section 3.6.2). Servers differ in
/// what they make of it: some refuse, some drop one of the two in silence.
public final class Coexistence {
    private Coexistence() {}

    /// What would stand side by side, in words; empty: nothing.
    ///
    /// @param live every set of the zone as it is
    public static Optional<String> clash(ZoneWrite write, Collection<RecordKey> live) {
        var left = new TreeSet<>(live);
        for (SetWrite set : write.sets()) {
            if (set.after().isPresent()) {
                left.add(set.key());
            } else {
                left.remove(set.key());
            }
        }
        for (SetWrite set : write.sets()) {
            Optional<RecordKey> other =
                    set.after().isEmpty()
                            ? Optional.empty()
                            : left.stream().filter(key -> excludes(set.key(), key)).findFirst();
            if (other.isPresent()) {
                return Optional.of(
                        "%s cannot be written beside %s: a CNAME stands alone at its name"
                                .formatted(set.key(), other.get()));
            }
        }
        return Optional.empty();
    }

    private static boolean excludes(RecordKey one, RecordKey other) {
        return one.name().equals(other.name())
                && one.type() != other.type()
                && (one.type() == Type.CNAME || other.type() == Type.CNAME);
    }
}
