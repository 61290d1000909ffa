package io.mxfail.port;

import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RelayAddress;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// Talks to a submission relay as an application would (RFC 6409), up to `AUTH` and never
/// further: no message and no sender is named.
///
/// Nothing that a relay does makes this throw or last beyond the deadlines. Credentials leave only
/// over a connection whose certificate holds for the name.
@FunctionalInterface
public interface SubmissionProbe {
    /// Probes every address of one relay at once; blocks until the result is complete.
    List<RelayAddress> probe(Request request);

    /// What to ask of which relay.
    ///
    /// @param name as applications use it: the name that its certificate must be for
    /// @param targets where that name leads
    /// @param implicitTls whether TLS begins with the first byte (RFC 8314, section 3.3)
    /// @param credentials what to log in with; empty: do not
    /// @param trust how the probe presents itself and whom it believes
    /// @param deadlines as those of mail hosts
    record Request(
            String name,
            List<InetSocketAddress> targets,
            boolean implicitTls,
            Optional<Credentials> credentials,
            Trust trust,
            ProbeRequest.Deadlines deadlines) {
        public Request {
            targets = List.copyOf(targets);
            if (targets.stream().anyMatch(InetSocketAddress::isUnresolved)) {
                throw new IllegalArgumentException(
                        "a target is an address, not a name: " + targets);
            }
        }
    }

    /// How the probe presents itself, and whom it believes.
    ///
    /// @param helo the name given in `EHLO`
    /// @param anchorsPem further trust anchors beside those of the Java runtime; may be empty
    record Trust(String helo, String anchorsPem) {
        public Trust {
            if (!Recipient.isSpeakable(helo)) {
                throw new IllegalArgumentException("not a word that SMTP can carry");
            }
        }
    }
}
