package io.mxfail.core.guard;

import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Acknowledgement;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.Variables;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A checklist item of a site that should carry the mail was not done in its time: what no probe
/// can see, such as suppression lists, stands on somebody's word.
final class ChecklistOverdue implements Rule {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    /// A site may serve a thousand domains.
    private static final int MOST_READINGS = 3;

    @Override
    public String id() {
        return "CHECKLIST-OVERDUE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Acknowledged known = situation.task().acknowledged();
        List<Acknowledged.Open> overdue =
                known.open(situation.task().profile()).stream()
                        .filter(open -> situation.candidates().contains(open.site()))
                        .filter(open -> open.overdue(situation.task().now()))
                        .toList();
        Optional<String> unread = known.unread();
        if (unread.isPresent() && !overdue.isEmpty()) {
            return List.of(
                    say(situation, Optional.empty(), "checklist")
                            .unknown(
                                    "nobody can say what of the checklists was done: "
                                            + unread.get(),
                                    "mend the notes, then acknowledge what was done with `mxfail"
                                            + " ack`"));
        }
        return overdue.stream().map(open -> finding(situation, open)).toList();
    }

    private Finding finding(Situation situation, Acknowledged.Open open) {
        return say(situation, Optional.of(open.site()), open.name())
                .warn(
                        "checklist of "
                                + open.site()
                                + ": \""
                                + printable(text(situation, open.item()))
                                + "\" "
                                + open.last().map(ChecklistOverdue::since).orElse("was never done")
                                + open.item()
                                        .every()
                                        .map(every -> " (every " + every.toDays() + " d)")
                                        .orElse(""),
                        "do it, then `mxfail ack "
                                + open.name()
                                + " -p "
                                + situation.task().profile().name()
                                + "`");
    }

    /// The item as it reads for the domains that are looked at; each reading once.
    private static String text(Situation situation, Site.ChecklistItem item) {
        List<String> readings =
                situation.domains().stream()
                        .map(domain -> domain.transition().view())
                        .map(view -> view.domain().variablesIn(view.zone()))
                        .map(variables -> Variables.expand(item.text(), variables))
                        .distinct()
                        .toList();
        if (readings.isEmpty()) {
            return item.text();
        }
        return readings.stream().limit(MOST_READINGS).collect(Collectors.joining("; "))
                + (readings.size() > MOST_READINGS
                        ? "; and for " + (readings.size() - MOST_READINGS) + " more domains"
                        : "");
    }

    private static String since(Acknowledgement last) {
        return "was done last on "
                + DAY.format(last.at())
                + " by "
                + printable(last.by())
                + last.reason().map(reason -> ": " + printable(reason)).orElse("");
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private Say say(Situation situation, Optional<String> site, String subject) {
        return new Say(
                id(),
                new Finding.Where(
                        situation.task().profile().name(), Optional.empty(), site, subject),
                "docs/rules/CHECKLIST-OVERDUE.md");
    }
}
