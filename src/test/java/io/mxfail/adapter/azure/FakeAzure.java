package io.mxfail.adapter.azure;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.wire.http.FakeService;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Azure's sign-in and the DNS part of its resource manager, version 2018-05-01, as the
/// specification has them, for some zones in memory.
///
/// One record set a request; `If-Match` must be the set's etag and `If-None-Match: *` wants
/// none (else 412); a PUT replaces the metadata too; a CNAME stands alone; lists have 100
/// sets a page, and the link to the next one names Azure's own host.
public final class FakeAzure extends FakeService {
    public static final String TENANT = "acme-tenant";
    public static final String CLIENT = "mxfail-app";
    public static final String SECRET = "secret~of the/application+0123456789";

    private static final List<String> ROOT =
            List.of(
                    "subscriptions",
                    "sub-1",
                    "resourceGroups",
                    "dns-group",
                    "providers",
                    "Microsoft.Network",
                    "dnsZones");
    private static final Set<String> TYPES =
            Set.of("A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT");
    private static final int PAGE = 100;

    private final Map<String, Zone> zones = new LinkedHashMap<>();
    private final Set<String> tokens = new HashSet<>();
    private Runnable change = () -> {};
    private int ids;

    /// @param sets by type and relative name
    public record Zone(String name, String type, Map<String, Map<String, Object>> sets) {}

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refusal(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    public FakeAzure() {
        start();
    }

    public Zone zone(String name, String type) {
        var zone = new Zone(name, type, new LinkedHashMap<>());
        zones.put(name, zone);
        put(
                zone,
                "SOA",
                "@",
                Map.of(
                        "TTL",
                        3600,
                        "SOARecord",
                        Map.of(
                                "host", "ns1.azure.example.",
                                "email", "hostmaster.azure.example",
                                "serialNumber", 1,
                                "refreshTime", 3600,
                                "retryTime", 300,
                                "expireTime", 2_419_200,
                                "minimumTTL", 300)));
        return zone;
    }

    public Map<String, Object> put(
            Zone zone, String type, String name, Map<String, Object> properties) {
        var set = new LinkedHashMap<String, Object>();
        set.put("id", "/" + String.join("/", ROOT) + "/" + zone.name() + "/" + type + "/" + name);
        set.put("name", name);
        set.put("type", "Microsoft.Network/dnszones/" + type);
        set.put("etag", "etag-" + ++ids);
        set.put("properties", properties);
        zone.sets().put(type + " " + name, set);
        return set;
    }

    /// From now on this happens after each write, before its answer.
    public void afterEachChange(Runnable event) {
        change = event;
    }

    @Override
    protected boolean isWrite(Asked request) {
        return request.method().equals("PUT") || request.method().equals("DELETE");
    }

    @Override
    protected Answer throttled() {
        return new Answer(
                429,
                Map.of("Content-Type", "application/json; charset=utf-8", "Retry-After", "5"),
                failure("TooManyRequests", "The request is being throttled."));
    }

    @Override
    protected Answer answer(Asked request) {
        try {
            if (request.path().equals(List.of(TENANT, "oauth2", "v2.0", "token"))) {
                return token(request);
            }
            String header = request.header("authorization").orElse("");
            if (!header.startsWith("Bearer ") || !tokens.contains(header.substring(7))) {
                throw new Refusal(
                        401, "InvalidAuthenticationToken", "The access token is invalid.");
            }
            return respond(request);
        } catch (Refusal e) {
            return Answer.json(e.status, failure(e.code, String.valueOf(e.getMessage())));
        } catch (JsonException e) {
            return Answer.json(400, failure("BadRequest", String.valueOf(e.getMessage())));
        }
    }

    private static String failure(String code, String message) {
        return Json.compact(Map.of("error", Map.of("code", code, "message", message)));
    }

    private Answer token(Asked request) {
        Map<String, String> form = new HashMap<>();
        for (String pair : request.body().split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        boolean good =
                "client_credentials".equals(form.get("grant_type"))
                        && CLIENT.equals(form.get("client_id"))
                        && SECRET.equals(form.get("client_secret"))
                        && form.getOrDefault("scope", "")
                                .matches("http://[a-z0-9.]+:[0-9]+/\\.default");
        if (!good) {
            // as the real one does not, but a proxy may
            return Answer.json(
                    401,
                    Json.compact(
                            Map.of(
                                    "error",
                                    "invalid_client",
                                    "error_description",
                                    "Invalid client secret provided: "
                                            + form.get("client_secret"))));
        }
        String token = "eyJ.secret-token-" + ++ids;
        tokens.add(token);
        return Answer.json(
                200,
                Json.compact(
                        Map.of("token_type", "Bearer", "expires_in", 3599, "access_token", token)));
    }

    private Answer respond(Asked request) throws JsonException {
        if (!"2018-05-01".equals(request.query().get("api-version"))) {
            throw new Refusal(400, "MissingApiVersionParameter", "api-version");
        }
        List<String> path = request.path();
        if (path.size() < 8 || !path.subList(0, 7).equals(ROOT)) {
            throw new Refusal(404, "ResourceGroupNotFound", "Resource group could not be found.");
        }
        String name = path.get(7);
        Zone zone = zones.get(name);
        if (zone == null) {
            throw new Refusal(
                    404,
                    path.size() == 8 ? "ResourceNotFound" : "ParentResourceNotFound",
                    "The Resource 'Microsoft.Network/dnszones/" + name + "' was not found.");
        }
        boolean get = request.method().equals("GET");
        if (path.size() == 8 && get) {
            return Answer.json(
                    200,
                    Json.compact(
                            Map.of(
                                    "id",
                                    "/" + String.join("/", path),
                                    "name",
                                    name,
                                    "properties",
                                    Map.of("zoneType", zone.type()))));
        }
        if (path.size() == 9 && path.get(8).equals("recordsets") && get) {
            return page(zone, request);
        }
        if (path.size() == 10 && isWrite(request)) {
            return write(zone, request);
        }
        throw new Refusal(405, "MethodNotAllowed", "Not here.");
    }

    private static Answer page(Zone zone, Asked request) {
        int from = Integer.parseInt(request.query().getOrDefault("$skiptoken", "0"));
        var page = new LinkedHashMap<String, Object>();
        page.put("value", zone.sets().values().stream().skip(from).limit(PAGE).toList());
        if (from + PAGE < zone.sets().size()) {
            page.put(
                    "nextLink",
                    "https://management.azure.com:443/"
                            + String.join("/", request.path())
                            + "?api-version=2018-05-01&$skiptoken="
                            + (from + PAGE));
        }
        return Answer.json(200, Json.compact(page));
    }

    private Answer write(Zone zone, Asked request) throws JsonException {
        String type = request.path().get(8);
        String name = request.path().get(9);
        if (!TYPES.contains(type)) {
            throw new Refusal(
                    400, "BadRequest", "The record type '" + type + "' is not supported.");
        }
        Optional<Map<String, Object>> live =
                Optional.ofNullable(zone.sets().get(type + " " + name));
        Optional<String> match = request.header("if-match").filter(tag -> !tag.equals("*"));
        boolean stale =
                match.isPresent() && !match.equals(live.map(set -> String.valueOf(set.get("etag"))))
                        || request.header("if-none-match").isPresent() && live.isPresent();
        if (stale) {
            throw new Refusal(
                    412, "PreconditionFailed", "The condition '" + match + "' is not satisfied.");
        }
        if (request.method().equals("DELETE")) {
            zone.sets().remove(type + " " + name);
            change.run();
            return new Answer(live.isPresent() ? 200 : 204, Map.of(), "");
        }
        JsonValue properties =
                Json.read(request.body())
                        .member("properties")
                        .orElseThrow(() -> new Refusal(400, "BadRequest", "no properties"));
        check(type, properties);
        requireAliasesAlone(zone, type, name);
        @SuppressWarnings("unchecked")
        Map<String, Object> set = put(zone, type, name, (Map<String, Object>) properties.tree());
        change.run();
        return Answer.json(live.isPresent() ? 200 : 201, Json.compact(set));
    }

    private static void check(String type, JsonValue properties) {
        if (properties.whole("TTL").filter(ttl -> ttl >= 1).isEmpty()) {
            throw new Refusal(400, "BadRequest", "The TTL is missing or out of range.");
        }
        String member = type.equals("CAA") ? "caaRecords" : type + "Records";
        List<JsonValue> records =
                type.equals("CNAME")
                        ? properties.member("CNAMERecord").stream().toList()
                        : properties.list(member);
        if (records.isEmpty()) {
            throw new Refusal(400, "BadRequest", member + " is missing.");
        }
        for (JsonValue record : records) {
            boolean good =
                    switch (type) {
                        case "MX" ->
                                record.whole("preference").isPresent()
                                        && record.text("exchange")
                                                .filter(h -> h.length() > 1)
                                                .isPresent();
                        case "TXT" ->
                                !record.list("value").isEmpty()
                                        && record.list("value").stream()
                                                .allMatch(FakeAzure::isString);
                        case "A" -> record.text("ipv4Address").isPresent();
                        case "AAAA" -> record.text("ipv6Address").isPresent();
                        case "CNAME" -> record.text("cname").isPresent();
                        case "SRV" -> record.text("target").isPresent();
                        default -> true;
                    };
            if (!good) {
                throw new Refusal(400, "BadRequest", "a record of " + member + " is not valid");
            }
        }
    }

    private static boolean isString(JsonValue value) {
        return value instanceof JsonValue.Text t
                && !t.value().isEmpty()
                && t.value().length() <= 255;
    }

    private static void requireAliasesAlone(Zone zone, String type, String name) {
        for (String other : new ArrayList<>(zone.sets().keySet())) {
            boolean here = other.endsWith(" " + name) && !other.equals(type + " " + name);
            if (here && (type.equals("CNAME") || other.startsWith("CNAME "))) {
                throw new Refusal(
                        400,
                        "BadRequest",
                        "A CNAME record set cannot be beside other record sets of the same name.");
            }
        }
    }
}
