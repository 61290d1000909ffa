package io.mxfail.core.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the pages of the rules say, for tests that hold the program to it.
public final class RulePages {
    private static final Path PAGES = Path.of("docs", "rules");

    private RulePages() {}

    /// The ids of all rules.
    public static Set<String> all() {
        return Rules.ALL.stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The rules that a rule's page names in its row "Comes along".
    public static Set<String> comesAlong(String id) throws IOException {
        String row =
                row(id, "Comes along")
                        .orElseThrow(() -> new AssertionError(id + " says not what comes along"));
        return named(row);
    }

    /// The rules that a rule's page says to speak in its place.
    public static Set<String> toldInstead(String id) throws IOException {
        return row(id, "Told instead").map(RulePages::named).orElse(Set.of());
    }

    private static Optional<String> row(String id, String name) throws IOException {
        String start = "| " + name + " |";
        return Files.readAllLines(PAGES.resolve(id + ".md")).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    private static Set<String> named(String text) {
        Set<String> words = new TreeSet<>(List.of(text.split("[^A-Z0-9-]+")));
        return Rules.ALL.stream()
                .map(Rule::id)
                .filter(words::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
