package io.mxfail.view;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Waypoint;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The states on a plan's way for people: numbered, what is written, what mail does then, and what
/// it means to stop there.
final class PassageText {
    private PassageText() {}

    /// All zones; empty where nothing is written.
    static String of(Passage passage) {
        Map<Name, List<Waypoint>> zones = passage.byZone();
        if (zones.isEmpty()) {
            return "";
        }
        var text = new StringBuilder();
        if (zones.size() > 1) {
            text.append(Lines.of("  on the way  ", together(zones.values())));
        }
        boolean several = zones.size() > 1;
        text.append(
                new Alike<List<Waypoint>>(
                                waypoints -> waypoints.getFirst().place().zone(),
                                waypoints -> zone(waypoints, several))
                        .of(
                                zones.values().stream()
                                        .filter(waypoints -> !several || waypoints.size() > 1)
                                        .toList()));
        return text.toString();
    }

    /// What is seen of zones that are written side by side.
    static String together(Collection<List<Waypoint>> zones) {
        long whole = zones.stream().filter(waypoints -> waypoints.size() == 1).count();
        String each =
                whole == zones.size()
                        ? "; each zone is one write"
                        : whole == 0 ? "" : "; " + whole + " of them are one write each";
        return zones.size()
                + " zones are never written as one: in between some domains have moved and others"
                + " have not"
                + each;
    }

    private static String zone(List<Waypoint> waypoints, boolean named) {
        String lead = "  on the way  ";
        String in = named ? "zone " + waypoints.getFirst().place().zone() + ": " : "";
        if (waypoints.size() == 1) {
            return Lines.of(lead, in + atOnce());
        }
        var text = new StringBuilder();
        text.append(
                Lines.of(
                        lead,
                        in
                                + waypoints.size()
                                + " writes, one after the other; after each is seen:"));
        for (Waypoint waypoint : waypoints) {
            String number = String.format("  %3d  ", waypoint.place().number());
            text.append(Lines.of(number, Text.printable(what(waypoint, waypoints))));
            for (Waypoint.Sight sight : waypoint.domains()) {
                String whose = waypoint.domains().size() > 1 ? sight.domain() + ": " : "";
                text.append(Lines.of("       ", Text.printable(whose + sight.mail())));
                text.append(
                        Lines.of(
                                sight.safe() ? "       " : "     ! ",
                                Text.printable(sight.stop())));
            }
        }
        return text.toString();
    }

    static String atOnce() {
        return "one write; no state in between";
    }

    /// What is written.
    ///
    /// @param all waypoints of the zone: with several providers the place is named
    static String what(Waypoint waypoint, List<Waypoint> all) {
        String sets =
                String.join("; ", waypoint.sets().stream().map(PassageText::written).toList());
        boolean several =
                all.stream()
                        .anyMatch(w -> !w.place().provider().equals(waypoint.place().provider()));
        return several ? sets + " at " + waypoint.place().provider() : sets;
    }

    private static String written(Waypoint.Written written) {
        Optional<RecordSet> after = written.after();
        if (after.isEmpty()) {
            return written.key() + " removed";
        }
        if (written.before().filter(before -> before.sameData(after.get())).isPresent()) {
            return written.key() + " with ttl " + after.get().ttl();
        }
        // a set of texts is long, and what it says of senders follows in words
        return written.key().type() == Type.TXT
                ? written.key() + (written.before().isPresent() ? " replaced" : " added")
                : written.key() + " = " + String.join(", ", after.get().data());
    }
}
