package io.mxfail.core.probe;

/// How the attempt to connect to one address ended.
public enum Contact {
    CONNECTED,
    /// The host answered that nobody listens.
    REFUSED,
    /// No answer in time.
    TIMED_OUT,
    /// A router on the way answered that the host or its network cannot be reached.
    UNREACHABLE,
    /// This machine has no route to the address, as one without IPv6 has to every IPv6 address.
    NO_ROUTE_HERE,
    /// This machine could not even try: its own rules forbid it, or it is out of sockets.
    FAILED_HERE;

    /// The failure lies on this machine and so says nothing about the host.
    public boolean failedHere() {
        return this == NO_ROUTE_HERE || this == FAILED_HERE;
    }
}
