package io.mxfail.port;

import io.mxfail.core.mail.MtaStsFetched;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Fetches the MTA-STS policy of a domain as a sender would (RFC 8461, section 3.3): over HTTPS,
/// with a certificate for the policy host, without redirects. Safe for use by many threads.
@FunctionalInterface
public interface PolicyFetch {
    /// Fetches `https://HOST/.well-known/mta-sts.txt`; a failure is an answer too.
    MtaStsFetched fetch(Request request);

    /// Whom to ask.
    ///
    /// @param host the policy host, `mta-sts.` and the domain, without final dot
    /// @param targets where to connect, tried in turn
    /// @param caFile further trust anchors (PEM)
    /// @param timeout for everything together
    record Request(
            String host, List<InetSocketAddress> targets, Optional<Path> caFile, Duration timeout) {
        public Request {
            targets = List.copyOf(targets);
        }
    }
}
