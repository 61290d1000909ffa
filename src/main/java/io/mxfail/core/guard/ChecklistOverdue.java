package io.mxfail.core.guard;

import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Acknowledgement;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// A checklist item of a site that should carry the mail was not done in its time: what no probe
/// can see, such as suppression lists, stands on somebody's word.
final class ChecklistOverdue implements Rule {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

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
                                + printable(open.item().text())
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
