package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswers;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.stream.Stream;

/// What an SPF record asks of a receiver: the DNS lookups that a message from an address that
/// nothing in it matches makes it do, and what goes wrong on the way.
///
/// A receiver that needs more than ten lookups gives up with a permanent error, and so does one
/// that meets more than two answers without records, a `mx` of more than ten hosts, or an `include`
/// without a record (RFC 7208, sections 4.6.4 and 5.2).
///
/// @param lookups terms that need a lookup, with those of every include; counting ends well
///   above the limit
/// @param tree the terms that cost, in order
/// @param missing names of `include` and `redirect` that hold no SPF record
/// @param broken records that cannot be evaluated, with the reason
/// @param unknown names that DNS gave no answer for: the count may be too low
public record SpfCost(
        int lookups,
        List<Term> tree,
        List<String> missing,
        List<String> broken,
        List<String> unknown) {
    /// Lookups that a receiver does at most (RFC 7208, section 4.6.4).
    public static final int LIMIT = 10;

    /// Answers without records that a receiver puts up with (the same section).
    public static final int VOIDS = 2;

    /// Mail hosts of one `mx` whose addresses a receiver asks for (the same section).
    public static final int HOSTS = 10;

    public SpfCost {
        tree = List.copyOf(tree);
        missing = List.copyOf(missing);
        broken = List.copyOf(broken);
        unknown = List.copyOf(unknown);
    }

    /// One term that costs.
    ///
    /// @param depth how many includes it stands below
    /// @param text as written
    /// @param lookups its own, with those of all that it includes
    /// @param total lookups up to it, those of what it includes not yet counted
    /// @param asked what it makes a receiver ask
    public record Term(int depth, String text, int lookups, int total, Asked asked) {
        /// Whether it alone makes receivers give up.
        public boolean tooManyHosts() {
            return asked.hosts() > HOSTS;
        }
    }

    /// What a term that is no include makes a receiver ask.
    ///
    /// @param hosts mail hosts of a `mx`
    /// @param addresses of its hosts, or of its name
    /// @param voids questions that no record answers, such as `mx1.example.test A`
    public record Asked(int hosts, int addresses, List<String> voids) {
        /// Nothing, or nothing that can be known before there is a message.
        public static final Asked NOTHING = new Asked(0, 0, List.of());

        public Asked {
            voids = List.copyOf(voids);
        }
    }

    /// Counts what a domain's record asks.
    public static SpfCost of(Name domain, String text, DnsAnswers answers) {
        return new SpfWalk(answers).of(domain, text);
    }

    /// Whether a receiver would give up for the number of lookups.
    public boolean tooMany() {
        return lookups > LIMIT;
    }

    /// All questions that no record answers: those of clients by IPv4 or, where that is more and
    /// the record lets such clients in, by IPv6.
    public List<String> voids() {
        return tree.stream().flatMap(term -> term.asked().voids().stream()).toList();
    }

    /// The terms that alone make receivers give up, since they lead to too many mail hosts.
    public Stream<Term> crowded() {
        return tree.stream().filter(Term::tooManyHosts);
    }

    /// The tree as the terms were written, without more.
    public List<String> terms() {
        return tree.stream().map(Term::text).toList();
    }
}
