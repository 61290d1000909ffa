package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mixtures;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The moments of a plan at which somebody may judge mail: before it, in every mixture of old and
/// new answers that caches hold for a while, and after.
///
/// @param before what is served now
/// @param after with the plan's after-state laid over it
/// @param transitions of all domains of the plan: a mail host of one may be a name of another
public record Moments(MailDns before, MailDns after, List<Transition> transitions) {
    public Moments {
        transitions = List.copyOf(transitions);
    }

    /// The mixtures between the two ends.
    public Mixtures mixtures() {
        List<RecordSet> older =
                transitions.stream()
                        .flatMap(transition -> transition.remembered().stream())
                        .flatMap(old -> old.set().stream())
                        .toList();
        return Mixtures.of(before, after, older);
    }

    /// Whether nothing changes, so that all moments are one.
    public boolean areOne() {
        return transitions.stream()
                .allMatch(
                        transition ->
                                transition.changes().stream().allMatch(Change::ttlOnly)
                                        && transition.remembered().isEmpty());
    }

    /// What SPF says of an address that sends for a domain, at each moment; empty: the text is no
    /// IP address.
    public Optional<SenderSpf> spf(String sender, Name domain) {
        Optional<SpfVerdict> now = before.spf(sender, domain);
        Optional<SpfVerdict> then = after.spf(sender, domain);
        if (now.isEmpty() || then.isEmpty()) {
            return Optional.empty();
        }
        Mixtures.Met<SpfVerdict> met =
                areOne()
                        ? new Mixtures.Met<>(List.of(), true)
                        : mixtures().met(mixed -> mixed.spf(sender, domain).orElseThrow());
        List<Mixtures.Told<SpfVerdict>> between =
                met.told().stream().filter(told -> !told.old().isEmpty()).toList();
        return Optional.of(new SenderSpf(sender, now.get(), between, then.get(), met.all()));
    }

    /// How long receivers may be found that remember these sets all together; zero: nothing tells
    /// that anybody does.
    public Duration lasts(Collection<Mixtures.Old> together) {
        return together.stream()
                .map(this::held)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /// How long one of these mixtures may be met.
    public Duration lastOf(Collection<Mixtures.Told<SpfVerdict>> mixtures) {
        return mixtures.stream()
                .map(told -> lasts(told.old()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Duration held(Mixtures.Old old) {
        if (old.missing().isPresent()) {
            return old.missing().get();
        }
        // a set that an alias leads to, or led to, is remembered as long as the alias is
        return Stream.of(old.type(), Type.CNAME)
                .map(type -> new RecordKey(old.name(), type))
                .flatMap(key -> transitions.stream().map(transition -> transition.held(key)))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /// What SPF says of an address that sends for a domain.
    ///
    /// @param before what it says now
    /// @param between what receivers conclude that remember some sets, one for each mixture that
    ///   they can meet; none: no set changes on which it depends
    /// @param after what it says once the plan is carried out and caches have forgotten
    /// @param all whether no mixture was left out; false: there are more than [Mixtures#MOST]
    public record SenderSpf(
            String address,
            SpfVerdict before,
            List<Mixtures.Told<SpfVerdict>> between,
            SpfVerdict after,
            boolean all) {
        public SenderSpf {
            between = List.copyOf(between);
        }

        /// Where every mixture was looked at.
        public SenderSpf(
                String address,
                SpfVerdict before,
                List<Mixtures.Told<SpfVerdict>> between,
                SpfVerdict after) {
            this(address, before, between, after, true);
        }

        /// Whether a verdict is known to let nobody in: where DNS gives no answer, receivers try
        /// again.
        public static boolean isRefused(SpfVerdict verdict) {
            return verdict.result() != SpfResult.PASS && verdict.result() != SpfResult.TEMPERROR;
        }

        /// Whether it passes once the plan is carried out.
        public boolean passes() {
            return after.result() == SpfResult.PASS;
        }

        /// The mixture in which it fares worst, of those the one with the fewest sets that somebody
        /// remembers; empty: no set changes on which it depends.
        public Optional<Mixtures.Told<SpfVerdict>> worst() {
            return between.stream()
                    .max(
                            Comparator.<Mixtures.Told<SpfVerdict>>comparingInt(
                                            told -> badness(told.outcome().result()))
                                    .thenComparing(
                                            told -> told.old().size(), Comparator.reverseOrder()));
        }

        /// The worst mixture, where it does not pass there though it does in the end.
        public Optional<Mixtures.Told<SpfVerdict>> late() {
            return worst().filter(told -> passes() && isRefused(told.outcome()));
        }

        /// The mixtures in which it is refused.
        public List<Mixtures.Told<SpfVerdict>> refused() {
            return between.stream().filter(told -> isRefused(told.outcome())).toList();
        }

        private static int badness(SpfResult result) {
            return switch (result) {
                case PASS -> 0;
                case TEMPERROR -> 1;
                case NONE -> 2;
                case NEUTRAL -> 3;
                case SOFTFAIL -> 4;
                case PERMERROR -> 5;
                case FAIL -> 6;
            };
        }
    }

    /// Sets for people, as "the old TXT of example.test and the missing MX of example.test".
    public static String called(Set<Mixtures.Old> sets) {
        return String.join(
                " and ",
                sets.stream()
                        .map(
                                old ->
                                        (old.isMissing() ? "the missing " : "the old ")
                                                + Type.string(old.type())
                                                + " of "
                                                + old.name().toString(true))
                        .toList());
    }
}
