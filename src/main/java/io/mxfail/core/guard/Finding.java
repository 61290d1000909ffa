package io.mxfail.core.guard;

import java.util.Comparator;
import java.util.Optional;

/// One thing that a rule has to say.
///
/// @param id the rule's stable, documented name, such as `TARGET-RCPT`
/// @param severity how bad it is
/// @param where what it is about
/// @param message what was found, one line, without control characters
/// @param fix what to do, with the exact record or command where there is one
/// @param reference where it is written, such as `RFC 5321, section 3.6.2`
public record Finding(
        String id, Severity severity, Where where, String message, String fix, String reference)
        implements Comparable<Finding> {
    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity)
                    .reversed()
                    .thenComparing(f -> f.where().domain().orElse(""))
                    .thenComparing(Finding::id)
                    .thenComparing(f -> f.where().site().orElse(""))
                    .thenComparing(f -> f.where().subject())
                    .thenComparing(Finding::message);

    /// How bad a finding is, from good to worst; a lack of knowledge is not good.
    public enum Severity {
        OK,
        UNKNOWN,
        WARN,
        CRIT
    }

    /// What a finding is about.
    ///
    /// @param profile the profile's name
    /// @param domain absolute, with final dot; empty where every domain is meant
    /// @param site empty where no site is meant
    /// @param subject the host, record or server
    public record Where(
            String profile, Optional<String> domain, Optional<String> site, String subject) {}

    /// Whether the operator accepted it, by `ID` or by `ID@domain` (with or without final
    /// dot).
    public boolean acceptedBy(java.util.Collection<String> accepted) {
        return accepted.contains(id)
                || where.domain()
                        .filter(
                                d ->
                                        accepted.contains(id + "@" + d)
                                                || accepted.contains(
                                                        id + "@" + d.substring(0, d.length() - 1)))
                        .isPresent();
    }

    @Override
    public int compareTo(Finding other) {
        return WORST_FIRST.compare(this, other);
    }
}
