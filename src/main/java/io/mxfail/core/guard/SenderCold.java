package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Acknowledgement;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.Variables;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Applications come to send through a site that sent nothing for a long time, as far as anybody
/// knows: receivers judge senders by what they know of them, and slow down or put away the sudden
/// mail of strangers.
final class SenderCold implements Rule {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    @Override
    public String id() {
        return "SENDER-COLD";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Optional<Site> to = situation.target();
        Optional<Site.Submission> relay = to.flatMap(Site::submission);
        if (relay.isEmpty()) {
            return List.of();
        }
        boolean moves =
                situation.domains().stream()
                        .filter(domain -> isElsewhere(situation, domain))
                        .anyMatch(domain -> moves(domain, relay.get()));
        if (!moves) {
            return List.of();
        }
        Duration idle = relay.get().sending().idleOrUsual();
        Optional<Instant> last = last(situation, to.get());
        return last.filter(at -> at.plus(idle).isAfter(situation.task().now())).isPresent()
                ? List.of()
                : List.of(finding(situation, to.get(), relay.get(), last));
    }

    /// Whether another site carries the mail now, so that this one rests, and something changes: a
    /// check of the site alone is no switch.
    private static boolean isElsewhere(Situation situation, DomainCase domain) {
        return !domain.transition().changes().isEmpty()
                && !situation.task().to().equals(Optional.of(domain.from()))
                && situation.task().profile().site(domain.from()).isPresent();
    }

    /// Whether applications send through the site from the switch on: the name that they use turns
    /// there, or the profile says how the site wants to be woken.
    private static boolean moves(DomainCase domain, Site.Submission relay) {
        DomainView view = domain.transition().view();
        Map<String, String> variables = view.domain().variablesIn(view.zone());
        String host = Variables.expand(relay.host(), variables);
        return relay.sending().maxHourly().isPresent()
                || relay.sending().idle().isPresent()
                || domain.transition().turned().stream()
                        .anyMatch(name -> name.toString(true).equalsIgnoreCase(host));
    }

    /// When the site sent last, as far as runs and operators tell.
    private static Optional<Instant> last(Situation situation, Site to) {
        return Stream.concat(
                        situation.domains().stream()
                                .flatMap(
                                        domain ->
                                                Optional.ofNullable(
                                                        domain.past().lastActive().get(to.name()))
                                                        .stream()),
                        situation
                                .task()
                                .acknowledged()
                                .last(situation.task().profile().name(), to.name(), Site.WARM_UP)
                                .map(Acknowledgement::at)
                                .stream())
                .max(Comparator.naturalOrder());
    }

    private Finding finding(
            Situation situation, Site to, Site.Submission relay, Optional<Instant> last) {
        String limit =
                relay.sending().maxHourly().isPresent()
                        ? "send at most "
                                + relay.sending().maxHourly().getAsInt()
                                + " messages an hour through "
                                + to.name()
                                + " at first"
                        : "send little through " + to.name() + " at first, and more every day";
        return new Say(
                        id(),
                        new Finding.Where(
                                situation.task().profile().name(),
                                Optional.empty(),
                                Optional.of(to.name()),
                                to.name()),
                        "docs/rules/SENDER-COLD.md")
                .warn(
                        "applications will send through "
                                + to.name()
                                + ", and "
                                + last.map(
                                                at ->
                                                        "nobody knows of mail through it since "
                                                                + DAY.format(at))
                                        .orElse("nobody knows that it ever sent")
                                + ": receivers slow down or put away sudden mail of strangers",
                        limit
                                + ", what matters before newsletters; in quiet times keep a trickle"
                                + " going and note it: `mxfail ack "
                                + to.name()
                                + "/"
                                + Site.WARM_UP
                                + " -p "
                                + situation.task().profile().name()
                                + "`"
                                + RelayLimits.of(situation, to, relay));
    }
}
