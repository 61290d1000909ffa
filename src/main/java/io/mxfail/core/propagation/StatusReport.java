package io.mxfail.core.propagation;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which site is active, read from live DNS, and what differs or is due.
///
/// @param domains in the order of the profiles
public record StatusReport(List<Domain> domains) {
    public StatusReport {
        domains = List.copyOf(domains);
    }

    /// One domain.
    ///
    /// @param drift owned sets and strings that are not as the active site wants them
    /// @param error why it could not be read, one line; empty: it was read
    public record Domain(
            Subject subject,
            Active active,
            Caches caches,
            List<Drift> drift,
            History history,
            Optional<String> error) {
        public Domain {
            drift = List.copyOf(drift);
        }
    }

    /// Which domain.
    ///
    /// @param profile the profile's name
    public record Subject(String profile, Name domain) {}

    /// Whose data is served.
    ///
    /// @param site its name, or `mixed` or `unknown`
    /// @param matched how many switched sets are that site's
    /// @param total how many switched sets it names
    /// @param silent the authoritative addresses that gave no usable answer, of which nobody can
    ///   say what they serve
    public record Active(String site, int matched, int total, List<Silent> silent) {
        public Active {
            silent = List.copyOf(silent);
        }
    }

    /// An authoritative address that gave no usable answer.
    ///
    /// @param why one line for people, without control characters
    public record Silent(ServerAddress server, String why) {
        /// The address with the reason.
        public String line() {
            return line(server.toString(), why);
        }

        /// Who was asked with the reason, which mostly begins with who was asked.
        public static String line(String asked, String why) {
            return why.contains(asked) ? why : asked + ": " + why;
        }
    }

    /// How long caches keep what they hold.
    ///
    /// @param ttl of the set that decides (the MX set); empty: not read, or there is none
    /// @param until when the last correct cache forgets the data from before the last switch;
    ///   empty: it did already, or nothing is known of a switch
    public record Caches(Optional<Duration> ttl, Optional<Instant> until) {}

    /// A difference; with a TXT string that is owned alone, only that string.
    ///
    /// @param expected record data in zone-file text; empty: should not exist
    /// @param found record data in zone-file text; empty: does not exist
    public record Drift(RecordKey key, List<String> expected, List<String> found) {
        public Drift {
            expected = List.copyOf(expected);
            found = List.copyOf(found);
        }
    }

    /// What the journal knows.
    ///
    /// @param lastRun the newest run that changed the domain, or is still open
    /// @param due tasks, soonest first, done ones left out
    public record History(Optional<String> lastRun, List<Due> due) {
        public History {
            due = List.copyOf(due);
        }

        /// Nothing is known.
        public static final History NONE = new History(Optional.empty(), List.of());
    }

    /// A task and when it may be done.
    ///
    /// @param task a stable word, such as `restore-ttl`
    /// @param command what to type then
    public record Due(String task, Instant at, String command) {}
}
