package io.mxfail.adapter.cloudflare;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.wire.http.FakeService;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Cloudflare's DNS records API as its documentation has it, for some zones in memory.
///
/// A batch is one transaction in the order deletes, patches, puts, posts; ids must exist; records
/// must not be identical; A and AAAA do not stand beside a CNAME; TTLs are 1 or 60 to 86400; TXT
/// content is quoted strings of at most 255 octets; a list has at most 100 records a page; a batch
/// has at most 200 operations; names have no final dot, and one outside the zone becomes one below
/// it.
public final class FakeCloudflare extends FakeService {
    public static final String TOKEN = "secret-token-of-cloudflare-0123456789abc";

    private static final Set<String> STRUCTURED = Set.of("SRV", "TLSA", "CAA");
    private static final Set<String> SIMPLE =
            Set.of("A", "AAAA", "CNAME", "MX", "NS", "PTR", "TXT");

    /// The members that a client may set.
    private static final Set<String> SETTABLE =
            Set.of(
                    "type",
                    "name",
                    "content",
                    "priority",
                    "data",
                    "ttl",
                    "proxied",
                    "comment",
                    "tags",
                    "settings");

    private final List<FakeZone> zones = new ArrayList<>();
    private int ids;
    private int clock;
    private Runnable listed = () -> {};
    private Consumer<FakeZone> nameServers = _ -> {};

    /// @param readable whether the token may read the zone itself
    public record FakeZone(
            String id,
            String name,
            String type,
            boolean readable,
            List<Map<String, Object>> records) {}

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final int code;

        Refusal(int status, int code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    public FakeCloudflare() {
        start();
    }

    public FakeZone zone(String name, String type, boolean readable) {
        var zone =
                new FakeZone("zone%028d".formatted(++ids), name, type, readable, new ArrayList<>());
        zones.add(zone);
        return zone;
    }

    /// A record as it lies there, perhaps older than today's rules.
    public Map<String, Object> put(FakeZone zone, Map<String, Object> fields) {
        var record = new LinkedHashMap<String, Object>(Map.of("proxied", false, "ttl", 300));
        record.putAll(fields);
        record.put("id", "rec%029d".formatted(++ids));
        touch(record);
        zone.records().add(record);
        return record;
    }

    /// Somebody gives a record another comment.
    public void comment(Map<String, Object> record, String comment) {
        record.put("comment", comment);
        touch(record);
    }

    /// From now on this happens after each list of records, before its answer.
    public void afterEachList(Runnable event) {
        listed = event;
    }

    /// Who hears of each change of a zone: the service's name servers.
    public void served(Consumer<FakeZone> by) {
        nameServers = by;
        zones.forEach(by);
    }

    /// A record of the first zone, by its id.
    public Optional<Map<String, Object>> record(Object id) {
        return zones.stream()
                .flatMap(zone -> zone.records().stream())
                .filter(record -> id.equals(record.get("id")))
                .findFirst();
    }

    public String endpoint() {
        return address() + "/client/v4";
    }

    @Override
    protected Answer throttled() {
        return new Answer(
                429,
                Map.of("Content-Type", "application/json", "Retry-After", "7"),
                failure(10013, "Rate limited. Please wait"));
    }

    @Override
    protected Answer answer(Asked asked) {
        try {
            authorise(asked);
            return Answer.json(200, Json.compact(respond(asked)));
        } catch (Refusal e) {
            return Answer.json(e.status, failure(e.code, String.valueOf(e.getMessage())));
        } catch (JsonException e) {
            return Answer.json(
                    400, failure(9207, "Failed to parse the request: " + e.getMessage()));
        }
    }

    private static String failure(int code, String message) {
        return Json.compact(
                Map.of(
                        "success",
                        false,
                        "errors",
                        List.of(Map.of("code", code, "message", message)),
                        "messages",
                        List.of(),
                        "result",
                        Optional.empty()));
    }

    private static void authorise(Asked asked) {
        String header = asked.header("authorization").orElse("");
        if (!header.matches("Bearer \\S+")) {
            throw new Refusal(400, 6003, "Invalid request headers");
        }
        if (!header.equals("Bearer " + TOKEN)) {
            // as services do that repeat what they were sent
            throw new Refusal(403, 9109, "Invalid access token " + header);
        }
    }

    private Map<String, Object> respond(Asked asked) throws JsonException {
        List<String> path = asked.path();
        if (path.size() < 3 || !path.subList(0, 3).equals(List.of("client", "v4", "zones"))) {
            throw new Refusal(404, 7000, "No route for that URI");
        }
        boolean get = asked.method().equals("GET");
        if (path.size() == 3 && get) {
            return page(
                    zones.stream()
                            .filter(FakeZone::readable)
                            .filter(z -> z.name().equals(asked.query().get("name")))
                            .map(FakeCloudflare::shown)
                            .toList(),
                    asked,
                    50);
        }
        FakeZone zone =
                zones.stream()
                        .filter(z -> z.id().equals(path.get(3)))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                404,
                                                7003,
                                                "Could not route, perhaps your object identifier is"
                                                        + " invalid?"));
        if (path.size() == 4 && get) {
            if (!zone.readable()) {
                throw new Refusal(403, 10000, "Authentication error");
            }
            return envelope(shown(zone));
        }
        if (path.size() == 5 && path.get(4).equals("dns_records") && get) {
            Map<String, Object> page = page(List.copyOf(zone.records()), asked, 100);
            listed.run();
            return page;
        }
        if (path.size() == 6 && path.get(5).equals("batch") && asked.method().equals("POST")) {
            Map<String, Object> done = envelope(batch(zone, Json.read(asked.body())));
            nameServers.accept(zone);
            return done;
        }
        throw new Refusal(405, 7001, "Method not allowed for this URI");
    }

    private static Map<String, Object> shown(FakeZone zone) {
        return Map.of(
                "id", zone.id(), "name", zone.name(), "type", zone.type(), "status", "active");
    }

    private static Map<String, Object> envelope(Object result) {
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("result", result);
        envelope.put("success", true);
        envelope.put("errors", List.of());
        envelope.put("messages", List.of());
        return envelope;
    }

    private static Map<String, Object> page(List<Map<String, Object>> all, Asked asked, int most) {
        int page = Integer.parseInt(asked.query().getOrDefault("page", "1"));
        int size = Integer.parseInt(asked.query().getOrDefault("per_page", "20"));
        if (size > most || size < 5 || page < 1) {
            throw new Refusal(400, 9213, "per_page must be 5 to " + most);
        }
        List<Map<String, Object>> part =
                all.stream()
                        .skip((long) (page - 1) * size)
                        .limit(size)
                        .<Map<String, Object>>map(LinkedHashMap::new)
                        .toList();
        Map<String, Object> envelope = envelope(part);
        envelope.put(
                "result_info",
                Map.of(
                        "page",
                        page,
                        "per_page",
                        size,
                        "count",
                        part.size(),
                        "total_count",
                        all.size(),
                        "total_pages",
                        (all.size() + size - 1) / size));
        return envelope;
    }

    private Map<String, Object> batch(FakeZone zone, JsonValue body) {
        int operations =
                body.list("deletes").size()
                        + body.list("patches").size()
                        + body.list("puts").size()
                        + body.list("posts").size();
        if (operations > 200) {
            throw new Refusal(400, 81059, "too many operations in a batch");
        }
        var before = zone.records().stream().map(LinkedHashMap::new).toList();
        try {
            return carriedOut(zone, body);
        } catch (Refusal e) {
            zone.records().clear();
            zone.records().addAll(before);
            throw e;
        }
    }

    private Map<String, Object> carriedOut(FakeZone zone, JsonValue body) {
        var deleted = new ArrayList<Object>();
        var patched = new ArrayList<Object>();
        var posted = new ArrayList<Object>();
        for (JsonValue operation : body.list("deletes")) {
            Map<String, Object> record = existing(zone, operation);
            zone.records().remove(record);
            deleted.add(record);
        }
        for (JsonValue operation : body.list("patches")) {
            Map<String, Object> record = existing(zone, operation);
            var wanted = new LinkedHashMap<>(record);
            wanted.putAll(settable(operation, Set.of("id")));
            zone.records().remove(record);
            check(zone, wanted);
            touch(wanted);
            zone.records().add(wanted);
            patched.add(wanted);
        }
        for (JsonValue operation : body.list("posts")) {
            var wanted = new LinkedHashMap<String, Object>();
            wanted.put("id", "rec%029d".formatted(++ids));
            wanted.put("proxied", false);
            wanted.put("ttl", 1);
            wanted.putAll(settable(operation, Set.of()));
            check(zone, wanted);
            touch(wanted);
            zone.records().add(wanted);
            posted.add(wanted);
        }
        return Map.of("deletes", deleted, "patches", patched, "puts", List.of(), "posts", posted);
    }

    private void touch(Map<String, Object> record) {
        record.put("modified_on", "2026-01-01T00:%02d:%02dZ".formatted(++clock / 60, clock % 60));
    }

    private static Map<String, Object> existing(FakeZone zone, JsonValue operation) {
        String id = operation.text("id").orElse("");
        return zone.records().stream()
                .filter(record -> id.equals(record.get("id")))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, 81044, "Record does not exist."));
    }

    private static Map<String, Object> settable(JsonValue operation, Set<String> besides) {
        var fields = new LinkedHashMap<String, Object>();
        ((JsonValue.Members) operation)
                .byName()
                .forEach(
                        (name, value) -> {
                            if (SETTABLE.contains(name)) {
                                fields.put(name, value.tree());
                            } else if (!besides.contains(name)) {
                                throw new Refusal(400, 1004, "unknown member " + name);
                            }
                        });
        return fields;
    }

    private static void check(FakeZone zone, Map<String, Object> record) {
        String type = String.valueOf(record.get("type"));
        String name = String.valueOf(record.get("name"));
        if (name.endsWith(".") || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new Refusal(400, 9000, "DNS name is invalid.");
        }
        if (!name.equals(zone.name()) && !name.endsWith("." + zone.name())) {
            record.put("name", name + "." + zone.name());
        }
        long ttl = number(record.get("ttl"));
        if (ttl != 1 && (ttl < 60 || ttl > 86_400)) {
            throw new Refusal(
                    400, 9021, "Invalid TTL. Must be between 60 and 86400, or 1 for automatic.");
        }
        if (STRUCTURED.contains(type)) {
            structure(type, record);
        } else if (SIMPLE.contains(type)) {
            content(type, record);
        } else {
            throw new Refusal(400, 1004, "DNS Validation Error: type " + type);
        }
        coexist(zone, type, record);
    }

    private static long number(Object value) {
        return switch (value) {
            case BigDecimal figure -> figure.longValueExact();
            case Integer figure -> figure;
            case Long figure -> figure;
            case null, default -> throw new Refusal(400, 9020, "a number is missing: " + value);
        };
    }

    private static void structure(String type, Map<String, Object> record) {
        if (!(record.get("data") instanceof Map<?, ?> data)) {
            throw new Refusal(400, 9101, "data is a required field for " + type);
        }
        switch (type) {
            case "SRV" -> {
                record.put("priority", number(data.get("priority")));
                host(String.valueOf(data.get("target")));
                record.put(
                        "content",
                        number(data.get("weight"))
                                + " "
                                + number(data.get("port"))
                                + " "
                                + data.get("target"));
            }
            case "TLSA" ->
                    record.put(
                            "content",
                            number(data.get("usage"))
                                    + " "
                                    + number(data.get("selector"))
                                    + " "
                                    + number(data.get("matching_type"))
                                    + " "
                                    + data.get("certificate"));
            default -> record.put("content", String.valueOf(data));
        }
    }

    private static void host(String text) {
        if (text.endsWith(".") && text.length() > 1) {
            throw new Refusal(400, 9000, "a name ends with a dot: " + text);
        }
    }

    private static void content(String type, Map<String, Object> record) {
        if (!(record.get("content") instanceof String content) || content.isEmpty()) {
            throw new Refusal(400, 9101, "content is a required field");
        }
        switch (type) {
            case "TXT" -> {
                if (!content.matches("\"([^\"\\\\]|\\\\.)*\"( \"([^\"\\\\]|\\\\.)*\")*")) {
                    throw new Refusal(400, 9207, "Content of TXT must be quoted strings.");
                }
                for (String string : content.split("(?<=[^\\\\])\" \"")) {
                    if (string.replaceAll("\\\\([0-9]{3}|.)", "x").length() > 257) {
                        throw new Refusal(400, 9207, "A string is longer than 255.");
                    }
                }
            }
            case "MX" -> {
                if (number(record.get("priority")) > 65_535) {
                    throw new Refusal(400, 9101, "priority");
                }
                host(content);
            }
            case "A" -> {
                if (!content.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
                    throw new Refusal(
                            400, 9005, "Content for A record must be a valid IPv4 address.");
                }
            }
            default -> host(content);
        }
        if (record.get("proxied").equals(true) && Set.of("MX", "TXT", "NS").contains(type)) {
            throw new Refusal(400, 9004, "This record type cannot be proxied.");
        }
    }

    private static void coexist(FakeZone zone, String type, Map<String, Object> record) {
        for (Map<String, Object> other : zone.records()) {
            if (!other.get("name").equals(record.get("name"))) {
                continue;
            }
            String theirs = String.valueOf(other.get("type"));
            boolean addresses = Set.of("A", "AAAA").contains(type);
            if (type.equals("CNAME") && Set.of("A", "AAAA", "CNAME").contains(theirs)) {
                throw new Refusal(
                        400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
            }
            if (addresses && theirs.equals("CNAME")) {
                throw new Refusal(400, 81054, "A CNAME record with that host already exists.");
            }
            if (theirs.equals(type)
                    && String.valueOf(other.get("content")).equals(record.get("content"))
                    && String.valueOf(other.get("priority"))
                            .equals(String.valueOf(record.get("priority")))) {
                throw new Refusal(400, 81058, "An identical record already exists.");
            }
        }
    }
}
