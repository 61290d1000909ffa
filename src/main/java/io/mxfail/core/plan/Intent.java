package io.mxfail.core.plan;

import io.mxfail.core.profile.Policies;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What a switch of one domain shall reach.
///
/// @param to the site that shall carry the mail
/// @param quarantined in a breach: the site that loses its authority
/// @param ttl TTLs to write
/// @param spf when a site's terms leave the record
/// @param foreignTerms SPF terms, as normalised text, that other profiles need and no shrink
///   removes
/// @param minimumTtl the smallest TTL that every provider accepts
public record Intent(
        String to,
        Optional<String> quarantined,
        Policies.Ttl ttl,
        Policies.Spf spf,
        Set<String> foreignTerms,
        Duration minimumTtl) {
    private static final Duration STEADY = Duration.ofHours(1);

    public Intent {
        foreignTerms = Set.copyOf(foreignTerms);
    }

    /// The TTL of the sets that a switch moves, in seconds.
    public long switchingTtl() {
        return atLeastMinimum(ttl.switching());
    }

    /// The TTL of sets that are new and stay, in seconds.
    public long steadyTtl() {
        return atLeastMinimum(ttl.steady().orElse(STEADY));
    }

    private long atLeastMinimum(Duration wanted) {
        return Math.max(wanted.toSeconds(), minimumTtl.toSeconds());
    }
}
