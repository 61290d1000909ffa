package io.mxfail.adapter.google;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.http.AccessToken;
import io.mxfail.wire.http.HttpAnswer;
import io.mxfail.wire.http.HttpCall;
import io.mxfail.wire.http.HttpClient;
import io.mxfail.wire.http.HttpFailure;
import io.mxfail.wire.http.Sent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The requests that this adapter makes of the Cloud DNS API, version 1.
record GoogleApi(HttpClient http, AccessToken token, String project) {
    private static final int MOST_PAGES = 1000;
    private static final Set<String> THROTTLING =
            Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded");

    /// A managed zone.
    ///
    /// @param dnsName with final dot
    record Zone(String name, String dnsName, boolean isPublic) {}

    List<Zone> zonesNamed(String dnsName) throws ProviderException {
        return pages(
                        "find the zone " + dnsName,
                        call("GET", "managedZones").query("dnsName", dnsName),
                        "managedZones")
                .stream()
                .map(GoogleApi::zone)
                .filter(zone -> zone.dnsName().equalsIgnoreCase(dnsName))
                .toList();
    }

    Zone zone(String name) throws ProviderException {
        return zone(read("read the managed zone " + name, call("GET", "managedZones", name)));
    }

    private static Zone zone(JsonValue zone) {
        return new Zone(
                zone.text("name").orElse(""),
                zone.text("dnsName").orElse(""),
                zone.text("visibility").orElse("public").equals("public"));
    }

    /// All record sets of a zone.
    List<JsonValue> sets(String zone) throws ProviderException {
        return pages(
                "list the record sets of " + zone,
                call("GET", "managedZones", zone, "rrsets"),
                "rrsets");
    }

    /// All or nothing; what it deletes must be exactly so.
    Sent change(String zone, Map<String, Object> change) throws ProviderException {
        return http.write(
                changing(zone),
                signed(call("POST", "managedZones", zone, "changes").json(Json.compact(change))));
    }

    /// Whether all name servers have a change.
    boolean isDone(String zone, String change) throws ProviderException {
        return read(
                        "ask for the change " + change,
                        call("GET", "managedZones", zone, "changes", change))
                .text("status")
                .equals(Optional.of("done"));
    }

    /// The id of an accepted change.
    Optional<String> changeId(HttpAnswer answer) {
        return parsed(answer).flatMap(json -> json.text("id"));
    }

    HttpFailure changeFailure(String zone, HttpAnswer answer) {
        return failure(changing(zone), answer);
    }

    private static String changing(String zone) {
        return "change the managed zone " + zone;
    }

    private HttpFailure failure(String action, HttpAnswer answer) {
        if (answer.status() == 401) {
            token.forget();
        }
        Optional<JsonValue> error = parsed(answer).flatMap(json -> json.member("error"));
        String said = error.flatMap(e -> e.text("message")).orElse("");
        if (answer.isHtml() || error.isEmpty()) {
            return http.refusal(action, answer, said);
        }
        boolean throttled =
                error.get().list("errors").stream()
                        .flatMap(e -> e.text("reason").stream())
                        .anyMatch(THROTTLING::contains);
        if (throttled) {
            return http.refusal(FailureKind.THROTTLED, action, answer, said);
        }
        return answer.status() == 404
                ? http.refusal(FailureKind.NO_SUCH_ZONE, action, answer, said)
                : http.refusal(action, answer, said);
    }

    private List<JsonValue> pages(String action, HttpCall call, String member)
            throws ProviderException {
        var all = new ArrayList<JsonValue>();
        Optional<String> next = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            HttpCall asked = next.isEmpty() ? call : call.query("pageToken", next.get());
            JsonValue answer = read(action, asked);
            all.addAll(answer.list(member));
            next = answer.text("nextPageToken");
            if (next.isEmpty()) {
                return all;
            }
        }
        throw new ProviderException(
                FailureKind.UNAVAILABLE, "cannot " + action + ": the list has no end");
    }

    private JsonValue read(String action, HttpCall call) throws ProviderException {
        HttpAnswer answer = http.read(action, signed(call));
        if (!answer.isSuccess()) {
            throw failure(action, answer).exception();
        }
        return parsed(answer)
                // Every resource says what it is.
                .filter(json -> json.text("kind").filter(k -> k.startsWith("dns#")).isPresent())
                .orElseThrow(
                        () ->
                                http.refusal(
                                                FailureKind.UNAVAILABLE,
                                                action,
                                                answer,
                                                "something else than Cloud DNS does; check"
                                                        + " `endpoint`")
                                        .exception());
    }

    private static Optional<JsonValue> parsed(HttpAnswer answer) {
        try {
            return Optional.of(Json.read(answer.body()));
        } catch (JsonException _) {
            return Optional.empty();
        }
    }

    private HttpCall call(String method, String... path) {
        var full = new ArrayList<>(List.of("dns", "v1", "projects", project));
        full.addAll(List.of(path));
        return HttpCall.of(method, full.toArray(String[]::new));
    }

    private HttpCall signed(HttpCall call) throws ProviderException {
        return call.header("Authorization", "Bearer " + token.text());
    }
}
