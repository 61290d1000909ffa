package io.mxfail.port;

import io.mxfail.core.probe.Recipient;
import io.mxfail.core.profile.Probing.StartTls;

import org.xbill.DNS.Name;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What to ask of which mail host.
///
/// @param host its name in the MX record
/// @param targets where to connect: every address it has, or where the profile's `connect-to`
/// sends us instead
/// @param recipients declared and invented ones, of all domains that this host serves; may be
/// empty (control host)
public record ProbeRequest(
        Name host,
        List<InetSocketAddress> targets,
        List<Recipient> recipients,
        Identity identity,
        Security security,
        Deadlines deadlines) {
    /// How the probe presents itself.
    ///
    /// @param helo name given in `EHLO`
    /// @param mailFrom sender to try once more where a host refuses the null sender
    public record Identity(String helo, Optional<String> mailFrom) {
        public Identity {
            if (!Recipient.isSpeakable(helo)
                    || !mailFrom.stream().allMatch(Recipient::isSpeakable)) {
                throw new IllegalArgumentException("not words that SMTP can carry");
            }
        }
    }

    /// How the connection is to be secured.
    ///
    /// @param expectedName the name that the certificate should carry; usually the host's
    /// @param anchorsPem further trust anchors beside those of the Java runtime, in PEM; may be
    /// empty
    public record Security(StartTls startTls, String expectedName, String anchorsPem) {}

    /// How long to wait: for one step, for the greeting, and for a whole connection.
    public record Deadlines(Duration step, Duration greeting, Duration session) {
        public Deadlines {
            if (!step.isPositive() || !greeting.isPositive() || !session.isPositive()) {
                throw new IllegalArgumentException("a deadline must lie ahead");
            }
        }

        /// The greeting may take three times as long as a step, a connection six times: with the
        /// contract's 10 s that is 30 s and 60 s.
        public static Deadlines of(Duration step) {
            return new Deadlines(step, step.multipliedBy(3), step.multipliedBy(6));
        }
    }

    public ProbeRequest {
        targets = List.copyOf(targets);
        if (targets.stream().anyMatch(InetSocketAddress::isUnresolved)) {
            throw new IllegalArgumentException("a target is an address, not a name: " + targets);
        }
        recipients = List.copyOf(recipients);
    }
}
