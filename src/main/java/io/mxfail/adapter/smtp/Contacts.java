package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.Contact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/// Tells a host that cannot be reached from a machine that cannot reach.
final class Contacts {
    private Contacts() {}

    /// What a failed connection means.
    static Contact of(IOException e, InetSocketAddress to) {
        return e instanceof SocketTimeoutException ? Contact.TIMED_OUT : of(e, hasRoute(to));
    }

    static Contact of(IOException e, boolean routeExists) {
        if (e instanceof SocketTimeoutException) {
            return Contact.TIMED_OUT;
        }
        if (e instanceof ConnectException) {
            return Contact.REFUSED;
        }
        if (!routeExists) {
            return Contact.NO_ROUTE_HERE;
        }
        // A router's "network unreachable" has no type of its own, only this word.
        return e instanceof NoRouteToHostException || says(e, "unreachable")
                ? Contact.UNREACHABLE
                : Contact.FAILED_HERE;
    }

    private static boolean says(IOException e, String word) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(word);
    }

    /// Asks the kernel, by naming a peer for a UDP socket: that looks up a route and sends
    /// nothing.
    private static boolean hasRoute(InetSocketAddress to) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to);
            return true;
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }
}
