package io.mxfail.adapter.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Reads domains from a file: a name a line, or CSV (RFC 4180) with a header that holds `name`.
///
/// In a list of names, blank lines and lines that start with `#` are left out.
final class CsvDomains {
    private static final int MOST_BYTES = 16 << 20;

    private final Source source;
    private final String text;
    private final Problems problems;
    private int at;
    private int line = 1;
    private int lineStart;

    private CsvDomains(Source source, String text, Problems problems) {
        this.source = source;
        this.text = text;
        this.problems = problems;
    }

    static void read(Tree.Scalar file, DomainReader into, Problems problems) {
        Optional<Source> source = Includes.beside(file, problems);
        if (source.isEmpty()) {
            return;
        }
        TextFile.read(source.get(), MOST_BYTES, problems)
                .ifPresent(text -> new CsvDomains(source.get(), text, problems).into(into));
    }

    private void into(DomainReader domains) {
        String first = text.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
        if (first.isEmpty()) {
            problems.error(source.start(), "the file is empty", "write a domain a line");
        } else if (first.indexOf(',') >= 0 || first.strip().matches("\"?name\"?")) {
            rows(domains);
        } else {
            names(domains);
        }
    }

    private void names(DomainReader domains) {
        int number = 0;
        for (String read : text.lines().toList()) {
            number++;
            String name = read.strip();
            if (!name.isEmpty() && !name.startsWith("#")) {
                int column = read.indexOf(name) + 1;
                domains.add(
                        new Tree.Scalar(new Place(source, number, column), name, false, 0),
                        Optional.empty(),
                        List.of());
            }
        }
    }

    private void rows(DomainReader domains) {
        List<Tree.Scalar> header = row();
        if (!headerIsRight(header)) {
            return;
        }
        while (at < text.length()) {
            List<Tree.Scalar> row = row();
            if (row.size() == 1 && row.getFirst().text().isEmpty()) {
                continue;
            }
            if (row.size() != header.size()) {
                problems.error(
                        row.getFirst().place(),
                        "a row of " + row.size() + " fields under a header of " + header.size(),
                        "give every row as many fields as the header");
                continue;
            }
            domain(header, row, domains);
        }
    }

    private boolean headerIsRight(List<Tree.Scalar> header) {
        var seen = new HashSet<String>();
        boolean right = true;
        for (Tree.Scalar column : header) {
            if (!column.text().matches(ProfileFormat.VARIABLE.pattern().orElse(""))) {
                problems.error(
                        column.place(),
                        "\"" + Shown.text(column.text()) + "\" is not a column's name",
                        "the header holds `name`, `zone` and names of variables, parted by commas");
                right = false;
            } else if (!seen.add(column.text())) {
                problems.error(
                        column.place(),
                        "the column `" + column.text() + "` is there twice",
                        "keep one of them");
                right = false;
            }
        }
        if (right && !seen.contains("name")) {
            problems.error(
                    header.getFirst().place(),
                    "the header has no column `name`",
                    "start the file with `name,zone,…`");
            return false;
        }
        return right;
    }

    private static void domain(
            List<Tree.Scalar> header, List<Tree.Scalar> row, DomainReader domains) {
        Tree.Scalar name = row.getFirst();
        Optional<Tree.Scalar> zone = Optional.empty();
        var variables = new ArrayList<Tree.Field>();
        for (int i = 0; i < row.size(); i++) {
            Tree.Scalar value = row.get(i);
            switch (header.get(i).text()) {
                case "name" -> name = value;
                case "zone" -> zone = Optional.of(value).filter(v -> !v.text().isEmpty());
                default -> {
                    if (!value.text().isEmpty()) {
                        variables.add(new Tree.Field(header.get(i), value));
                    }
                }
            }
        }
        domains.add(name, zone, variables);
    }

    private List<Tree.Scalar> row() {
        var fields = new ArrayList<Tree.Scalar>();
        boolean more = true;
        while (more) {
            fields.add(field());
            more = at < text.length() && text.charAt(at) == ',';
            if (more) {
                at++;
            }
        }
        if (text.startsWith("\r\n", at)) {
            at += 2;
            newLine();
        } else if (at < text.length()) {
            at++;
            newLine();
        }
        return fields;
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    private Place here() {
        return new Place(source, line, text.codePointCount(lineStart, at) + 1);
    }

    private Tree.Scalar field() {
        Place place = here();
        if (at >= text.length() || text.charAt(at) != '"') {
            int from = at;
            while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return new Tree.Scalar(place, text.substring(from, at).strip(), false, -1);
        }
        var value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && at < text.length() && text.charAt(at) == '"') {
                at++;
            } else if (c == '"') {
                return new Tree.Scalar(place, afterQuote(value.toString()), false, -1);
            }
            if (c == '\n') {
                newLine();
            }
            value.append(c);
        }
        problems.error(place, "a quote that is not closed", "double a quote inside a quoted field");
        return new Tree.Scalar(place, value.toString(), false, -1);
    }

    private String afterQuote(String value) {
        if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            problems.error(
                    here(), "text behind a closing quote", "double a quote inside a quoted field");
            while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
        return value;
    }
}
