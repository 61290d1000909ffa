package io.mxfail.core.propagation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of one message that was sent to see it arrive.
///
/// @param to where it was sent
/// @param detail one line for people, without control characters; may be empty
/// @param handed who took it; empty: nobody so far
/// @param arrived how it came; empty: it was not seen where it should be
/// @param place at which site, where sites have mailboxes of their own
public record CanaryReport(
        Way way,
        String to,
        VerifyReport.Delivery state,
        String detail,
        Optional<Handed> handed,
        Optional<Arrived> arrived,
        Optional<Place> place) {
    /// One of a profile whose sites share a mailbox.
    public CanaryReport(
            Way way,
            String to,
            VerifyReport.Delivery state,
            String detail,
            Optional<Handed> handed,
            Optional<Arrived> arrived) {
        this(way, to, state, detail, handed, arrived, Optional.empty());
    }

    public CanaryReport {
        if (arrived.isPresent() != (state == VerifyReport.Delivery.ARRIVED)) {
            throw new IllegalArgumentException("arrived is what was seen, and nothing else");
        }
    }

    /// Which way it went.
    public enum Way {
        /// from a stranger through the domain's MX
        INBOUND,
        /// through the site's submission relay to a mailbox elsewhere
        OUTBOUND
    }

    /// The sites whose mailboxes count.
    ///
    /// @param expected the site that should have it; empty: nobody can tell
    /// @param found the one whose mailbox it was seen in, or several that share it; empty: none
    public record Place(String expected, Optional<String> found) {
        /// The site where it came though another one should have it.
        public Optional<String> stray() {
            return found.filter(site -> !expected.isEmpty() && !site.equals(expected));
        }
    }

    /// The host that took it.
    ///
    /// @param host its name
    /// @param tls such as `TLSv1.3`; empty: in the clear
    /// @param answer its reply, one line
    public record Handed(String host, String tls, String answer) {}

    /// How it came, by the words of the hosts on its way.
    ///
    /// @param after from the moment it was handed over until it was seen; looks have pauses
    ///   between them
    /// @param path each host with the protocol it took the message by, in the order of travel
    /// @param verdicts `spf`, `dkim` and `dmarc` as the receiving host found them; absent where
    ///   it does not say
    /// @param junk the folder for junk that it came into; empty: it came to where people read
    public record Arrived(
            Duration after,
            List<String> path,
            Map<String, String> verdicts,
            Optional<String> junk) {
        /// To where people read.
        public Arrived(Duration after, List<String> path, Map<String, String> verdicts) {
            this(after, path, verdicts, Optional.empty());
        }

        public Arrived {
            path = List.copyOf(path);
            verdicts = Map.copyOf(verdicts);
        }
    }

    /// The state of a domain's delivery: the worst of its canaries; none were asked for: off.
    public static VerifyReport.Delivery delivery(List<CanaryReport> canaries) {
        for (VerifyReport.Delivery state :
                List.of(VerifyReport.Delivery.FAILED, VerifyReport.Delivery.PENDING)) {
            if (canaries.stream().anyMatch(c -> c.state() == state)) {
                return state;
            }
        }
        return canaries.isEmpty() ? VerifyReport.Delivery.OFF : VerifyReport.Delivery.ARRIVED;
    }
}
