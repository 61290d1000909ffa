package io.mxfail.wire.dns;

import io.mxfail.core.dns.ServerAddress;

import java.io.IOException;
import java.net.SocketTimeoutException;

/// The words for exchanges that failed.
final class Failures {
    private Failures() {}

    static Exchange.NoReply timeout(ServerAddress server, boolean sent) {
        return new Exchange.NoReply(
                Exchange.Cause.TIMEOUT, sent, server + " did not answer in time");
    }

    static Exchange.NoReply interrupted(boolean sent) {
        return new Exchange.NoReply(Exchange.Cause.INTERRUPTED, sent, "interrupted");
    }

    /// @param protocol `UDP` or `TCP`
    static Exchange.NoReply unreachable(ServerAddress server, String protocol, IOException e) {
        return e instanceof SocketTimeoutException
                ? timeout(server, false)
                : new Exchange.NoReply(
                        Exchange.Cause.UNREACHABLE,
                        false,
                        server
                                + " cannot be reached over "
                                + protocol
                                + " ("
                                + e.getMessage()
                                + ")");
    }
}
