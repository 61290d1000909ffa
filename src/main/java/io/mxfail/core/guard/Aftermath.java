package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MtaStsPolicy;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.TlsReporting;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.Variables;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a plan leaves to do or to expect once mail has moved: no fault of the plan, and
/// nothing that a record shows.
public final class Aftermath {
    private Aftermath() {}

    /// One line each, in the order in which it comes up; none where no mail moves.
    public static List<String> of(Situation situation) {
        Optional<String> to = situation.task().to();
        if (to.isEmpty()) {
            return List.of();
        }
        var lines = new LinkedHashSet<String>();
        leaving(situation, lines);
        moving(situation, to.get()).forEach(site -> left(situation, site, to.get(), lines));
        applications(situation, to.get()).ifPresent(lines::add);
        reports(situation, to.get()).ifPresent(lines::add);
        return List.copyOf(lines);
    }

    /// The sites whose MX records the plan replaces.
    private static Set<String> moving(Situation situation, String to) {
        return situation.domains().stream()
                .filter(domain -> isLeft(situation, domain, to))
                .map(DomainCase::from)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isLeft(Situation situation, DomainCase domain, String to) {
        return !domain.from().equals(to)
                && situation.task().profile().site(domain.from()).isPresent()
                && !domain.transition().oldMx().isZero();
    }

    /// Senders try about twice in the first hour and then every two to three hours (RFC 5321,
    /// section 4.5.4.1), so that what they hold comes within the next interval.
    private static void left(
            Situation situation, String site, String to, Collection<String> lines) {
        boolean home =
                situation.task().profile().sites().keySet().stream()
                        .findFirst()
                        .filter(to::equals)
                        .isPresent();
        boolean breach = situation.task().mode() == Mode.BREACH;
        if (isMailWaiting(situation, site)) {
            lines.add(
                    "expect a burst at "
                            + to
                            + " for about 3 h: waiting senders try every 2 to 3 h; keep "
                            + site
                            + " fenced, not deleted");
        }
        if (home && !breach) {
            lines.add(
                    "the way back: drain the queue of "
                            + site
                            + (isQueue(situation, site)
                                    ? ""
                                    : " and bring over what came into its mailboxes meanwhile"));
        }
    }

    /// A site that has no mailboxes to bring over.
    private static boolean isQueue(Situation situation, String site) {
        return situation
                .task()
                .profile()
                .site(site)
                .filter(left -> left.role().kind() == Site.Kind.QUEUE)
                .isPresent();
    }

    private static boolean isMailWaiting(Situation situation, String site) {
        return situation.probes().site(site).stream()
                .flatMap(report -> report.domains().stream())
                .anyMatch(
                        domain ->
                                domain.state() == SiteState.UNREACHABLE
                                        || domain.state() == SiteState.TEMPFAIL);
    }

    /// Programs keep connections and addresses beyond every TTL, and another relay wants another
    /// login.
    private static Optional<String> applications(Situation situation, String to) {
        Set<String> names =
                situation.task().profile().sites().values().stream()
                        .flatMap(site -> site.submission().stream())
                        .flatMap(
                                relay ->
                                        situation.domains().stream()
                                                .flatMap(d -> turned(d, relay).stream()))
                        .collect(Collectors.toCollection(TreeSet::new));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "applications that send through "
                                + Say.some(names)
                                + " want a restart, and the login of "
                                + to
                                + ": they keep old connections and addresses (a `post-switch` hook"
                                + " can do it)");
    }

    private static Optional<String> turned(DomainCase domain, Site.Submission relay) {
        DomainView view = domain.transition().view();
        Map<String, String> variables = view.domain().variablesIn(view.zone());
        String host = Variables.expand(relay.host(), variables);
        return domain.transition().turned().stream()
                .map(name -> name.toString(true))
                .filter(host::equalsIgnoreCase)
                .findFirst();
    }

    /// Senders make one report a day (RFC 8460, section 3), so that those of the day of the switch
    /// and of the next come one day later each.
    private static Optional<String> reports(Situation situation, String to) {
        var addresses = new TreeSet<String>();
        situation.domains().stream()
                .filter(domain -> isLeft(situation, domain, to))
                .forEach(
                        domain -> {
                            if (situation.names().dns().after().tlsReporting(domain.name())
                                    instanceof Published.Valid<TlsReporting>(TlsReporting says)) {
                                addresses.addAll(says.reports());
                            }
                        });
        LocalDate day = LocalDate.ofInstant(situation.task().now(), ZoneOffset.UTC);
        return addresses.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "read the TLS reports of "
                                + day.plusDays(1)
                                + " and "
                                + day.plusDays(2)
                                + " at "
                                + Say.some(addresses, 2).replaceAll("\\p{Cntrl}", "?"));
    }

    /// Records of MTA-STS that go although senders keep the policy: without the record they never
    /// look for another (RFC 8461, section 8.3).
    private static void leaving(Situation situation, Collection<String> lines) {
        for (DomainCase domain : situation.domains()) {
            Optional<MtaStsPolicy> policy = MtaStsPolicies.of(situation, domain.name());
            boolean harmless = policy.filter(p -> p.mode() == MtaStsPolicy.Mode.NONE).isPresent();
            if (domain.transition().dropsPolicy() && !harmless) {
                lines.add(
                        MailDns.policyRecord(domain.name()).toString(true)
                                + " goes, and senders keep its policy for "
                                + policy.map(
                                                p ->
                                                        "up to "
                                                                + Math.ceilDiv(
                                                                        p.maxAge().toSeconds(),
                                                                        3600)
                                                                + " h")
                                        .orElse("its `max_age`")
                                + ": first serve `mode: none` under a new id for so long");
            }
        }
    }
}
