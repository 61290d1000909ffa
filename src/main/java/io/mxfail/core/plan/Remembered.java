package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;

import java.time.Duration;
import java.util.Optional;

/// What caches may still hold of the time before an earlier write, beside what is served now.
///
/// A zone that was prepared ten minutes ago serves short TTLs and new SPF terms, and resolvers that
/// asked before that keep the old answers for as long as the old TTL said.
///
/// @param place the set, or the owned string of it
/// @param set what was served before that write; empty: it did not exist, and resolvers may
///   remember that (RFC 2308, section 5)
/// @param left how much longer correct caches may hold it; more than zero
public record Remembered(Change.Place place, Optional<RecordSet> set, Duration left) {}
