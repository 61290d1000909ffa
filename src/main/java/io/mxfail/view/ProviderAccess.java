package io.mxfail.view;

import io.mxfail.app.ProveProviders;
import io.mxfail.app.ProviderPolicies;
import io.mxfail.format.Json;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a profile's providers must allow, and what they were shown to allow.
public final class ProviderAccess {
    private ProviderAccess() {}

    /// The policies, each ready to be pasted.
    public static String policies(ProviderPolicies.Report report) {
        var text = new StringBuilder();
        for (ProviderPolicies.Entry entry : report.entries()) {
            text.append(entry.profile()).append(", ").append(entry.type());
            text.append(entry.title().isEmpty() ? "" : ": " + entry.title()).append("\n\n");
            if (!entry.text().isEmpty()) {
                text.append(entry.text().stripTrailing()).append("\n\n");
            }
            entry.notes().forEach(note -> text.append("  * ").append(note).append('\n'));
            text.append('\n');
        }
        if (!report.assumed().isEmpty()) {
            text.append("Taken to be zones of their own, since the profile names no `zone:` -- ")
                    .append(String.join(", ", report.assumed()))
                    .append('\n');
        }
        return text.toString();
    }

    /// The same as `mxfail.policy/1`.
    public static String policiesJson(ProviderPolicies.Report report, String version) {
        Map<String, Object> tree = open("mxfail.policy/1", version);
        var entries = new ArrayList<Map<String, Object>>();
        for (ProviderPolicies.Entry entry : report.entries()) {
            var line = new LinkedHashMap<String, Object>();
            line.put("profile", entry.profile());
            line.put("type", entry.type());
            line.put("title", entry.title());
            line.put("text", entry.text());
            line.put("notes", entry.notes());
            entries.add(line);
        }
        tree.put("policies", entries);
        tree.put("assumedZones", report.assumed());
        return Json.pretty(tree);
    }

    /// What was shown, one line a claim.
    public static String proofs(List<ProveProviders.Entry> entries) {
        var text = new StringBuilder();
        for (ProveProviders.Entry entry : entries) {
            text.append(entry.profile())
                    .append("  ")
                    .append(entry.zone())
                    .append("  ")
                    .append(entry.provider())
                    .append('\n');
            for (ProveProviders.Step step : entry.steps()) {
                text.append(
                        "  %-11s  %-11s  %s%n"
                                .formatted(
                                        step.subject(),
                                        word(step.state()),
                                        Text.printable(step.detail())));
            }
        }
        return text.append("No record was changed.\n").toString();
    }

    /// The same as `mxfail.proof/1`.
    public static String proofsJson(List<ProveProviders.Entry> entries, String version) {
        Map<String, Object> tree = open("mxfail.proof/1", version);
        var lines = new ArrayList<Map<String, Object>>();
        for (ProveProviders.Entry entry : entries) {
            var line = new LinkedHashMap<String, Object>();
            line.put("profile", entry.profile());
            line.put("provider", entry.provider());
            line.put("zone", entry.zone());
            line.put("state", lower(entry.state()));
            line.put(
                    "steps",
                    entry.steps().stream()
                            .map(
                                    step -> {
                                        var one = new LinkedHashMap<String, Object>();
                                        one.put("subject", step.subject());
                                        one.put("state", lower(step.state()));
                                        one.put("detail", step.detail());
                                        return one;
                                    })
                            .toList());
            lines.add(line);
        }
        tree.put("providers", lines);
        return Json.pretty(tree);
    }

    private static String word(ProveProviders.State state) {
        return switch (state) {
            case PROVEN -> "proven";
            case REFUSED -> "REFUSED";
            case OPEN -> "not proven";
        };
    }

    private static String lower(ProveProviders.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> open(String format, String version) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("format", format);
        tree.put("version", version);
        tree.put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        return tree;
    }
}
