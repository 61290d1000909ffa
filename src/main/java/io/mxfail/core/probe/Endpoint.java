package io.mxfail.core.probe;

/// Where a connection went: an IP address in its textual form, and a TCP port.
public record Endpoint(String address, int port) {
    /// `192.0.2.1:25` or `[2001:db8::1]:25`.
    @Override
    public String toString() {
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }
}
