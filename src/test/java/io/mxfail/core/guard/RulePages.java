package io.mxfail.core.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the pages of the rules say, for tests that hold the program to it.
public final class RulePages {
    private static final Path PAGES = Path.of("docs", "rules");

    private RulePages() {}

    /// The rules that a rule's page names in its row "Comes along".
    public static Set<String> comesAlong(String id) throws IOException {
        String row =
                Files.readAllLines(PAGES.resolve(id + ".md")).stream()
                        .filter(line -> line.startsWith("| Comes along |"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(id + " says not what comes along"));
        return Rules.ALL.stream()
                .map(Rule::id)
                .filter(row::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
