package io.mxfail.adapter.exec;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Capabilities.Atomicity;
import io.mxfail.core.plan.Capabilities.StaleWrite;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.format.RecordText;
import io.mxfail.wire.process.Shown;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The protocol's messages as values of the core, and back.
final class Messages {
    private static final long LONGEST_TTL = Integer.MAX_VALUE;
    private static final int MANY = 10_000;

    private Messages() {}

    /// @throws IllegalArgumentException where a message is not what the protocol says
    static List<RecordKey> keys(Optional<JsonValue> value) {
        var keys = new ArrayList<RecordKey>();
        for (JsonValue element : elements(value)) {
            keys.add(key(members(element)));
        }
        return keys;
    }

    static List<Object> of(Collection<RecordKey> keys) {
        return keys.stream().sorted().<Object>map(Messages::of).toList();
    }

    private static Map<String, Object> of(RecordKey key) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", key.name().toString());
        tree.put("type", key.typeName());
        return tree;
    }

    /// The body of an `apply`.
    static Map<String, Object> apply(ZoneWrite write, String id) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("zone", write.zone().toString());
        tree.put("id", id);
        tree.put("changes", write.sets().stream().map(Messages::change).toList());
        tree.put("absent", of(write.absent()));
        return tree;
    }

    private static Map<String, Object> change(SetWrite set) {
        Map<String, Object> tree = of(set.key());
        tree.put("before", set.before().map(Messages::before));
        tree.put("after", set.after().map(Messages::content));
        return tree;
    }

    private static Map<String, Object> content(RecordSet set) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("ttl", set.ttl());
        tree.put("records", RecordText.quoted(set));
        return tree;
    }

    private static Map<String, Object> before(ObservedSet set) {
        Map<String, Object> tree = content(set.set());
        if (!set.revision().isEmpty()) {
            try {
                members(Json.read(set.revision()))
                        .byName()
                        .forEach((name, value) -> tree.put(name, value.tree()));
            } catch (JsonException e) {
                throw new IllegalStateException("a revision that is not ours", e);
            }
        }
        return tree;
    }

    /// A set as `list` gives it. Its version and meta travel back with the write as they came.
    static ObservedSet set(JsonValue value) {
        JsonValue.Members members = members(value);
        RecordKey key = key(members);
        long ttl = whole(members, "ttl").orElseThrow(() -> wrong(key + " has no `ttl`"));
        var records = new ArrayList<String>();
        for (JsonValue element : elements(members.member("records"))) {
            if (!(element instanceof JsonValue.Text text)) {
                throw wrong("a record of " + key + " is " + element.kind() + ", not a text");
            }
            records.add(text.value());
        }
        if (records.isEmpty()) {
            throw wrong(key + " has no `records`; a set that is not there is left out");
        }
        var mark = new LinkedHashMap<String, Object>();
        for (String name : List.of("version", "meta")) {
            members.member(name).ifPresent(v -> mark.put(name, v.tree()));
        }
        return new ObservedSet(
                RecordText.set(key, ttl, records), mark.isEmpty() ? "" : Json.compact(mark));
    }

    /// What a bridge says of itself; what it leaves out is taken as the weakest.
    static Abilities abilities(JsonValue answer) {
        JsonValue said =
                answer.member("capabilities").orElseThrow(() -> wrong("`capabilities` is missing"));
        var types = new HashSet<Integer>();
        for (JsonValue element : said.list("types")) {
            if (element instanceof JsonValue.Text text) {
                types.add(type(text.value()));
            }
        }
        return new Abilities(
                new Capabilities(
                        word(said, "atomicity", Atomicity.class)
                                .or(() -> atomic(said))
                                .orElse(Atomicity.RECORD),
                        word(said, "staleWrite", StaleWrite.class)
                                .orElse(
                                        said.isTrue("cas")
                                                ? StaleWrite.REFUSED_BY_SERVICE
                                                : StaleWrite.UNDETECTED),
                        Duration.ofSeconds(
                                whole(said, "minimumTtl")
                                        .or(() -> whole(said, "minTtl"))
                                        .orElse(0L)),
                        Math.clamp(whole(said, "maximumChanges").orElse((long) MANY), 1, MANY),
                        types),
                said.isTrue("status"));
    }

    /// @param status whether it can tell how far a change is
    record Abilities(Capabilities capabilities, boolean status) {
        static final Abilities WEAKEST =
                new Abilities(
                        new Capabilities(
                                Atomicity.RECORD, StaleWrite.UNDETECTED, Duration.ZERO, MANY),
                        false);
    }

    static Name name(String text) {
        if (!text.endsWith(".")) {
            throw wrong("the name \"" + Shown.line(text) + "\" lacks its final dot");
        }
        try {
            return Name.fromString(text, Name.root).canonicalize();
        } catch (TextParseException e) {
            throw new IllegalArgumentException(
                    "not a name: \"" + Shown.line(text) + "\" (" + e.getMessage() + ")", e);
        }
    }

    static Optional<Long> whole(JsonValue members, String name) {
        Optional<JsonValue> value = members.member(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof JsonValue.Figure(var _, BigDecimal figure)
                && figure.scale() <= 0
                && figure.scale() > -10
                && figure.signum() >= 0
                && figure.compareTo(BigDecimal.valueOf(LONGEST_TTL)) <= 0) {
            return Optional.of(figure.longValueExact());
        }
        throw wrong("`" + name + "` is not a whole number from 0 to " + LONGEST_TTL);
    }

    private static RecordKey key(JsonValue.Members members) {
        String name = members.text("name").orElseThrow(() -> wrong("a set without `name`"));
        String type = members.text("type").orElseThrow(() -> wrong("a set without `type`"));
        return new RecordKey(name(name), type(type));
    }

    private static int type(String text) {
        int type = Type.value(text);
        if (type < 0) {
            throw wrong("unknown record type \"" + Shown.line(text) + "\"");
        }
        return type;
    }

    /// The short form `atomic`, whose `none` is a record at a time.
    private static Optional<Atomicity> atomic(JsonValue said) {
        return said.text("atomic").filter("none"::equalsIgnoreCase).isPresent()
                ? Optional.of(Atomicity.RECORD)
                : word(said, "atomic", Atomicity.class);
    }

    /// A word in either spelling: `refused-by-service`, `REFUSED_BY_SERVICE`.
    private static <E extends Enum<E>> Optional<E> word(
            JsonValue said, String name, Class<E> kind) {
        Optional<String> word = said.text(name);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        String plain = word.get().toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : kind.getEnumConstants()) {
            if (constant.name().equals(plain)) {
                return Optional.of(constant);
            }
        }
        throw wrong("unknown word \"" + Shown.line(word.get()) + "\" for `" + name + "`");
    }

    private static JsonValue.Members members(JsonValue value) {
        if (value instanceof JsonValue.Members members) {
            return members;
        }
        throw wrong("there is " + value.kind() + " where an object belongs");
    }

    static List<JsonValue> elements(Optional<JsonValue> value) {
        if (value.isPresent() && value.get() instanceof JsonValue.Elements elements) {
            return elements.values();
        }
        throw wrong("a list is missing" + value.map(v -> "; there is " + v.kind()).orElse(""));
    }

    static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what);
    }
}
