package io.mxfail.view;

import io.mxfail.core.propagation.OpenRun;

import java.util.List;
import java.util.stream.Collectors;

/// Runs that stand half-way, each with what to type.
public final class OpenRunText {
    private OpenRunText() {}

    /// A line for each; empty: there is none.
    public static String of(List<OpenRun> runs) {
        return runs.stream()
                .map(run -> Lines.of("Open: ", run.said()))
                .collect(Collectors.joining());
    }

    /// The same as a chapter of markdown.
    static String markdown(List<OpenRun> runs) {
        return runs.isEmpty()
                ? ""
                : "\n## Open runs\n\n"
                        + runs.stream()
                                .map(run -> "- " + run.said() + "\n")
                                .collect(Collectors.joining());
    }
}
