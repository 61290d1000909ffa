package io.mxfail.core.mail;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What is known of a service that sends or receives mail for others: the records that it wants,
/// how it is recognised by them, and what of them may change at a switch. Every fact names where
/// it was read.
///
/// @param service its name
/// @param records that lead to it
/// @param notes all other facts
/// @param envelope the sender in its envelopes, where nothing else was set up; empty: not known
/// @param gaps what could not be found out, in so many words
public record EspKnowledge(
        String service,
        List<Wanted> records,
        List<Note> notes,
        Optional<Envelope> envelope,
        List<Gap> gaps) {
    public EspKnowledge {
        records = List.copyOf(records);
        notes = List.copyOf(notes);
        gaps = List.copyOf(gaps);
    }

    /// One whose envelopes are not known.
    public EspKnowledge(String service, List<Wanted> records, List<Note> notes) {
        this(service, records, notes, Optional.empty(), List.of());
    }

    /// What there is to know of a service.
    public enum Topic {
        /// which records it wants
        RECORDS,
        /// how much it takes
        LIMITS,
        /// which names may lead elsewhere at a switch, and which must stay
        MOVES,
        /// how long it may need to find records
        VERIFICATION,
        /// what a pause or a change does to a sender's name
        REPUTATION
    }

    /// A fact that is no record's.
    ///
    /// @param most the limit that it states, where that can be held against a pace
    public record Note(Topic about, Fact fact, Optional<Most> most) {}

    /// So many messages in a time, and no more.
    ///
    /// @param through the hosts that it holds for; empty: whatever applications send through
    public record Most(int messages, Duration per, Optional<HostPattern> through) {
        public Most {
            if (messages < 1 || per.toSeconds() < 1) {
                throw new IllegalArgumentException(messages + " messages in " + per);
            }
        }

        /// Whether a pace that is kept up is too much.
        ///
        /// @param hourly messages an hour
        public boolean isLessThan(int hourly) {
            return messages * 3600L < hourly * per.toSeconds();
        }

        private boolean holdsFor(Name host) {
            return through.filter(pattern -> !pattern.matches(host)).isEmpty();
        }

        /// What may be sent in an hour if it is kept up, rounded down.
        public long hourly() {
            return messages * 3600L / per.toSeconds();
        }
    }

    /// Something that could not be found out.
    ///
    /// @param says what
    public record Gap(Topic about, String says) {}

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
        INBOUND,
        /// the host that applications send through
        RELAY
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
    /// @param read on which day
    public record Fact(String says, String source, LocalDate read) {}

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

        private boolean tellsOf(Topic topic) {
            return switch (topic) {
                case RECORDS -> purpose != Purpose.RELAY;
                case MOVES -> !care.moves();
                case VERIFICATION -> care.takes().isPresent();
                case LIMITS, REPUTATION -> false;
            };
        }
    }

    /// Whether applications that send through a host send through the service.
    public boolean relays(Name host) {
        return records.stream()
                .anyMatch(
                        wanted ->
                                wanted.purpose() == Purpose.RELAY && wanted.value().matches(host));
    }

    /// The limits that hold for applications which send through a host.
    public List<Note> limits(Name host) {
        return notes.stream()
                .filter(note -> note.most().filter(most -> most.holdsFor(host)).isPresent())
                .toList();
    }

    /// Whether anything is known of a topic, from whatever kind of fact.
    public boolean knows(Topic topic) {
        return notes.stream().anyMatch(note -> note.about() == topic)
                || records.stream().anyMatch(wanted -> wanted.tellsOf(topic));
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
