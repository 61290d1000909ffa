package io.mxfail.core.plan;

import org.xbill.DNS.Name;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// In how many writes the changes of a zone travel.
///
/// One, where the provider changes a whole zone at once: every intermediate state that nobody sees
/// cannot go wrong. More only where the provider's unit is smaller, a limit would be exceeded, or
/// what mail moves to depends on an address in another zone of the run.
public final class Steps {
    private Steps() {}

    /// The writes of a zone, by the stage of the run at which each is made; a list that is empty is
    /// no write. All zones of a run pass a stage before any begins the next one.
    ///
    /// @param additions what is safe at any time, and all that needs no other zone
    /// @param moves what moves mail, where it waits for `additions`
    /// @param removals what goes after mail has moved
    public record Staged(List<Change> additions, List<Change> moves, List<Change> removals) {
        public Staged {
            additions = additions.stream().sorted().toList();
            moves = moves.stream().sorted().toList();
            removals = removals.stream().sorted().toList();
        }

        /// The stages in their order.
        public List<List<Change>> all() {
            return List.of(additions, moves, removals);
        }
    }

    /// The changes of each write of a zone that depends on no other, in order.
    public static List<List<Change>> of(List<Change> changes, Capabilities capabilities) {
        return (atOnce(changes, capabilities)
                        ? Stream.of(changes.stream().sorted().toList())
                        : byClass(changes, Set.of(), Set.of()).all().stream())
                .filter(step -> !step.isEmpty())
                .toList();
    }

    /// The writes of a zone among those of its run.
    public static Staged of(
            Name zone, List<Change> changes, Capabilities capabilities, Dependencies dependencies) {
        Set<Change> first = dependencies.owedBy(zone);
        Set<Change> last = new HashSet<>();
        dependencies.withdrawnAfter(zone).values().forEach(last::addAll);
        if (!atOnce(changes, capabilities) || !dependencies.neededBy(zone).isEmpty()) {
            return byClass(changes, first, last);
        }
        return new Staged(
                only(changes, c -> !last.contains(c)), List.of(), only(changes, last::contains));
    }

    private static boolean atOnce(List<Change> changes, Capabilities capabilities) {
        return capabilities.atomicity() == Capabilities.Atomicity.ZONE
                && changes.size() <= capabilities.maximumChanges();
    }

    private static Staged byClass(List<Change> changes, Set<Change> first, Set<Change> last) {
        Predicate<Change> early = c -> first.contains(c) || (!last.contains(c) && isEarly(c));
        Predicate<Change> late =
                early.negate().and(c -> last.contains(c) || c.kind() == ChangeClass.SUBTRACTIVE);
        return new Staged(
                only(changes, early), only(changes, early.or(late).negate()), only(changes, late));
    }

    /// Whether a change is written before mail moves, wherever there is more than one write.
    ///
    /// An SPF record that gains terms in a breach loses others in the same write: those whose
    /// authority ends do not wait for the move, and who takes over must not be without.
    public static boolean isEarly(Change change) {
        return change.kind() == ChangeClass.ADDITIVE || SpfPlanner.swapsTerms(change);
    }

    private static List<Change> only(List<Change> changes, Predicate<Change> which) {
        return changes.stream().filter(which).toList();
    }
}
