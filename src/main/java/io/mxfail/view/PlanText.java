package io.mxfail.view;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.guard.Blocking;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Hazard;
import io.mxfail.core.probe.SiteReport;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A plan for people: what changes, what speaks against it, what goes otherwise meanwhile.
public final class PlanText {
    private PlanText() {}

    /// The plan, with the state of the sites that were probed.
    public static String of(JudgedPlan judged, Map<String, SiteReport> sites) {
        return of(judged, sites, false);
    }

    /// The plan, with the state of the sites that were probed.
    ///
    /// @param verbose whether what is well is shown whole, too
    public static String of(JudgedPlan judged, Map<String, SiteReport> sites, boolean verbose) {
        var text = new StringBuilder();
        text.append(
                String.format(
                        "Plan %s  profile %s  to %s  mode %s%n",
                        judged.plan().id().substring(0, 12),
                        judged.plan().profile(),
                        judged.plan().to(),
                        word(judged.plan().mode())));
        sites.forEach(
                (name, report) ->
                        text.append(
                                String.format(
                                        "  site %-10s %s%n",
                                        name, report.state().label().toUpperCase(Locale.ROOT))));
        text.append(
                new Alike<DomainPlan>(
                                DomainPlan::domain, domain -> domain(domain, judged.plan().to()))
                        .of(judged.plan().domains()));
        text.append(PassageText.of(judged.passage()));
        text.append(new SpfLines(verbose, true).of(judged.spf()));
        for (String advice : judged.advice()) {
            text.append(Lines.of("  advice  ", Text.bothForms(advice)));
        }
        text.append(new Alike<Hazard>(Hazard::domain, PlanText::hazard).of(judged.hazards()));
        findings(text, judged);
        return text.toString();
    }

    private static String manner(Capabilities.Atomicity atomicity) {
        return switch (atomicity) {
            case ZONE -> "all at once";
            case RRSET -> "set by set";
            case RECORD -> "record by record";
        };
    }

    private static String domain(DomainPlan domain, String to) {
        var text = new StringBuilder();
        text.append("\n");
        text.append(
                Lines.of(
                        Text.domain(domain.domain()) + "  ",
                        domain.from()
                                + (to.isEmpty() || to.equals(domain.from()) ? "" : " -> " + to)
                                + ": "
                                + (domain.changes().isEmpty()
                                        ? "as wanted, nothing to change"
                                        : domain.changes().size()
                                                + (domain.changes().size() == 1
                                                        ? " change"
                                                        : " changes")
                                                + " in zone "
                                                + domain.zone()
                                                + ", "
                                                + manner(domain.target().atomicity())),
                        4));
        domain.changes().forEach(change -> change(text, change));
        return text.toString();
    }

    private static void change(StringBuilder text, Change change) {
        text.append(String.format("  %-12s %s%n", word(change.kind()), change.key()));
        side(text, "-", change.before());
        side(text, "+", change.after());
    }

    private static void side(StringBuilder text, String sign, Optional<RecordSet> set) {
        set.ifPresent(
                s ->
                        s.data()
                                .forEach(
                                        data ->
                                                text.append(
                                                        String.format(
                                                                "    %s %s  (ttl %d)%n",
                                                                sign,
                                                                Text.printable(data),
                                                                s.ttl()))));
    }

    private static String hazard(Hazard hazard) {
        return Lines.of("  hazard  ", hazard.id() + ": " + Text.bothForms(sentence(hazard)));
    }

    /// Whom it meets, what happens to their mail, and for how long.
    static String sentence(Hazard hazard) {
        String span =
                hazard.span().isZero()
                        ? ""
                        : ", up to " + Text.span(hazard.span()) + " after the switch";
        return hazard.who() + " (" + word(hazard.effect()) + span + ")";
    }

    private static void findings(StringBuilder text, JudgedPlan judged) {
        for (Finding finding : judged.findings()) {
            boolean blocks = judged.blockers().contains(finding);
            if (finding.severity() == Finding.Severity.OK) {
                continue;
            }
            text.append(Text.finding(finding, blocks));
            if (blocks) {
                text.append(
                        Lines.of(
                                "          override: ",
                                Blocking.override(finding)
                                        .orElse("none; this cannot be accepted")));
            }
        }
        if (judged.blocked()) {
            text.append(
                    "BLOCKED by "
                            + judged.blockers().size()
                            + (judged.blockers().size() == 1 ? " finding\n" : " findings\n"));
        }
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
