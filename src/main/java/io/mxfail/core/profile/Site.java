package io.mxfail.core.profile;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// One host, or group of hosts, that can carry the mail of the profile's domains.
///
/// @param name the key under `sites`
/// @param role what kind of host it is
/// @param text its records as written, with variables
/// @param submission the relay that applications send through
/// @param checklist what no probe can see
public record Site(
        String name,
        Role role,
        Text text,
        Optional<Submission> submission,
        List<ChecklistItem> checklist) {
    public Site {
        checklist = List.copyOf(checklist);
    }

    /// Whether the site delivers mail or only stores it for another.
    public enum Kind {
        /// delivers into mailboxes
        MAILBOX,
        /// stores and forwards to another site
        QUEUE
    }

    /// When the site takes mail.
    public enum Accepts {
        /// at any time
        ALWAYS,
        /// answers 4xx while the active site is up
        WHEN_PRIMARY_DOWN
    }

    /// What kind of host the site is.
    ///
    /// @param forwardsTo the site that a queue delivers to
    /// @param staticRoute whether a queue delivers by a fixed route, not by MX
    public record Role(
            Kind kind, Accepts accepts, Optional<String> forwardsTo, boolean staticRoute) {
        /// A site that delivers into mailboxes and takes mail at any time.
        public static final Role MAILBOX =
                new Role(Kind.MAILBOX, Accepts.ALWAYS, Optional.empty(), false);
    }

    /// The record texts of a site, before variables are expanded.
    public record Text(
            List<String> mx,
            List<String> spf,
            List<String> senders,
            List<String> dkim,
            List<String> records) {
        public Text {
            mx = List.copyOf(mx);
            spf = List.copyOf(spf);
            senders = List.copyOf(senders);
            dkim = List.copyOf(dkim);
            records = List.copyOf(records);
        }
    }

    /// The relay that applications send through; texts may hold variables, the password is a
    /// secret reference such as `env:NAME`.
    ///
    /// @param from the author of what is sent
    /// @param sending what else is known of it
    public record Submission(
            String host,
            int port,
            Optional<String> user,
            Optional<String> password,
            String from,
            Sending sending) {
        /// A relay of which nothing else is known.
        public Submission(
                String host,
                int port,
                Optional<String> user,
                Optional<String> password,
                String from) {
            this(host, port, user, password, from, Sending.UNSAID);
        }
    }

    /// How mail leaves a relay.
    ///
    /// @param envelope the sender in the envelope, an address or its domain, where bounces go;
    ///   empty: not known
    /// @param maxHourly messages that it may send in an hour after a time of rest; empty: not said
    /// @param idle after how long without mail receivers take it for a stranger; empty: not said
    public record Sending(
            Optional<String> envelope, OptionalInt maxHourly, Optional<Duration> idle) {
        /// Nothing is known.
        public static final Sending UNSAID =
                new Sending(Optional.empty(), OptionalInt.empty(), Optional.empty());

        /// After how long without mail receivers take it for a stranger; services ask for a fresh
        /// start after 30 days.
        public Duration idleOrUsual() {
            return idle.orElse(Duration.ofDays(30));
        }

        /// One of which only the envelope is known.
        public static Sending by(String envelope) {
            return new Sending(Optional.of(envelope), OptionalInt.empty(), Optional.empty());
        }
    }

    /// The item that `mxfail ack SITE/warm-up` notes for every site with a `submission`, also where
    /// its checklist does not name it: that mail went through it.
    public static final String WARM_UP = "warm-up";

    /// A task that no probe can see done.
    ///
    /// @param id short name, for `mxfail ack SITE/ID`
    /// @param text what to check
    /// @param every how often, if it recurs
    public record ChecklistItem(String id, String text, Optional<Duration> every) {}

    /// The records this site wants for a domain that lies in a zone.
    ///
    /// @throws NotationException where a text does not expand to valid data; a profile that
    ///   was loaded has been expanded once, so that only `${zone}` can still surprise
    public SiteRecords expand(MailDomain domain, Name zone) {
        Map<String, String> values = domain.variablesIn(zone);
        return new SiteRecords(
                each(text.mx(), values, entry -> Notation.mx(entry, domain.name())),
                each(text.spf(), values, Notation::spf),
                each(text.senders(), values, sender -> sender),
                each(text.dkim(), values, entry -> Notation.record(entry, domain.name())),
                each(text.records(), values, entry -> Notation.record(entry, domain.name())));
    }

    private static <T> List<T> each(
            List<String> texts, Map<String, String> values, Function<String, T> read) {
        return texts.stream().map(text -> read.apply(Variables.expand(text, values))).toList();
    }
}
