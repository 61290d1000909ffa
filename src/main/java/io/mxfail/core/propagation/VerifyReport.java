package io.mxfail.core.propagation;

import io.mxfail.core.dns.ServerAddress;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a switch has come, domain by domain.
///
/// @param domains in the order of the plan or profile
/// @param unread domains of which nothing could be asked
/// @param open runs of the domains that stand half-way
public record VerifyReport(List<Domain> domains, List<Unread> unread, List<OpenRun> open) {
    public VerifyReport {
        domains = List.copyOf(domains);
        unread = List.copyOf(unread);
        open = List.copyOf(open);
    }

    /// No run of the domains stands half-way, or nobody asked.
    public VerifyReport(List<Domain> domains, List<Unread> unread) {
        this(domains, unread, List.of());
    }

    /// Every domain could be asked about.
    public VerifyReport(List<Domain> domains) {
        this(domains, List.of());
    }

    /// A domain whose zone or servers cannot be found, or whose servers are all silent while
    /// nobody said what they should answer.
    ///
    /// @param why one line for people
    public record Unread(Subject subject, String why) {}

    /// What is known of one domain.
    ///
    /// @param resolvers the panel; empty: none was asked
    /// @param cachesUntil when the last correct cache forgets the old data; empty: not known
    public record Domain(
            Subject subject,
            List<Authoritative> authoritative,
            List<Resolver> resolvers,
            Mail mail,
            Verdict verdict,
            Optional<Instant> cachesUntil) {
        public Domain {
            authoritative = List.copyOf(authoritative);
            resolvers = List.copyOf(resolvers);
        }
    }

    /// What was asked for.
    ///
    /// @param profile the profile's name
    /// @param expected the site that should be live; empty: whichever it is, but one of the
    /// profile's
    public record Subject(String profile, Name domain, String expected) {}

    /// One address of one authoritative server.
    ///
    /// @param name the server's name; empty where the profile names the address itself
    /// @param detail one line for people, without control characters; may be empty
    /// @param missing what it does not serve as wanted beside the sets that decide, such as
    ///   `example.test. TXT v=spf1`: a server with the new MX that lacks it is old
    public record Authoritative(
            ServerAddress server,
            Optional<Name> name,
            ServerState state,
            String detail,
            List<String> missing) {
        public Authoritative {
            missing = List.copyOf(missing);
        }

        /// One that lacks nothing beside the sets that decide, or was not asked about it.
        public Authoritative(
                ServerAddress server, Optional<Name> name, ServerState state, String detail) {
            this(server, name, state, detail, List.of());
        }
    }

    /// What an authoritative server answers.
    public enum ServerState {
        /// the target's data
        NEW,
        /// the data from before the switch, or some of it
        OLD,
        /// data that is neither
        OTHER,
        /// the target's data, with signatures that do not hold or none where resolvers want one:
        /// those that validate take it for forged (RFC 4035, section 5.5)
        UNSIGNED,
        /// no usable answer
        FAILED
    }

    /// One recursive resolver of the panel.
    ///
    /// @param server `ADDR[:PORT]`, an `https://` address, or `system`
    /// @param oldFor how long it may still rightly answer the old data; empty where it does
    ///   not
    /// @param detail one line for people, without control characters; may be empty
    public record Resolver(
            String server, ResolverState state, Optional<Duration> oldFor, String detail) {}

    /// What a resolver answers.
    public enum ResolverState {
        /// the target's data
        NEW,
        /// the old data, within its TTL
        OLD,
        /// the old data, although its TTL has run out
        STALE,
        /// no usable answer, or one that is neither
        FAILED
    }

    /// What became of mail through the new MX.
    ///
    /// @param detail one line for people, without control characters; may be empty
    /// @param canaries the messages that were to show it; empty: none are asked for
    public record Mail(Smtp smtp, Delivery delivery, String detail, List<CanaryReport> canaries) {
        public Mail {
            canaries = List.copyOf(canaries);
        }

        /// Without canaries of its own.
        public Mail(Smtp smtp, Delivery delivery, String detail) {
            this(smtp, delivery, detail, List.of());
        }

        /// Mail is sent back to its senders now.
        public boolean isRefused() {
            return smtp == Smtp.REJECTED || delivery == Delivery.FAILED;
        }

        /// Nothing was tried.
        public static final Mail NOT_TRIED = new Mail(Smtp.NOT_ASKED, Delivery.OFF, "");
    }

    /// What the new mail hosts say to a stranger, up to `RCPT`.
    public enum Smtp {
        /// a recipient of the domain is accepted
        ACCEPTED,
        /// refused with 5xx: senders return the mail
        REJECTED,
        /// 4xx or no connection: mail waits at its senders
        DEFERRED,
        /// the answer says nothing about strangers' mail
        UNKNOWN,
        /// nobody asked
        NOT_ASKED
    }

    /// What became of the canary message.
    public enum Delivery {
        /// it arrived
        ARRIVED,
        /// it is on its way
        PENDING,
        /// it was refused, or did not arrive in time
        FAILED,
        /// none is configured
        OFF
    }

    /// Whether a domain's mail has moved.
    public enum Verdict {
        /// every authoritative address is new and mail is accepted through the new MX
        VERIFIED,
        /// not yet, or not everything could be asked
        PENDING,
        /// it will not come by waiting
        FAILED
    }
}
