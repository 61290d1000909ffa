package io.mxfail.view;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Lines about many domains that say the same but for the domain's own name: the first of a kind
/// is shown, the others are named below it. A thousand domains would bury the one that differs.
///
/// @param name the domain that an item is about
/// @param text its lines
/// @param tail what follows the first of a kind, such as the latest of their times
record Alike<T>(Function<T, Name> name, Function<T, String> text, Function<List<T>, String> tail) {
    /// So few are all shown.
    private static final int FEW = 4;

    /// So many are named; the rest is counted.
    private static final int NAMED = 8;

    Alike(Function<T, Name> name, Function<T, String> text) {
        this(name, text, _ -> "");
    }

    /// All lines, those of a kind once, each kind where its first item stands.
    String of(List<T> items) {
        Map<String, List<T>> kinds = new LinkedHashMap<>();
        for (T item : items) {
            kinds.computeIfAbsent(likeness(item), _ -> new ArrayList<>()).add(item);
        }
        return kinds.values().stream()
                .map(
                        kind ->
                                kind.size() <= FEW
                                        ? kind.stream()
                                                .map(item -> shown(List.of(item)))
                                                .collect(Collectors.joining())
                                        : shown(kind))
                .collect(Collectors.joining());
    }

    private String likeness(T item) {
        Name domain = name.apply(item);
        // a longer name breaks lines and fills columns elsewhere
        return Text.without(domain, text.apply(item)).replaceAll("\\s+", " ");
    }

    private String shown(List<T> kind) {
        return text.apply(kind.getFirst())
                + tail.apply(kind)
                + more(kind.stream().skip(1).map(name).map(Text::domain).toList());
    }

    private static String more(List<String> others) {
        if (others.isEmpty()) {
            return "";
        }
        return Lines.of(
                "  and " + others.size() + " more alike: ",
                others.stream().limit(NAMED).collect(Collectors.joining(" "))
                        + (others.size() > NAMED ? " … (--json has them all)" : ""),
                4);
    }
}
