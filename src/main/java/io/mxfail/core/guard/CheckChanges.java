package io.mxfail.core.guard;

import io.mxfail.core.probe.SiteState;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What differs between two checks of the same sites.
///
/// A finding is the same as long as its rule, its severity and what it is about are: the words
/// and figures of its message may change from run to run.
///
/// @param sites whose state changed
/// @param appeared findings that were not there before, worst first
/// @param gone findings that are no longer there, worst first
public record CheckChanges(List<Moved> sites, List<Finding> appeared, List<Finding> gone) {
    public CheckChanges {
        sites = List.copyOf(sites);
        appeared = appeared.stream().sorted().toList();
        gone = gone.stream().sorted().toList();
    }

    /// A site whose state changed.
    ///
    /// @param profile the profile's name
    /// @param before empty: it was not checked
    /// @param after empty: it was not checked
    public record Moved(
            String profile, String site, Optional<SiteState> before, Optional<SiteState> after) {}

    private record Key(String id, Finding.Severity severity, Finding.Where where) {
        static Key of(Finding finding) {
            return new Key(finding.id(), finding.severity(), finding.where());
        }
    }

    private record Place(String profile, String site) {}

    /// What differs; everything, where nothing is known from before.
    public static CheckChanges between(Optional<CheckReport> before, CheckReport after) {
        List<Finding> known = before.map(CheckReport::findings).orElse(List.of());
        return new CheckChanges(
                moved(before.map(CheckReport::sites).orElse(List.of()), after.sites()),
                without(after.findings(), known),
                without(known, after.findings()));
    }

    /// Whether nothing differs.
    public boolean isEmpty() {
        return sites.isEmpty() && appeared.isEmpty() && gone.isEmpty();
    }

    private static List<Moved> moved(List<CheckReport.Site> before, List<CheckReport.Site> after) {
        Map<Place, SiteState> old = states(before);
        Map<Place, SiteState> fresh = states(after);
        var places = new LinkedHashMap<Place, SiteState>(fresh);
        old.forEach(places::putIfAbsent);
        var moved = new ArrayList<Moved>();
        for (Place place : places.keySet()) {
            Optional<SiteState> was = Optional.ofNullable(old.get(place));
            Optional<SiteState> is = Optional.ofNullable(fresh.get(place));
            if (!was.equals(is)) {
                moved.add(new Moved(place.profile(), place.site(), was, is));
            }
        }
        return moved;
    }

    private static Map<Place, SiteState> states(List<CheckReport.Site> sites) {
        var states = new LinkedHashMap<Place, SiteState>();
        sites.forEach(
                site ->
                        states.put(
                                new Place(site.profile(), site.report().site()),
                                site.report().state()));
        return states;
    }

    private static List<Finding> without(List<Finding> all, List<Finding> others) {
        Set<Key> known = others.stream().map(Key::of).collect(Collectors.toSet());
        return all.stream()
                .filter(finding -> finding.severity() != Finding.Severity.OK)
                .filter(finding -> !known.contains(Key.of(finding)))
                .toList();
    }
}
