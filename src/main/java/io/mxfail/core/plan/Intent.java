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
/// @param foreign what other profiles need of the SPF record
/// @param minimumTtl the smallest TTL that every provider accepts
public record Intent(
        String to,
        Optional<String> quarantined,
        Policies.Ttl ttl,
        Policies.Spf spf,
        Foreign foreign,
        Duration minimumTtl) {
    private static final Duration STEADY = Duration.ofHours(1);

    /// What is in the SPF record beside the sites' own terms, each as normalised text.
    ///
    /// @param terms those that other profiles need, and no shrink removes
    /// @param whole whether that is all of it; else nobody knows what may be removed
    /// @param revoked those that a breach takes as well, since the operator accepted each
    public record Foreign(Set<String> terms, boolean whole, Set<String> revoked) {
        public Foreign {
            terms = Set.copyOf(terms);
            revoked = Set.copyOf(revoked);
        }

        /// One of which nothing is taken.
        public Foreign(Set<String> terms, boolean whole) {
            this(terms, whole, Set.of());
        }

        boolean needs(String term) {
            return !whole || terms.contains(term);
        }
    }

    /// Where all that other profiles need is known.
    ///
    /// @param foreignTerms SPF terms, as normalised text
    public Intent(
            String to,
            Optional<String> quarantined,
            Policies.Ttl ttl,
            Policies.Spf spf,
            Set<String> foreignTerms,
            Duration minimumTtl) {
        this(to, quarantined, ttl, spf, new Foreign(foreignTerms, true), minimumTtl);
    }

    /// The same, where a breach takes these terms as well.
    ///
    /// @param terms as normalised text
    public Intent revoking(Set<String> terms) {
        return new Intent(
                to,
                quarantined,
                ttl,
                spf,
                new Foreign(foreign.terms(), foreign.whole(), terms),
                minimumTtl);
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
