package io.mxfail.core.mail;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is known of a service that sends or receives mail for others: the records that it wants,
/// how it is recognised by them, and what of them may change at a switch. Every fact names where
/// it was read.
///
/// @param service its name
/// @param records that lead to it
/// @param facts all others
/// @param envelope the sender in its envelopes, where nothing else was set up; empty: not known
public record EspKnowledge(
        String service, List<Wanted> records, List<Fact> facts, Optional<Envelope> envelope) {
    public EspKnowledge {
        records = List.copyOf(records);
        facts = List.copyOf(facts);
    }

    /// One whose envelopes are not known.
    public EspKnowledge(String service, List<Wanted> records, List<Fact> facts) {
        this(service, records, facts, Optional.empty());
    }

    /// The domain of a service's own that stands in its envelopes.
    ///
    /// @param domain such as `amazonses.com`; names below it count, too
    /// @param fact what it is good for
    public record Envelope(String domain, Fact fact) {}

    /// What a record is for.
    public enum Purpose {
        /// the addresses that may send
        SPF,
        /// a key that signs
        DKIM,
        /// the envelope sender, where bounces go
        BOUNCE,
        /// links and images of mail that was sent
        TRACKING,
        /// mail for the domain
        INBOUND
    }

    /// By what a record is recognised.
    public enum Kind {
        /// its target
        CNAME,
        /// its host
        MX,
        /// the domain that an SPF record includes
        SPF
    }

    /// A sentence, and where it was read.
    ///
    /// @param source a web address
    public record Fact(String says, String source) {}

    /// What must be kept in mind when a record changes.
    ///
    /// @param alone whether it must be the only one of its set
    /// @param moves whether it may lead elsewhere at a switch
    /// @param takes how long the service may need to find it; empty: not known
    /// @param takesSource where that was read
    public record Care(
            boolean alone, boolean moves, Optional<Duration> takes, String takesSource) {}

    /// A record that the service wants.
    ///
    /// @param value the hosts that it leads to
    /// @param fact what it is good for
    public record Wanted(Purpose purpose, Kind kind, HostPattern value, Care care, Fact fact) {
        /// Whether a record leads there.
        public boolean matches(Record record) {
            return switch (record) {
                case CNAMERecord cname -> kind == Kind.CNAME && value.matches(cname.getTarget());
                case MXRecord mx -> kind == Kind.MX && value.matches(mx.getTarget());
                default -> false;
            };
        }
    }

    /// Whether an SPF record that includes a domain lets the service send.
    public boolean sendsBy(Name included) {
        return records.stream()
                .anyMatch(wanted -> wanted.kind() == Kind.SPF && wanted.value().matches(included));
    }

    /// What the record is to the service; empty: nothing that is known.
    public Optional<Wanted> wanted(Record record) {
        return records.stream().filter(wanted -> wanted.matches(record)).findFirst();
    }
}
