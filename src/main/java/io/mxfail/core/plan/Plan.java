package io.mxfail.core.plan;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// A switch as data: reviewable, and its own undo, since every change holds both sides.
///
/// @param profile the profile's name
/// @param to the site that shall carry the mail
/// @param mode why mail moves
/// @param accepted ids of findings the operator accepts, `ID` or `ID@domain`
/// @param domains one entry each, by name
public record Plan(
        String profile, String to, Mode mode, List<String> accepted, List<DomainPlan> domains) {
    public Plan {
        accepted = List.copyOf(new TreeSet<>(accepted));
        domains = domains.stream().sorted(Comparator.comparing(DomainPlan::domain)).toList();
    }

    /// The SHA-256 of what the plan does, in hexadecimal: two plans with one id do the same,
    /// in whatever order they were put together.
    public String id() {
        return PlanText.id(this);
    }

    /// How many sets or strings change.
    public int changes() {
        return domains.stream().mapToInt(domain -> domain.changes().size()).sum();
    }

    /// The same of which nothing is left to be written.
    public Plan withoutChanges() {
        return new Plan(
                profile,
                to,
                mode,
                accepted,
                domains.stream()
                        .map(
                                d ->
                                        new DomainPlan(
                                                d.domain(),
                                                d.zone(),
                                                d.from(),
                                                d.target(),
                                                List.of()))
                        .toList());
    }

    /// Whether there is nothing to do.
    public boolean isEmpty() {
        return changes() == 0;
    }
}
