package io.mxfail.adapter.yaml;

import io.mxfail.core.profile.MailDomain;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `domains`: a list of names and mappings, or a file.
final class DomainReader {
    private static final Set<String> BUILT_IN = Set.of("domain", "zone");

    private final Problems problems;
    private final Map<Name, Place> seen = new HashMap<>();
    private final List<Placed> domains = new ArrayList<>();

    DomainReader(Problems problems) {
        this.problems = problems;
    }

    /// A domain and the place of its name.
    record Placed(MailDomain domain, Place place) {}

    List<Placed> read(Optional<Tree> tree) {
        switch (tree.orElse(null)) {
            case Tree.Items items -> items.items().forEach(this::entry);
            case Tree.Fields fields ->
                    fields.scalar("file").ifPresent(file -> CsvDomains.read(file, this, problems));
            case null, default -> {}
        }
        return List.copyOf(domains);
    }

    private void entry(Tree tree) {
        switch (tree) {
            case Tree.Scalar name -> add(name, Optional.empty(), List.of());
            case Tree.Fields fields ->
                    fields.scalar("name")
                            .ifPresent(
                                    name ->
                                            add(
                                                    name,
                                                    fields.scalar("zone"),
                                                    fields.group("vars")
                                                            .map(Tree.Fields::fields)
                                                            .orElse(List.of())));
            case Tree.Items _, Tree.Broken _ -> {}
        }
    }

    void add(Tree.Scalar text, Optional<Tree.Scalar> zoneText, List<Tree.Field> vars) {
        Optional<Name> name = Names.domain(text, problems);
        Optional<Name> zone = zoneText.flatMap(z -> Names.domain(z, problems));
        Map<String, String> variables = variables(vars);
        if (name.isEmpty()) {
            return;
        }
        if (zone.isPresent() && !name.get().subdomain(zone.get())) {
            problems.error(
                    zoneText.map(Tree.Scalar::place).orElse(text.place()),
                    "the zone " + zone.get() + " does not hold " + name.get(),
                    "name the zone that encloses the domain, or leave it out");
            return;
        }
        Place before = seen.putIfAbsent(name.get(), text.place());
        if (before != null) {
            problems.error(
                    text.place(),
                    "the domain " + name.get() + " is there twice, first in line " + before.line(),
                    "keep one of them");
            return;
        }
        domains.add(new Placed(new MailDomain(name.get(), zone, variables), text.place()));
    }

    private Map<String, String> variables(List<Tree.Field> fields) {
        var values = new LinkedHashMap<String, String>();
        for (Tree.Field field : fields) {
            if (!(field.value() instanceof Tree.Scalar value)) {
                continue;
            }
            String name = field.key().text();
            if (BUILT_IN.contains(name)) {
                problems.error(
                        field.key().place(),
                        "${" + name + "} always exists and cannot be given",
                        "choose another name");
            } else if (value.text().chars().anyMatch(DomainReader::unsafe)) {
                problems.error(
                        value.place(),
                        "the value of ${"
                                + name
                                + "} holds a blank, quote, `;`, backslash, `$` or"
                                + " control character",
                        "write what is around such characters in the records themselves");
            } else {
                values.put(name, value.text());
            }
        }
        return values;
    }

    /// What could end a text or start a comment wherever the value is put.
    private static boolean unsafe(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || "\"';\\$".indexOf(c) >= 0;
    }
}
