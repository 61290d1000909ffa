package io.mxfail.core.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the pages of the rules say, for tests that hold the program to it.
public final class RulePages {
    private static final Path PAGES = Path.of("docs", "rules");
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?s)\\A# [A-Z0-9-]+: [^\n"
                            + "]+\n\n"
                            + "[A-Z`_].+\n\n"
                            + "\\*\\*Why it matters\\.\\*\\* \\S.+\n\n"
                            + "\\*\\*Remedy\\.\\*\\* [A-Z`].+\n\n"
                            + "\\| \\| \\|\n");

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

    /// What a rule's page lacks of what every page has, in words; none where it is whole.
    public static List<String> missing(String id) throws IOException {
        var missing = new ArrayList<String>();
        for (String row :
                List.of("Severity", "Source", "Blocks a plan", "Can be accepted", "Comes along")) {
            if (row(id, row).map(text -> text.replace("|", "").isBlank()).orElse(true)) {
                missing.add(row);
            }
        }
        if (!SHAPE.matcher(Files.readString(PAGES.resolve(id + ".md"))).find()) {
            missing.add("title, what is found, why it matters, and the remedy, in that order");
        }
        return missing;
    }

    /// Where a rule's page says that the rule is from: RFCs, or that there is none, and what else.
    public static String source(String id) throws IOException {
        return row(id, "Source").map(text -> text.replace("|", "").strip()).orElse("");
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
