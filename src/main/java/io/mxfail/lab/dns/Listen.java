package io.mxfail.lab.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where an authoritative server is to listen, and as what.
///
/// @param refusesUpdates whether it refuses updates, as a secondary does that forwards none
public record Listen(InetSocketAddress address, boolean refusesUpdates) {
    /// A primary on a free port of 127.0.0.1.
    public static Listen primary() {
        return new Listen(loopback(0), false);
    }

    /// A secondary on a free port of 127.0.0.1.
    public static Listen secondary() {
        return new Listen(loopback(0), true);
    }

    /// The same on a given port of 127.0.0.1.
    public Listen port(int port) {
        return new Listen(loopback(port), refusesUpdates);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}
