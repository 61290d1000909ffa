package io.mxfail.core.profile;

import io.mxfail.core.dns.ServerAddress;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a profile's hosts are probed and a switch is verified.
///
/// @param checks thresholds and samples
/// @param verify how long to wait, and canaries
/// @param dns which servers to ask
/// @param smtp how to reach mail hosts
public record Probing(Checks checks, Verify verify, Dns dns, Smtp smtp) {

    /// Whether a mail host must offer STARTTLS (RFC 3207).
    public enum StartTls {
        REQUIRED,
        WANTED,
        OFF
    }

    /// Thresholds and samples of the SMTP probe; recipient and sender texts may hold
    /// variables.
    ///
    /// @param recipients must be accepted
    /// @param helo the name given in EHLO
    /// @param mailFrom used once more where a server refuses the null sender
    /// @param limits times
    /// @param startTls whether TLS is demanded
    /// @param witnesses what tells our own trouble from theirs
    public record Checks(
            List<String> recipients,
            Optional<String> helo,
            Optional<String> mailFrom,
            Limits limits,
            StartTls startTls,
            Witnesses witnesses) {
        public Checks {
            recipients = List.copyOf(recipients);
        }
    }

    /// Times of the SMTP probe.
    ///
    /// @param step per step; the greeting may take three times as long, a session six times
    /// @param warn a session step slower than this is worth a warning
    /// @param crit and this is critical
    public record Limits(Duration step, Duration warn, Duration crit) {
        /// 10 s a step; slow from 1 s, critically slow from 5 s.
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /// What tells our own trouble from theirs.
    ///
    /// @param control a mail host known to be up, `HOST` or `HOST:PORT`
    /// @param blocklists DNSBL zones to ask
    public record Witnesses(Optional<String> control, List<String> blocklists) {
        public Witnesses {
            blocklists = List.copyOf(blocklists);
        }
    }

    /// How a switch is verified.
    ///
    /// @param timeout how long `verify` waits
    /// @param delivery a canary through the new MX
    /// @param outbound a canary through the active site's submission relay
    public record Verify(Duration timeout, Optional<Canary> delivery, Optional<Canary> outbound) {}

    /// A message sent to prove delivery, and the mailbox where it must turn up.
    ///
    /// @param mailbox that of all sites which have none of their own
    /// @param sites by name of the site: the mailbox of its own
    public record Canary(
            String to, Optional<String> from, Mailbox mailbox, Map<String, Mailbox> sites) {
        public Canary {
            sites = Map.copyOf(sites);
        }
    }

    /// A mailbox that is read by IMAP.
    ///
    /// @param imap its address, such as `imaps://user@host`
    /// @param password a secret reference
    public record Mailbox(String imap, Optional<String> password) {}

    /// Which DNS servers are asked.
    ///
    /// @param authoritative empty: every address of every server that the parent names
    /// @param resolvers the recursive panel: `ADDR[:PORT]` or an `https://` DoH address;
    ///   empty: no panel
    public record Dns(List<ServerAddress> authoritative, List<String> resolvers) {
        public Dns {
            authoritative = List.copyOf(authoritative);
            resolvers = List.copyOf(resolvers);
        }
    }

    /// How mail hosts are reached.
    ///
    /// @param port of SMTP between servers
    /// @param connectTo by host name in lower case without final dot: reach it there instead
    /// @param caFile extra trust anchors (PEM), as an absolute path
    public record Smtp(int port, Map<String, ServerAddress> connectTo, Optional<String> caFile) {
        public Smtp {
            connectTo = Map.copyOf(connectTo);
        }
    }
}
