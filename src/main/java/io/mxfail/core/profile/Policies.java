package io.mxfail.core.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rules by which a profile's records change.
///
/// @param ttl TTLs to write
/// @param spf when a site's terms leave
/// @param mtaSts who owns the id of `_mta-sts`
/// @param hooks programs around a switch
/// @param freeze when planned switches are refused
public record Policies(Ttl ttl, Spf spf, MtaSts mtaSts, Hooks hooks, List<Freeze> freeze) {
    public Policies {
        freeze = List.copyOf(freeze);
    }

    /// TTLs to write.
    ///
    /// @param steady what `settle` restores; empty: what was found
    /// @param switching what `prepare` and `switch` write
    public record Ttl(Optional<Duration> steady, Duration switching) {}

    /// When a site's SPF terms leave the record.
    public enum Spf {
        /// all sites stay authorised
        UNION,
        /// the target is added at the switch, the others are removed by `settle`
        ACTIVE
    }

    /// What mxfail does about MTA-STS (RFC 8461).
    public enum MtaSts {
        CHECK,
        /// mxfail owns the id of `_mta-sts`
        BUMP,
        OFF
    }

    /// Programs around a switch, each an argv; empty lists are not run.
    public record Hooks(
            List<String> preSwitch,
            List<String> fence,
            List<String> postSwitch,
            List<String> onPartial) {
        /// No programs.
        public static final Hooks NONE = new Hooks(List.of(), List.of(), List.of(), List.of());

        public Hooks {
            preSwitch = List.copyOf(preSwitch);
            fence = List.copyOf(fence);
            postSwitch = List.copyOf(postSwitch);
            onPartial = List.copyOf(onPartial);
        }
    }

    /// A time in which planned switches are refused; the end is not part of it.
    public record Freeze(Instant start, Instant end) {
        /// Whether the moment lies in it.
        public boolean contains(Instant moment) {
            return !moment.isBefore(start) && moment.isBefore(end);
        }
    }
}
