package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;

/// What the world sees after one atomic piece of a plan was written: a whole zone, one record set
/// or one record, whatever the provider changes at once.
///
/// @param sets what was written there
/// @param domains what it means for the mail of the domains it concerns
public record Waypoint(Place place, List<Written> sets, List<Sight> domains) {
    public Waypoint {
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("nothing is written at " + place);
        }
        sets = List.copyOf(sets);
        domains = List.copyOf(domains);
    }

    /// Where on the way it is.
    ///
    /// @param number counts from 1 in each zone
    /// @param stage no zone of a run begins one before all have passed the one before it
    public record Place(Name zone, String provider, int number, Stage stage) {}

    /// The parts of a run.
    public enum Stage {
        /// what is safe at any time, and all of a zone that is written at once
        ADDITIONS,
        /// what moves mail
        MOVES,
        /// what goes when mail has moved
        REMOVALS
    }

    /// A record set before and after; where single records are written, in between.
    public record Written(RecordKey key, Optional<RecordSet> before, Optional<RecordSet> after) {}

    /// A domain at this point, in sentences for an operator.
    ///
    /// @param route where senders are led
    /// @param safe whether the run may stop here without mail being lost or refused for that
    /// @param mail who receives, and whose senders pass SPF
    /// @param stop what it means if the run stops here
    public record Sight(Name domain, Route route, boolean safe, String mail, String stop) {}

    /// Where the MX leads senders.
    public enum Route {
        /// where it led before the plan
        FORMER,
        /// to neither the former nor the planned set of hosts
        BETWEEN,
        /// where the plan leads it
        PLANNED
    }

    /// Whether a run may stop here.
    public boolean safe() {
        return domains.stream().allMatch(Sight::safe);
    }
}
