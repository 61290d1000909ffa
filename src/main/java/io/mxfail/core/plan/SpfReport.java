package io.mxfail.core.plan;

import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtAnswer;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.mail.SpfText;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.List;
import java.util.Optional;

/// What a domain's SPF record costs its receivers, now and after a switch.
///
/// @param before what is served
/// @param after what the plan leaves; where nothing is planned, the record with the terms of every
///   site
public record SpfReport(Name domain, State before, State after) {
    /// The record at one moment.
    ///
    /// @param records the SPF records; receivers read none where there are several
    /// @param cost of the one record that can be read
    /// @param octets of the answer that holds it, with all other TXT strings of the name; zero
    ///   where there is none
    public record State(List<String> records, Optional<SpfCost> cost, int octets) {
        /// Octets that fit a datagram without EDNS.
        public static final int LIMIT = TxtAnswer.PLAIN;

        public State {
            records = List.copyOf(records);
        }

        private static State of(Name domain, Optional<RecordSet> set, DnsAnswers answers) {
            List<String> records = SpfEnds.records(set);
            return new State(
                    records,
                    records.size() == 1 && SpfText.parse(records.getFirst()).isPresent()
                            ? Optional.of(SpfCost.of(domain, records.getFirst(), answers))
                            : Optional.empty(),
                    set.map(TxtAnswer::octets).orElse(0));
        }

        /// Whether the answer may be cut on its way to those who ask without EDNS.
        public boolean tooLong() {
            return !records.isEmpty() && octets > LIMIT;
        }
    }

    /// @param planned whether a switch is planned
    /// @param now DNS as it is
    /// @param then with the plan's after-state laid over it
    public static SpfReport of(
            Transition transition, boolean planned, DnsAnswers now, DnsAnswers then) {
        SpfEnds ends = SpfEnds.of(transition, planned);
        Name domain = transition.domain();
        return new SpfReport(
                domain, State.of(domain, ends.before(), now), State.of(domain, ends.after(), then));
    }

    /// Octets of an answer in which this text is all there is.
    public static int octets(Name domain, String text) {
        return TxtAnswer.octets(RecordSet.of(List.of((Record) TxtText.record(domain, 0, text))));
    }

    /// Whether there is a record at either end.
    public boolean exists() {
        return !before.records().isEmpty() || !after.records().isEmpty();
    }

    /// Whether the switch makes another record.
    public boolean changes() {
        return !before.records().equals(after.records());
    }

    /// How a finding calls the record that it is about.
    public String called(boolean planned) {
        return "the SPF record of "
                + domain
                + (!planned && changes() ? " with the terms of every site" : "");
    }
}
