package io.mxfail.core.journal;

import io.mxfail.core.guard.Finding;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a changing command did, or why it did nothing.
///
/// @param run the run's id; empty where it ended before one began
/// @param plan the plan's id; empty where it ended before one was made
/// @param domains in the order of the plan
/// @param findings of the rules, worst first
/// @param note one line for people: what to do next; empty: nothing
public record RunReport(
        Optional<String> run,
        Optional<String> plan,
        RunOutcome outcome,
        List<Domain> domains,
        List<Finding> findings,
        Optional<String> note) {
    public RunReport {
        domains = List.copyOf(domains);
        findings = findings.stream().sorted().toList();
    }

    /// What became of one domain.
    ///
    /// @param times when its new data was everywhere
    /// @param error why it is not at its goal, one line; empty where it is
    public record Domain(
            String profile,
            Name domain,
            RunOutcome outcome,
            List<Provider> providers,
            Times times,
            Optional<String> error) {
        public Domain {
            providers = List.copyOf(providers);
        }
    }

    /// When a domain's new data was everywhere.
    ///
    /// @param authoritativeAt every authoritative server that answers had it; empty: not seen
    /// @param cachesUntil the last correct cache forgets the old data; empty: not known
    public record Times(Optional<Instant> authoritativeAt, Optional<Instant> cachesUntil) {
        /// Nothing was seen yet.
        public static final Times NONE = new Times(Optional.empty(), Optional.empty());
    }

    /// What became of a domain's changes at one provider.
    ///
    /// @param provider identity of the account or server
    /// @param receipt what the service gave to ask how far the write is; empty: nothing
    /// @param detail one line for people; empty: nothing to say
    public record Provider(
            String provider, Effect outcome, Optional<String> receipt, Optional<String> detail) {}

    /// What became of a write.
    public enum Effect {
        /// written
        APPLIED,
        /// everything was there already
        UNCHANGED,
        /// the zone was not what the write was based on; nothing was applied
        STALE,
        /// the service refused; nothing was applied
        REJECTED,
        /// some sets were written
        PARTIAL,
        /// no answer that tells
        UNKNOWN,
        /// no write left
        NOT_SENT
    }
}
