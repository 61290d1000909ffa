package io.mxfail.view;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.ProviderFacts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The types of provider as a table of 80 columns, and one of them with its options.
public final class ProvidersText {
    private static final String ROW = "%-10s %-7s %-11s %-7s ";
    private static final int NEEDS = 80 - String.format(ROW, "", "", "", "").length();

    private ProvidersText() {}

    /// One line a type, and as many more as its needs take.
    public static String table(List<ProviderFacts> providers) {
        var text = new StringBuilder();
        text.append(String.format(ROW, "TYPE", "ATOMIC", "STALE WRITE", "MIN TTL"))
                .append("NEEDS\n");
        for (ProviderFacts facts : providers) {
            Optional<Capabilities> can = facts.manner().capabilities();
            List<String> needs = needs(facts);
            text.append(
                            String.format(
                                    ROW,
                                    facts.type(),
                                    can.map(c -> PlanText.word(c.atomicity())).orElse("varies"),
                                    can.map(c -> stale(c.staleWrite())).orElse("varies"),
                                    can.map(c -> c.minimumTtl().toSeconds() + " s")
                                            .orElse("varies")))
                    .append(needs.getFirst())
                    .append('\n');
            needs.stream()
                    .skip(1)
                    .forEach(line -> text.append(" ".repeat(80 - NEEDS) + line + "\n"));
        }
        text.append(
                """

                ATOMIC      what changes all at once or not at all
                STALE WRITE a write that is based on an old read: the service refuses it,
                            mxfail re-reads right before (a small window stays), or nothing
                            notices it
                varies      as the program or service behind it says
                Options of one: mxfail providers TYPE
                """);
        return text.toString();
    }

    private static List<String> needs(ProviderFacts facts) {
        String experimental = facts.manner().experimental() ? " (experimental)" : "";
        return wrapped(facts.manner().credentials() + experimental, NEEDS);
    }

    private static String stale(Capabilities.StaleWrite stale) {
        return switch (stale) {
            case REFUSED_BY_SERVICE -> "refused";
            case DETECTED_BY_REREAD -> "re-read";
            case UNDETECTED -> "unnoticed";
        };
    }

    /// One type with everything it takes in a profile.
    public static String one(ProviderFacts facts) {
        var text = new StringBuilder(facts.type() + ": " + facts.summary() + "\n");
        if (facts.manner().experimental()) {
            text.append("experimental: nobody has used it on a real account yet\n");
        }
        text.append("needs ").append(facts.manner().credentials()).append('\n');
        facts.manner()
                .capabilities()
                .ifPresent(
                        can ->
                                text.append(
                                        String.format(
                                                "atomic: %s; stale write: %s; minimum TTL %d s%n",
                                                PlanText.word(can.atomicity()),
                                                stale(can.staleWrite()),
                                                can.minimumTtl().toSeconds())));
        text.append("\noptions, * = needed:\n");
        options(text, facts.options(), "");
        return text.toString();
    }

    private static void options(
            StringBuilder text, List<ProviderFacts.Option> options, String indent) {
        for (ProviderFacts.Option option : options) {
            text.append(
                    String.format(
                            "%s%s %-16s %-9s %s%n",
                            indent,
                            option.required() ? "*" : " ",
                            option.name(),
                            option.kind(),
                            option.help()));
            options(text, option.nested(), indent + "    ");
        }
    }

    private static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
