package io.mxfail.adapter.google;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.wire.http.FakeService;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Google's token service and the Cloud DNS API, version 1, as its documentation has them, for some
/// zones in memory.
///
/// A change is all or nothing; a deletion must name what is there to the letter (else 404 or
/// 412), an addition must not meet a set that stays (409); names end with a dot; a change is
/// pending until it has been asked for twice.
public final class FakeGoogle extends FakeService {
    public static final String PROJECT = "acme-dns";
    static final String EMAIL = "mxfail@acme-dns.example.test";
    public static final KeyPair KEYS = keys();

    /// Of an account that the service does not know.
    public static final KeyPair STRANGE_KEYS = keys();

    private static final Set<String> TYPES =
            Set.of(
                    "A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "TLSA",
                    "SSHFP", "SVCB", "HTTPS");
    private static final int PAGE = 100;

    private final List<Zone> zones = new ArrayList<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final Set<String> tokens = new HashSet<>();
    private int ids;
    private volatile int throttling = 429;
    private int pendingQuestions;
    private Runnable pending = () -> {};

    /// @param sets by name and type
    public record Zone(
            String name,
            String dnsName,
            String visibility,
            Map<String, Map<String, Object>> sets) {}

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String reason;

        Refusal(int status, String reason, String message) {
            super(message);
            this.status = status;
            this.reason = reason;
        }
    }

    public FakeGoogle() {
        start();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The service account's file, with the key of `keys`.
    public String credentials(KeyPair keys) {
        return Json.compact(
                Map.of(
                        "type",
                        "service_account",
                        "client_email",
                        EMAIL,
                        "private_key_id",
                        "key-1",
                        "private_key",
                        "-----BEGIN PRIVATE KEY-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(keys.getPrivate().getEncoded())
                                + "\n-----END PRIVATE KEY-----\n",
                        "token_uri",
                        address() + "/token"));
    }

    public Zone zone(String name, String dnsName, String visibility) {
        var zone = new Zone(name, dnsName, visibility, new LinkedHashMap<>());
        zones.add(zone);
        put(zone, dnsName, "SOA", 21_600, "ns.example. admin.example. 1 21600 3600 259200 300");
        return zone;
    }

    public void put(Zone zone, String name, String type, int ttl, String... data) {
        var set = new LinkedHashMap<String, Object>();
        set.put("kind", "dns#resourceRecordSet");
        set.put("name", name);
        set.put("type", type);
        set.put("ttl", ttl);
        set.put("rrdatas", List.of(data));
        zone.sets().put(name + " " + type, set);
    }

    @Override
    protected boolean isWrite(Asked request) {
        return request.method().equals("POST") && request.path().getLast().equals("changes");
    }

    /// Google says so with 403 as often as with 429, and tells no time.
    @Override
    protected Answer throttled() {
        return Answer.json(throttling, failure(throttling, "rateLimitExceeded", "Quota exceeded"));
    }

    /// From now on a change is listed only once it was asked for so often.
    synchronized void listAfter(int questions) {
        pendingQuestions = questions;
    }

    void tellThrottlingAsForbidden() {
        throttling = 403;
    }

    @Override
    protected Answer answer(Asked request) {
        try {
            if (request.path().equals(List.of("token"))) {
                return token(request);
            }
            String header = request.header("authorization").orElse("");
            if (!header.startsWith("Bearer ") || !tokens.contains(header.substring(7))) {
                throw new Refusal(401, "authError", "Invalid Credentials " + header);
            }
            return Answer.json(200, Json.compact(respond(request)));
        } catch (Refusal e) {
            return Answer.json(
                    e.status, failure(e.status, e.reason, String.valueOf(e.getMessage())));
        } catch (JsonException e) {
            return Answer.json(400, failure(400, "parseError", String.valueOf(e.getMessage())));
        }
    }

    private static String failure(int code, String reason, String message) {
        return Json.compact(
                Map.of(
                        "error",
                        Map.of(
                                "code",
                                code,
                                "message",
                                message,
                                "errors",
                                List.of(Map.of("reason", reason, "message", message)))));
    }

    private Answer token(Asked request) throws JsonException {
        Map<String, String> form = new HashMap<>();
        for (String pair : request.body().split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        boolean wellFormed =
                "urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))
                        && request.header("content-type")
                                .equals(Optional.of("application/x-www-form-urlencoded"));
        String[] parts = form.getOrDefault("assertion", "").split("\\.");
        if (!wellFormed || parts.length != 3 || !isSigned(parts)) {
            return Answer.json(
                    400,
                    "{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT"
                            + " Signature.\"}");
        }
        JsonValue header = Json.read(decoded(parts[0]));
        JsonValue claims = Json.read(decoded(parts[1]));
        long iat = claims.whole("iat").orElse(0L);
        boolean good =
                header.text("alg").equals(Optional.of("RS256"))
                        && claims.text("iss").equals(Optional.of(EMAIL))
                        && claims.text("aud").equals(Optional.of(address() + "/token"))
                        && claims.text("scope").orElse("").contains("/auth/ndev.clouddns.readwrite")
                        && claims.whole("exp").orElse(0L) - iat <= 3600;
        if (!good) {
            return Answer.json(400, "{\"error\": \"invalid_request\"}");
        }
        String token = "ya29.secret-token-" + ++ids;
        tokens.add(token);
        return Answer.json(
                200,
                Json.compact(
                        Map.of("access_token", token, "expires_in", 3599, "token_type", "Bearer")));
    }

    private static boolean isSigned(String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KEYS.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    private static String decoded(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private Map<String, Object> respond(Asked request) throws JsonException {
        List<String> path = request.path();
        boolean get = request.method().equals("GET");
        if (path.size() < 5
                || !path.subList(0, 5)
                        .equals(List.of("dns", "v1", "projects", PROJECT, "managedZones"))) {
            throw new Refusal(404, "notFound", "Not found");
        }
        if (path.size() == 5 && get) {
            String wanted = request.query().getOrDefault("dnsName", "");
            return Map.of(
                    "kind",
                    "dns#managedZonesListResponse",
                    "managedZones",
                    zones.stream()
                            .filter(z -> z.dnsName().equals(wanted))
                            .map(FakeGoogle::shown)
                            .toList());
        }
        Zone zone =
                zones.stream()
                        .filter(z -> z.name().equals(path.get(5)))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                404,
                                                "notFound",
                                                "The 'parameters.managedZone' resource named '"
                                                        + path.get(5)
                                                        + "' does not exist."));
        if (path.size() == 6 && get) {
            return shown(zone);
        }
        if (path.size() == 7 && path.get(6).equals("rrsets") && get) {
            return page(zone, request);
        }
        if (path.size() == 7 && path.get(6).equals("changes") && !get) {
            return change(zone, Json.read(request.body()));
        }
        if (path.size() == 8 && path.get(6).equals("changes") && get) {
            return status(path.get(7));
        }
        throw new Refusal(404, "notFound", "Not found");
    }

    private static Map<String, Object> shown(Zone zone) {
        return Map.of(
                "kind", "dns#managedZone",
                "name", zone.name(),
                "dnsName", zone.dnsName(),
                "visibility", zone.visibility());
    }

    private static Map<String, Object> page(Zone zone, Asked request) {
        int from = Integer.parseInt(request.query().getOrDefault("pageToken", "0"));
        var page = new LinkedHashMap<String, Object>();
        page.put("kind", "dns#resourceRecordSetsListResponse");
        page.put("rrsets", zone.sets().values().stream().skip(from).limit(PAGE).toList());
        if (from + PAGE < zone.sets().size()) {
            page.put("nextPageToken", "" + (from + PAGE));
        }
        return page;
    }

    private Map<String, Object> status(String id) {
        int times = asked.merge(id, 1, Integer::sum);
        boolean done = times >= Math.max(2, pendingQuestions);
        if (done) {
            pending.run();
        }
        return Map.of("kind", "dns#change", "id", id, "status", done ? "done" : "pending");
    }

    private Map<String, Object> change(Zone zone, JsonValue change) {
        var after = new LinkedHashMap<>(zone.sets());
        int index = 0;
        for (JsonValue deletion : change.list("deletions")) {
            String at = "entity.change.deletions[" + index++ + "]";
            Map<String, Object> live = after.remove(key(zone, deletion));
            if (live == null) {
                throw new Refusal(404, "notFound", "The '" + at + "' resource does not exist.");
            }
            boolean same =
                    deletion.whole("ttl")
                                    .equals(
                                            Optional.of(
                                                    Long.valueOf(String.valueOf(live.get("ttl")))))
                            && data(deletion).equals(live.get("rrdatas"));
            if (!same) {
                throw new Refusal(412, "conditionNotMet", "Precondition not met for '" + at + "'");
            }
        }
        index = 0;
        for (JsonValue addition : change.list("additions")) {
            String at = "entity.change.additions[" + index++ + "]";
            String key = key(zone, addition);
            if (after.containsKey(key)) {
                throw new Refusal(409, "alreadyExists", "The resource '" + at + "' already exists");
            }
            after.put(key, checked(addition, at));
        }
        requireAliasesAlone(after);
        Runnable carriedOut =
                () -> {
                    zone.sets().clear();
                    zone.sets().putAll(after);
                };
        if (pendingQuestions == 0) {
            carriedOut.run();
        } else {
            pending = carriedOut;
        }
        return Map.of("kind", "dns#change", "id", "" + ++ids, "status", "pending");
    }

    private static String key(Zone zone, JsonValue set) {
        String name = set.text("name").orElse("");
        String type = set.text("type").orElse("");
        if (!name.equals(zone.dnsName()) && !name.endsWith("." + zone.dnsName())) {
            throw new Refusal(400, "invalid", "Invalid value for 'name': '" + name + "'");
        }
        if (!TYPES.contains(type)) {
            throw new Refusal(400, "invalid", "Invalid value for 'type': '" + type + "'");
        }
        return name + " " + type;
    }

    private static List<String> data(JsonValue set) {
        return set.list("rrdatas").stream().map(v -> ((JsonValue.Text) v).value()).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> checked(JsonValue addition, String at) {
        List<String> data = data(addition);
        if (data.isEmpty() || addition.whole("ttl").isEmpty()) {
            throw new Refusal(400, "required", at);
        }
        for (String text : data) {
            boolean good =
                    switch (addition.text("type").orElse("")) {
                        case "TXT" ->
                                text.matches("\"([^\"\\\\]|\\\\.)*\"( \"([^\"\\\\]|\\\\.)*\")*");
                        case "MX", "CNAME", "NS", "SRV" -> text.endsWith(".");
                        default -> true;
                    };
            if (!good) {
                throw new Refusal(400, "invalid", "Invalid value for '" + at + ".rrdata': " + text);
            }
        }
        return (Map<String, Object>) addition.tree();
    }

    private static void requireAliasesAlone(Map<String, Map<String, Object>> sets) {
        for (String key : sets.keySet()) {
            String name = key.substring(0, key.indexOf(' ') + 1);
            if (key.endsWith(" CNAME")
                    && sets.keySet().stream().filter(k -> k.startsWith(name)).count() > 1) {
                throw new Refusal(
                        400,
                        "cnameResourceRecordSetConflict",
                        "A CNAME stands beside other sets at " + name);
            }
        }
    }
}
