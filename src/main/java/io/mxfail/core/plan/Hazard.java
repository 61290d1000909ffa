package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;

/// What goes otherwise for some senders while caches still hold old answers after a switch.
///
/// Times count from the moment at which the last authoritative server has the new data.
///
/// @param id stable name, such as `OLD-MX-CACHED`
/// @param domain the domain concerned
/// @param who who is affected, for people
/// @param effect what happens to their mail
/// @param span for how long
/// @param sets which record sets bring it about
public record Hazard(
        String id, Name domain, String who, Effect effect, Duration span, List<RecordKey> sets) {
    public Hazard {
        sets = sets.stream().sorted().toList();
    }

    /// What happens to the mail of those affected.
    public enum Effect {
        /// it comes later
        DELAY,
        /// it is refused or bounced
        REJECT,
        /// it comes, with less protection
        DOWNGRADE
    }
}
