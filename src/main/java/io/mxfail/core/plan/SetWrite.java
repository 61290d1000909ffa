package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import java.util.Optional;

/// One record set to write, whole, with the content it must still have.
///
/// @param before what the write is based on; empty: the set must not exist
/// @param after what to leave there; empty: nothing
public record SetWrite(RecordKey key, Optional<ObservedSet> before, Optional<RecordSet> after) {
    public SetWrite {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("nothing to write at " + key);
        }
        if (before.filter(b -> !b.set().key().equals(key)).isPresent()
                || after.filter(a -> !a.key().equals(key)).isPresent()) {
            throw new IllegalArgumentException("content of another set at " + key);
        }
    }
}
