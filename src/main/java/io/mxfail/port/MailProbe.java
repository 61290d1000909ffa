package io.mxfail.port;

import io.mxfail.core.probe.HostProbe;

/// Talks to a mail host as a sender would, up to `RCPT` and never further.
///
/// Every address is tried, whatever the others did. Nothing that a host does makes this throw or
/// last beyond the deadlines of the request: all of it is in the result.
@FunctionalInterface
public interface MailProbe {
    /// Probes one host; blocks until the result is complete.
    HostProbe probe(ProbeRequest request);
}
