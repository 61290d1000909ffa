package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import java.time.Duration;
import java.util.Set;

/// How a provider can fail: what is atomic, and what happens to a write that is based on an
/// old read.
///
/// The exec protocol and the plan's JSON use the same words.
///
/// @param atomicity the largest unit that changes all or nothing
/// @param staleWrite what happens to a write that is based on an old read
/// @param minimumTtl the smallest TTL the service accepts
/// @param maximumChanges record sets in one request
/// @param types of record sets that it can hold, as dnsjava numbers them; empty: all
/// @param limits what it does not take of these
public record Capabilities(
        Atomicity atomicity,
        StaleWrite staleWrite,
        Duration minimumTtl,
        int maximumChanges,
        Set<Integer> types,
        Limits limits) {
    public Capabilities {
        types = Set.copyOf(types);
    }

    /// Of a service that takes whatever DNS allows in its types.
    public Capabilities(
            Atomicity atomicity,
            StaleWrite staleWrite,
            Duration minimumTtl,
            int maximumChanges,
            Set<Integer> types) {
        this(atomicity, staleWrite, minimumTtl, maximumChanges, types, Limits.NONE);
    }

    /// Of a service that holds all types.
    public Capabilities(
            Atomicity atomicity, StaleWrite staleWrite, Duration minimumTtl, int maximumChanges) {
        this(atomicity, staleWrite, minimumTtl, maximumChanges, Set.of());
    }

    /// Whether such a set can be there at all.
    public boolean takes(RecordKey key) {
        return types.isEmpty() || types.contains(key.type());
    }

    /// The largest unit that changes all or nothing.
    public enum Atomicity {
        /// several record sets of one zone in one request
        ZONE,
        /// one record set
        RRSET,
        /// one record
        RECORD
    }

    /// What happens to a write that is based on an old read.
    public enum StaleWrite {
        /// the service compares and refuses
        REFUSED_BY_SERVICE,
        /// the adapter reads once more right before; a small window stays
        DETECTED_BY_REREAD,
        /// the last writer wins
        UNDETECTED
    }
}
