package io.mxfail.core.plan;

import java.time.Duration;

/// How a provider can fail: what is atomic, and what happens to a write that is based on an
/// old read.
///
/// The exec protocol and the plan's JSON use the same words.
///
/// @param atomicity the largest unit that changes all or nothing
/// @param staleWrite what happens to a write that is based on an old read
/// @param minimumTtl the smallest TTL the service accepts
/// @param maximumChanges record sets in one request
public record Capabilities(
        Atomicity atomicity, StaleWrite staleWrite, Duration minimumTtl, int maximumChanges) {

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
