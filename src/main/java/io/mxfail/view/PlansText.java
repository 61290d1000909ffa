package io.mxfail.view;

import io.mxfail.app.PlanEach;
import io.mxfail.core.profile.NameList;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The plans of several profiles for people: one after another, those that are alike once.
public final class PlansText {
    /// So few alike are all shown.
    private static final int FEW = 4;

    private PlansText() {}

    /// The plans and failures, each kind where its first profile stands.
    ///
    /// @param verbose whether what is well is shown whole, too
    public static String of(List<PlanEach.End> ends, boolean verbose) {
        Map<String, List<PlanEach.End>> kinds = new LinkedHashMap<>();
        for (PlanEach.End end : ends) {
            kinds.computeIfAbsent(likeness(end, verbose), _ -> new ArrayList<>()).add(end);
        }
        return kinds.values().stream()
                .flatMap(
                        kind ->
                                kind.size() <= FEW
                                        ? kind.stream().map(end -> shown(List.of(end), verbose))
                                        : Stream.of(shown(kind, verbose)))
                .collect(Collectors.joining("\n"));
    }

    private static String shown(List<PlanEach.End> kind, boolean verbose) {
        PlanEach.End first = kind.getFirst();
        String others = NameList.of(kind.stream().skip(1).map(PlanEach.End::profile).toList());
        return "# "
                + first.profile()
                + "\n"
                + text(first, verbose)
                + (others.isEmpty()
                        ? ""
                        : Lines.of("and " + (kind.size() - 1) + " more alike: ", others, 4));
    }

    private static String text(PlanEach.End end, boolean verbose) {
        return end.made()
                        .map(
                                made ->
                                        PlanText.of(made.judged(), made.sites(), verbose)
                                                + OpenRunText.of(made.open()))
                        .orElse("")
                + end.failure().map(Text::failure).orElse("");
    }

    /// The text without what differs between profiles that share their sites: names and ids.
    private static String likeness(PlanEach.End end, boolean verbose) {
        String text = text(end, verbose).replaceAll("\\s+", " ");
        if (end.made().isPresent()) {
            String id = end.made().get().judged().plan().id();
            text = text.replace(id.substring(0, 12), "#");
        }
        for (Name domain : end.domains()) {
            text = Text.without(domain, text);
        }
        return text.replace("profile " + end.profile() + " ", "profile # ");
    }

    /// How many of the profiles are how, in a line each.
    public static String summary(List<PlanEach.End> ends) {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        for (String kind : List.of("planned", "nothing to do", "blocked", "failed")) {
            kinds.put(kind, new ArrayList<>());
        }
        ends.forEach(
                end -> kinds.computeIfAbsent(kind(end), _ -> new ArrayList<>()).add(end.profile()));
        var text = new StringBuilder();
        kinds.forEach(
                (kind, names) -> {
                    if (!names.isEmpty()) {
                        text.append(
                                Lines.of(
                                        String.format("%-13s %4d  ", kind, names.size()),
                                        NameList.of(names)));
                    }
                });
        return text.toString();
    }

    private static String kind(PlanEach.End end) {
        if (end.failure().isPresent()) {
            return "failed";
        }
        if (end.blocked()) {
            return "blocked";
        }
        return end.changes() ? "planned" : "nothing to do";
    }
}
