package io.mxfail.adapter.route53;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One hosted zone of the stand-in: what it holds, in which order it is listed, and what a change
/// batch may do to it.
public final class FakeZone {
    private static final int MOST_ELEMENTS = 1000;
    private static final int MOST_CHARACTERS = 32_000;

    /// Names with their labels reversed, then types, both as ASCII.
    private static final Comparator<Id> LISTED =
            Comparator.comparing((Id id) -> reversed(id.name()))
                    .thenComparing(Id::type)
                    .thenComparing(id -> id.identifier().orElse(""));

    private final String id;
    private final String name;
    private final boolean closed;
    private NavigableMap<Id, Set> sets = new TreeMap<>(LISTED);

    FakeZone(String id, String name, boolean closed) {
        this.id = id;
        this.name = name;
        this.closed = closed;
        put(
                new Id(name, "NS", Optional.empty()),
                new Set(172_800, List.of("ns-1.awsdns.test."), ""));
        put(
                new Id(name, "SOA", Optional.empty()),
                new Set(
                        900,
                        List.of("ns-1.awsdns.test. hostmaster.test. 1 7200 900 1209600 86400"),
                        ""));
    }

    /// What identifies a set.
    public record Id(String name, String type, Optional<String> identifier) {
        public Id {
            name = canonical(name);
        }
    }

    /// @param extra XML of a policy or alias; empty where it is a simple set
    public record Set(long ttl, List<String> values, String extra) {
        boolean matches(Set other) {
            return ttl == other.ttl
                    && extra.equals(other.extra)
                    && values.stream()
                            .sorted()
                            .toList()
                            .equals(other.values.stream().sorted().toList());
        }
    }

    /// One element of a batch.
    record Change(String action, Id id, Set set) {}

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    boolean isPrivate() {
        return closed;
    }

    synchronized int size() {
        return sets.size();
    }

    public synchronized void put(Id at, Set set) {
        sets.put(at, set);
    }

    synchronized Optional<Set> at(String owner, String type) {
        return Optional.ofNullable(sets.get(new Id(owner, type, Optional.empty())));
    }

    synchronized List<Map.Entry<Id, Set>> from(Optional<Id> start) {
        return List.copyOf(start.map(s -> sets.tailMap(s, true)).orElse(sets).entrySet());
    }

    /// As lines of a master file, sorted, without SOA and NS.
    public synchronized List<String> lines() {
        var lines = new ArrayList<String>();
        sets.forEach(
                (at, set) -> {
                    if (!at.type().equals("SOA") && !at.type().equals("NS")) {
                        String head = at.name() + " " + set.ttl() + " IN " + at.type() + " ";
                        set.values().forEach(value -> lines.add(head + value));
                    }
                });
        return lines.stream().sorted().toList();
    }

    /// Makes all changes or none.
    ///
    /// @return what is wrong; empty: all were made
    synchronized List<String> apply(List<Change> batch) {
        var wrong = new ArrayList<String>();
        int elements = batch.stream().mapToInt(c -> c.set().values().size()).sum();
        int characters =
                batch.stream()
                        .flatMap(c -> c.set().values().stream())
                        .mapToInt(String::length)
                        .sum();
        if (elements > MOST_ELEMENTS) {
            return List.of("Number of records limit of 1000 exceeded.");
        }
        if (characters > MOST_CHARACTERS) {
            return List.of("Number of characters limit of 32000 exceeded.");
        }
        NavigableMap<Id, Set> next = new TreeMap<>(LISTED);
        next.putAll(sets);
        for (Change change : batch) {
            Id at = change.id();
            String shown = "[name='" + at.name() + "', type='" + at.type() + "']";
            if (!at.name().equals(name) && !at.name().endsWith("." + name)) {
                wrong.add("RRSet with DNS name " + at.name() + " is not permitted in zone " + name);
                continue;
            }
            if (at.name().equals(name) && (at.type().equals("SOA") || at.type().equals("NS"))) {
                wrong.add("A HostedZone must contain exactly one SOA and at least one NS record.");
                continue;
            }
            wrong.addAll(FakeValues.wrong(at.type(), change.set().values()));
            Set there = next.get(at);
            switch (change.action()) {
                case "DELETE" -> {
                    if (there == null) {
                        wrong.add(
                                "Tried to delete resource record set "
                                        + shown
                                        + " but it was not found");
                    } else if (!there.matches(change.set())) {
                        wrong.add(
                                "Tried to delete resource record set "
                                        + shown
                                        + " but the values provided do not match the current"
                                        + " values");
                    } else {
                        next.remove(at);
                    }
                }
                case "CREATE" -> {
                    boolean other =
                            next.keySet().stream()
                                    .anyMatch(
                                            i ->
                                                    i.name().equals(at.name())
                                                            && i.type().equals(at.type()));
                    if (there != null) {
                        wrong.add(
                                "Tried to create resource record set "
                                        + shown
                                        + " but it already exists");
                    } else if (other) {
                        wrong.add(
                                "RRSet with DNS name "
                                        + at.name()
                                        + ", type "
                                        + at.type()
                                        + " cannot be created as other RRSets exist with the same"
                                        + " name and type, and a SetIdentifier.");
                    } else {
                        next.put(at, change.set());
                    }
                }
                default -> throw new IllegalArgumentException(change.action());
            }
        }
        wrong.addAll(aliasesBesideOthers(next));
        if (wrong.isEmpty()) {
            sets = next;
        }
        return wrong;
    }

    private List<String> aliasesBesideOthers(NavigableMap<Id, Set> next) {
        var types = new HashMap<String, java.util.Set<String>>();
        next.keySet()
                .forEach(i -> types.computeIfAbsent(i.name(), _ -> new HashSet<>()).add(i.type()));
        var wrong = new ArrayList<String>();
        types.forEach(
                (owner, there) -> {
                    if (there.contains("CNAME") && (there.size() > 1 || owner.equals(name))) {
                        wrong.add(
                                "RRSet of type CNAME with DNS name "
                                        + owner
                                        + " is not permitted as it conflicts with other records"
                                        + " with the same DNS name in zone "
                                        + name);
                    }
                });
        return wrong;
    }

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /// Lower case, with the final dot, and every octet but `a-z 0-9 - _` as three octal digits.
    static String canonical(String name) {
        String open =
                OCTAL.matcher(name)
                        .replaceAll(
                                m -> {
                                    char c = (char) Integer.parseInt(m.group(1), 8);
                                    // an escaped dot is no separator
                                    return c == '.'
                                            ? "\u0001"
                                            : java.util.regex.Matcher.quoteReplacement(
                                                    String.valueOf(c));
                                });
        var text = new StringBuilder();
        for (char c : open.toLowerCase(Locale.ROOT).toCharArray()) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('\\');
                String digits = Integer.toOctalString(c == '\u0001' ? '.' : c);
                text.append("0".repeat(3 - digits.length())).append(digits);
            }
        }
        return text.toString().endsWith(".") ? text.toString() : text + ".";
    }

    static String reversed(String name) {
        var labels = new ArrayList<String>();
        for (String label : name.split("\\.")) {
            labels.addFirst(label);
        }
        return String.join(".", labels) + ".";
    }
}
