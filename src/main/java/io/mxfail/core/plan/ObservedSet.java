package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;

/// A live record set with the provider's own mark of this version.
///
/// @param set what is served
/// @param revision opaque: an etag, record ids or the exact former content, as the provider
///   gave it; empty where the data itself is the mark
public record ObservedSet(RecordSet set, String revision) {
    /// A set whose data is its own mark.
    public static ObservedSet of(RecordSet set) {
        return new ObservedSet(set, "");
    }
}
