package io.mxfail.core.guard;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which findings forbid a plan.
///
/// What is critical blocks: on the target site, on the resulting records and on the provider;
/// and so does not knowing whether the target takes the mail. What is wrong at the site being
/// left is why mail moves, and never holds it back.
public final class Blocking {
    /// Without a read there is no plan, whoever accepts that.
    private static final Set<String> UNREAD =
            Set.of("PROVIDER-AUTH", "PROVIDER-UNREACHABLE", "PROVIDER-ZONE");

    private Blocking() {}

    /// The findings that forbid a plan, worst first, without those that the operator accepted.
    ///
    /// @param to the site that shall carry the mail
    /// @param accepted `ID` or `ID@domain`
    public static List<Finding> of(
            Collection<Finding> findings, String to, Collection<String> accepted) {
        return findings.stream()
                .filter(finding -> blocks(finding, to))
                .filter(finding -> !isAccepted(finding, accepted))
                .sorted()
                .toList();
    }

    /// The findings that would forbid it and that the operator accepted, worst first.
    public static List<Finding> accepted(
            Collection<Finding> findings, String to, Collection<String> accepted) {
        return findings.stream()
                .filter(finding -> blocks(finding, to))
                .filter(finding -> isAccepted(finding, accepted))
                .sorted()
                .toList();
    }

    /// How to go on in spite of a blocking finding, as an option of the command; empty where
    /// nobody can accept it.
    public static Optional<String> override(Finding finding) {
        return acceptable(finding.id()) && !UNREAD.contains(finding.id())
                ? Optional.of("--accept " + finding.id() + " --reason TEXT")
                : Optional.empty();
    }

    /// Whether an operator may accept findings of that rule.
    public static boolean acceptable(String id) {
        return !JudgedPlan.NEVER_ACCEPTABLE.contains(id);
    }

    private static boolean isAccepted(Finding finding, Collection<String> accepted) {
        return acceptable(finding.id()) && finding.acceptedBy(accepted);
    }

    private static boolean blocks(Finding finding, String to) {
        boolean elsewhere = finding.where().site().filter(site -> !site.equals(to)).isPresent();
        if (elsewhere) {
            return false;
        }
        return switch (finding.severity()) {
            case CRIT -> true;
            case UNKNOWN -> finding.id().equals("TARGET-UNKNOWN");
            case WARN, OK -> false;
        };
    }
}
