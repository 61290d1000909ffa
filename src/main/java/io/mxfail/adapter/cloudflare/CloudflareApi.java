package io.mxfail.adapter.cloudflare;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.http.HttpAnswer;
import io.mxfail.wire.http.HttpCall;
import io.mxfail.wire.http.HttpClient;
import io.mxfail.wire.http.HttpFailure;
import io.mxfail.wire.http.Sent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The requests that this adapter makes of Cloudflare's API, version 4.
///
/// Every answer is an envelope: `success`, `errors` (each with a `code` and a `message`), `result`.
record CloudflareApi(HttpClient http, String token) {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 1000;

    /// The token is unknown, expired or malformed; 10000 also stands for one without the right.
    private static final Set<Long> AUTHENTICATION = Set.of(1000L, 6003L, 6111L, 9109L, 10000L);

    /// No such zone, or none that the token sees.
    private static final Set<Long> NO_ZONE = Set.of(1001L, 7000L, 7003L);

    /// A zone as its settings have it.
    ///
    /// @param type `full`, or `partial` and `secondary`, which are not written here
    record Zone(String id, String name, String type) {}

    /// The zones of exactly this name that the token sees.
    List<Zone> zonesNamed(String name) throws ProviderException {
        String action = "find the zone " + name;
        JsonValue answer =
                read(action, HttpCall.get("zones").query("name", name).query("per_page", "50"));
        return answer.list("result").stream()
                .filter(zone -> zone.text("name").filter(name::equalsIgnoreCase).isPresent())
                .map(CloudflareApi::zone)
                .toList();
    }

    /// The zone of an id; empty where the token may not read zones, which it needs for nothing
    /// else.
    Optional<Zone> zone(String id) throws ProviderException {
        String action = "read the zone " + id;
        HttpAnswer answer = http.read(action, signed(HttpCall.get("zones", id)));
        if (answer.status() == 403 && !codes(answer).contains(9109L)) {
            return Optional.empty();
        }
        JsonValue envelope = envelope(action, answer);
        return Optional.of(zone(envelope.member("result").orElse(envelope)));
    }

    private static Zone zone(JsonValue zone) {
        return new Zone(
                zone.text("id").orElse(""),
                zone.text("name").orElse(""),
                zone.text("type").orElse("full"));
    }

    /// Every record of a zone, each once.
    List<JsonValue> records(String zoneId, String zone) throws ProviderException {
        String action = "list the records of " + zone;
        // Pages are counted from the start, so that a change meanwhile can hide a record.
        for (int tries = 0; tries < 3; tries++) {
            Map<String, JsonValue> byId = new LinkedHashMap<>();
            Set<Long> totals = new TreeSet<>();
            for (int page = 1; page <= MOST_PAGES; page++) {
                JsonValue answer =
                        read(
                                action,
                                HttpCall.get("zones", zoneId, "dns_records")
                                        .query("page", Integer.toString(page))
                                        .query("per_page", Integer.toString(PAGE)));
                List<JsonValue> records = answer.list("result");
                records.forEach(record -> byId.put(record.text("id").orElse(""), record));
                long total =
                        answer.member("result_info")
                                .flatMap(info -> info.whole("total_count"))
                                .orElse((long) byId.size());
                totals.add(total);
                if (records.isEmpty() || (long) page * PAGE >= total) {
                    break;
                }
            }
            if (totals.size() == 1 && byId.size() == totals.iterator().next()) {
                return new ArrayList<>(byId.values());
            }
        }
        throw new ProviderException(
                FailureKind.UNAVAILABLE,
                "cannot " + action + ": they change while they are listed; try again");
    }

    /// All or nothing, in the order deletes, patches, posts.
    Sent batch(String zoneId, String zone, Map<String, Object> operations) {
        return http.write(
                "write the records of " + zone,
                signed(
                        HttpCall.of("POST", "zones", zoneId, "dns_records", "batch")
                                .json(Json.compact(operations))));
    }

    /// Whether a success is told in the envelope that it should have.
    boolean isBatchDone(HttpAnswer answer) {
        return parsed(answer)
                .filter(e -> e.isTrue("success"))
                .flatMap(e -> e.member("result"))
                .isPresent();
    }

    /// The codes of a refusal, with those of the causes.
    Set<Long> codes(HttpAnswer answer) {
        return parsed(answer).stream()
                .flatMap(envelope -> envelope.list("errors").stream())
                .flatMap(
                        error ->
                                Stream.concat(
                                        error.whole("code").stream(),
                                        error.list("error_chain").stream()
                                                .flatMap(cause -> cause.whole("code").stream())))
                .collect(Collectors.toSet());
    }

    HttpFailure failure(String action, HttpAnswer answer) {
        Set<Long> codes = codes(answer);
        String said =
                parsed(answer).stream()
                        .flatMap(envelope -> envelope.list("errors").stream())
                        .map(
                                error ->
                                        error.text("message").orElse("")
                                                + error.whole("code")
                                                        .map(code -> " (" + code + ")")
                                                        .orElse(""))
                        .collect(Collectors.joining("; "));
        if (answer.isSuccess()) {
            return http.refusal(FailureKind.UNAVAILABLE, action, answer, said);
        }
        if (answer.status() == 429 || !answer.isJson()) {
            return http.refusal(action, answer, said);
        }
        if (answer.status() == 401 || codes.stream().anyMatch(AUTHENTICATION::contains)) {
            return http.refusal(FailureKind.UNAUTHORISED, action, answer, said);
        }
        if (answer.status() == 404 || codes.stream().anyMatch(NO_ZONE::contains)) {
            return http.refusal(FailureKind.NO_SUCH_ZONE, action, answer, said);
        }
        return http.refusal(action, answer, said);
    }

    private JsonValue read(String action, HttpCall call) throws ProviderException {
        return envelope(action, http.read(action, signed(call)));
    }

    private JsonValue envelope(String action, HttpAnswer answer) throws ProviderException {
        Optional<JsonValue> envelope = parsed(answer).filter(e -> e.isTrue("success"));
        if (!answer.isSuccess() || envelope.isEmpty()) {
            throw failure(action, answer).exception();
        }
        return envelope.get();
    }

    private static Optional<JsonValue> parsed(HttpAnswer answer) {
        try {
            return Optional.of(Json.read(answer.body()));
        } catch (JsonException _) {
            return Optional.empty();
        }
    }

    private HttpCall signed(HttpCall call) {
        return call.header("Authorization", "Bearer " + token);
    }
}
